package io.sharq.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisSettings;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A backend under a key prefix of its own, what the server says of itself, and the removal of that prefix's keys. */
final class MeasuredRedis implements AutoCloseable {
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private final String prefix = "sharq-cost-" + UUID.randomUUID();
    private final RedisClient client;
    private final RedisCommands<String, String> commands;
    private final RedisBackend backend;

    MeasuredRedis(String uri) {
        backend = RedisBackend.open(RedisSettings.uri(uri).keyPrefix(prefix).build());
        client = RedisClient.create(uri);
        commands = client.connect().sync();
    }

    /**
     * What all scripts have cost since the server started.
     *
     * @param calls how many ran
     * @param micros the server's time for them
     */
    record Scripts(long calls, long micros) {
        double microsACallSince(Scripts before) {
            return (micros - before.micros) / (double) (calls - before.calls);
        }
    }

    RedisBackend backend() {
        return backend;
    }

    Scripts scripts() {
        Matcher statistics = SCRIPTS.matcher(commands.info("commandstats"));
        return statistics.find()
                ? new Scripts(Long.parseLong(statistics.group(1)), Long.parseLong(statistics.group(2)))
                : new Scripts(0, 0);
    }

    long usedBytes() {
        Matcher used = USED.matcher(commands.info("memory"));
        if (!used.find()) {
            throw new IllegalStateException("the server does not say how much memory it uses");
        }
        return Long.parseLong(used.group(1));
    }

    /** Removes the keys of this prefix and no other. At once, not in the background: used memory is looked at next. */
    void clear() {
        ScanIterator.scan(commands, ScanArgs.Builder.matches(prefix + ":*").limit(1_000))
                .forEachRemaining(commands::del);
    }

    @Override
    public void close() {
        clear();
        backend.close();
        client.shutdown();
    }
}
