package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how many scripts that do nothing a Redis runs per second, driven by {@code redis-benchmark -P 16}. This is
 * the machine's capacity at the moment, a reference for the figures of a noisy one.
 */
final class NoOpScripts {
    private static final int CALLS = 300_000;
    private static final Pattern RATE = Pattern.compile("\"[^\"]*\",\"([\\d.]+)\"");

    private final String uri;

    NoOpScripts(String uri) {
        this.uri = uri;
    }

    double rate() throws IOException, InterruptedException {
        RedisURI place = RedisURI.create(uri);
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-P", "16", "--csv"));
        command.addAll(List.of("-n", Integer.toString(CALLS)));
        if (place.getSocket() == null) {
            command.addAll(List.of("-h", place.getHost(), "-p", Integer.toString(place.getPort())));
        } else {
            command.addAll(List.of("-s", place.getSocket()));
        }
        command.addAll(List.of("EVALSHA", load(place), "0"));
        Process benchmark =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        Matcher rate = RATE.matcher(printed);
        if (benchmark.waitFor() != 0 || !rate.find()) {
            throw new IOException("redis-benchmark said: " + printed.strip());
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String load(RedisURI place) {
        RedisClient client = RedisClient.create(place);
        try {
            return client.connect().sync().scriptLoad("return 0");
        } finally {
            client.shutdown();
        }
    }
}
