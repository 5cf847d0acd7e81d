package io.sharq.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of curl with the options that the pages use, run by the JDK's client.
 *
 * @param method the method
 * @param uri the address as written
 * @param headers names and values in turn
 * @param body the body, empty for none
 * @param showsStatus whether it prints the status line
 */
record CurlCommand(String method, String uri, List<String> headers, String body, boolean showsStatus) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[?&;*<>|$]");
    private static final String DOCUMENTED = "http://127.0.0.1:8080/";

    static CurlCommand parse(String line) {
        List<String> words = words(line);
        if (!words.get(0).equals("curl")) {
            throw new IllegalArgumentException("only curl is run here: " + line);
        }
        String method = "GET";
        String uri = "";
        String body = "";
        boolean showsStatus = false;
        List<String> headers = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "-X" -> method = words.get(++i);
                case "-d" -> body = words.get(++i);
                case "-i" -> showsStatus = true;
                case "-H" -> {
                    String header = words.get(++i);
                    headers.add(header.substring(0, header.indexOf(':')));
                    headers.add(header.substring(header.indexOf(':') + 1).strip());
                }
                default -> {
                    if (!word.startsWith(DOCUMENTED)) {
                        throw new IllegalArgumentException("not an option that is known here, nor an address: " + word);
                    }
                    uri = word;
                }
            }
        }
        return new CurlCommand(method, uri, headers, body, showsStatus);
    }

    /** Sends it to a port of this machine instead, and gives what curl would print. */
    String run(int port) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri.replace(":8080", ":" + port)))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            return (showsStatus ? "HTTP/1.1 " + response.statusCode() + " " : "") + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            if (matcher.group(3) != null
                    && NEEDS_QUOTES.matcher(matcher.group(3)).find()) {
                throw new IllegalArgumentException(
                        "a shell would not pass this on without quotes: " + matcher.group(3));
            }
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words;
    }
}
