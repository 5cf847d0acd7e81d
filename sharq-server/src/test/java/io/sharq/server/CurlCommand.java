package io.sharq.server;

import io.sharq.redis.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command line of curl, run by curl where it is on the path, and else by reading the few options that it has. */
final class CurlCommand {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final String OLD_SERVER = "(localhost|127\\.0\\.0\\.1):8080";

    private CurlCommand() {}

    static boolean isCurlHere() {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    }

    /** Runs it against another server than the one that it names, by curl itself. */
    static String runByCurl(String command, int port) {
        try {
            Path out = Files.createTempFile("sharq-curl", ".out");
            Process curl = new ProcessBuilder("sh", "-c", command.replaceAll(OLD_SERVER, "$1:" + port) + " --silent")
                    .redirectOutput(out.toFile())
                    .start();
            if (!curl.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS) || curl.exitValue() != 0) {
                curl.destroyForcibly();
                throw new IllegalStateException("curl failed: " + command);
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does what curl would do. */
    static String runByHand(String command, int port) {
        List<String> words = words(command);
        String method = "GET";
        String body = null;
        URI uri = null;
        List<String> headers = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "-X" -> method = words.get(++i);
                case "-d" -> body = words.get(++i);
                case "-H" -> {
                    String header = words.get(++i);
                    headers.add(header.substring(0, header.indexOf(':')));
                    headers.add(header.substring(header.indexOf(':') + 1).strip());
                }
                default -> uri = URI.create(word.replaceAll(OLD_SERVER, "$1:" + port));
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words;
    }
}
