package io.sharq.benchmarks.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisSettings;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis and a key prefix of this run's own in it: what the server says of itself, and the removal of that prefix. */
final class MeasuredRedis implements AutoCloseable {
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([\\d.]+)");
    private static final Pattern COMMANDS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private final String prefix = "sharq-bench-" + UUID.randomUUID();
    private final String uri;
    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    MeasuredRedis(String uri) {
        this.uri = uri;
        this.client = RedisClient.create(RedisURI.create(uri));
        this.commands = client.connect().sync();
    }

    /** A backend with a connection of its own, under the run's prefix. */
    RedisBackend open() {
        return RedisBackend.open(RedisSettings.uri(uri).keyPrefix(prefix).build());
    }

    /** The server counts what scripts call as commands too. */
    Figures figures() {
        double cpuSeconds = 0;
        Matcher cpu = CPU.matcher(commands.info("cpu"));
        while (cpu.find()) {
            cpuSeconds += Double.parseDouble(cpu.group(1));
        }
        long calls = 0;
        long inner = 0;
        Matcher counted = COMMANDS.matcher(commands.info("commandstats"));
        while (counted.find()) {
            long times = Long.parseLong(counted.group(2));
            if (counted.group(1).startsWith("eval")) {
                calls += times;
            } else {
                inner += times;
            }
        }
        Matcher used = USED.matcher(commands.info("memory"));
        if (!used.find()) {
            throw new IllegalStateException("the server does not say how much memory it uses");
        }
        return new Figures((long) (cpuSeconds * 1e6), calls, inner, Long.parseLong(used.group(1)));
    }

    /** Removes the keys of this prefix and no other. */
    @Override
    public void close() {
        ScanIterator.scan(commands, ScanArgs.Builder.matches(prefix + ":*").limit(1_000))
                .forEachRemaining(commands::unlink);
        client.shutdown();
    }
}
