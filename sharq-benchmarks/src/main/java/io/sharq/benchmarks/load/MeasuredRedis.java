package io.sharq.benchmarks.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.settings.RedisSettings;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Redis server, or the masters of a cluster, with a key prefix for one run. It reads the servers' counters, and
 * removes the keys of the prefix at the end.
 */
final class MeasuredRedis implements AutoCloseable {
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([\\d.]+)");
    private static final Pattern COMMANDS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private final String prefix = "sharq-bench-" + UUID.randomUUID();
    private final String uri;
    private final boolean isClustered;
    private final RedisClient client = RedisClient.create();
    private final List<RedisCommands<String, String>> masters;

    /** @param isClustered whether the URI names a node of a cluster */
    MeasuredRedis(String uri, boolean isClustered) {
        this.uri = uri;
        this.isClustered = isClustered;
        List<RedisURI> places = isClustered ? mastersOf(uri) : List.of(RedisURI.create(uri));
        this.masters =
                places.stream().map(place -> client.connect(place).sync()).toList();
    }

    private static List<RedisURI> mastersOf(String uri) {
        try (RedisClusterClient cluster = RedisClusterClient.create(uri)) {
            return cluster.getPartitions().stream()
                    .filter(node -> node.getRole().isUpstream())
                    .map(RedisClusterNode::getUri)
                    .toList();
        }
    }

    /** Opens a backend with its own connection, under the run's prefix. */
    RedisBackend open() {
        return RedisBackend.open(
                RedisSettings.uri(uri).clustered(isClustered).keyPrefix(prefix).build());
    }

    /** The sum of the servers' counters. A server counts the commands that scripts call as well. */
    Figures figures() {
        long cpuMicros = 0;
        long calls = 0;
        long inner = 0;
        long memory = 0;
        for (RedisCommands<String, String> master : masters) {
            Figures own = figures(master);
            cpuMicros += own.cpuMicros();
            calls += own.calls();
            inner += own.commands();
            memory += own.usedBytes();
        }
        return new Figures(cpuMicros, calls, inner, memory);
    }

    private static Figures figures(RedisCommands<String, String> commands) {
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

    /** Removes the keys of this prefix, and closes the connections. */
    @Override
    public void close() {
        for (RedisCommands<String, String> master : masters) {
            ScanIterator.scan(master, ScanArgs.Builder.matches(prefix + ":*").limit(1_000))
                    .forEachRemaining(master::unlink);
        }
        client.shutdown();
    }
}
