package io.sharq.benchmarks.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.sharq.benchmarks.round.Reference;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.settings.RedisSettings;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A Redis server, or the masters of a cluster, with a key prefix for one run. It reads the servers' counters, and
 * removes the keys of the prefix at the end.
 */
public final class MeasuredRedis implements AutoCloseable {
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([\\d.]+)");
    private static final Pattern COMMANDS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),usec=(\\d+)");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private static final Pattern VERSION = Pattern.compile("(?:redis|valkey)_version:(\\S+)");
    private static final int NO_OPS = 50_000;
    private static final int NO_OPS_IN_FLIGHT = 256;

    private final String prefix = "sharq-bench-" + UUID.randomUUID();
    private final String uri;
    private final boolean isClustered;
    private final RedisClient client = RedisClient.create();
    private final List<RedisCommands<String, String>> masters;

    private final StatefulRedisConnection<String, String> noOpConnection;
    private final String noOpHash;

    /**
     * Connects.
     *
     * @param uri the server
     * @param isClustered whether the URI names a node of a cluster
     */
    public MeasuredRedis(String uri, boolean isClustered) {
        this.uri = uri;
        this.isClustered = isClustered;
        List<RedisURI> places = isClustered ? mastersOf(uri) : List.of(RedisURI.create(uri));
        this.masters =
                places.stream().map(place -> client.connect(place).sync()).toList();
        this.noOpConnection = client.connect(places.get(0));
        this.noOpHash = noOpConnection.sync().scriptLoad("return 0");
    }

    private static List<RedisURI> mastersOf(String uri) {
        try (RedisClusterClient cluster = RedisClusterClient.create(uri)) {
            return cluster.getPartitions().stream()
                    .filter(node -> node.getRole().isUpstream())
                    .map(RedisClusterNode::getUri)
                    .toList();
        }
    }

    /** Runs a script that does nothing. */
    CompletableFuture<?> noOp() {
        return noOpConnection
                .async()
                .evalsha(noOpHash, ScriptOutputType.INTEGER)
                .toCompletableFuture();
    }

    /**
     * Runs scripts that do nothing, {@value #NO_OPS_IN_FLIGHT} in one write, so that the Redis is the limit.
     *
     * @param scripts how many
     * @return the rate a second
     */
    public double noOpRate(int scripts) {
        long startNanos = System.nanoTime();
        noOpConnection.setAutoFlushCommands(false);
        try {
            for (int done = 0; done < scripts; done += NO_OPS_IN_FLIGHT) {
                CompletableFuture<?>[] calls = IntStream.range(done, Math.min(scripts, done + NO_OPS_IN_FLIGHT))
                        .mapToObj(i -> noOp())
                        .toArray(CompletableFuture<?>[]::new);
                noOpConnection.flushCommands();
                CompletableFuture.allOf(calls).join();
            }
        } finally {
            noOpConnection.setAutoFlushCommands(true);
        }
        return scripts / ((System.nanoTime() - startNanos) / 1e9);
    }

    /**
     * The version of the server, and its rate of scripts that do nothing.
     *
     * @return a reference for the figures of a run
     */
    public Reference reference() {
        Matcher version = VERSION.matcher(masters.get(0).info("server"));
        return new Reference(version.find() ? version.group(1) : "unknown", noOpRate(NO_OPS));
    }

    /**
     * The key prefix of this run.
     *
     * @return no other run has it
     */
    public String prefix() {
        return prefix;
    }

    /**
     * A connection to the server, or the first master.
     *
     * @return a new connection, which is closed with this
     */
    public StatefulRedisConnection<String, String> connect() {
        return client.connect(RedisURI.create(uri));
    }

    /**
     * Opens a backend with its own connection, under the run's prefix.
     *
     * @return a backend
     */
    public RedisBackend open() {
        return RedisBackend.open(
                RedisSettings.uri(uri).clustered(isClustered).keyPrefix(prefix).build());
    }

    /**
     * The sum of the servers' counters. A server counts the commands that scripts call as well.
     *
     * @return a snapshot
     */
    public Figures figures() {
        long cpuMicros = 0;
        long calls = 0;
        long inner = 0;
        long memory = 0;
        long scriptMicros = 0;
        for (RedisCommands<String, String> master : masters) {
            Figures own = figures(master);
            cpuMicros += own.cpuMicros();
            calls += own.calls();
            inner += own.commands();
            memory += own.usedBytes();
            scriptMicros += own.scriptMicros();
        }
        return new Figures(cpuMicros, calls, inner, memory, scriptMicros);
    }

    private static Figures figures(RedisCommands<String, String> commands) {
        double cpuSeconds = 0;
        Matcher cpu = CPU.matcher(commands.info("cpu"));
        while (cpu.find()) {
            cpuSeconds += Double.parseDouble(cpu.group(1));
        }
        long calls = 0;
        long inner = 0;
        long scriptMicros = 0;
        Matcher counted = COMMANDS.matcher(commands.info("commandstats"));
        while (counted.find()) {
            long times = Long.parseLong(counted.group(2));
            if (counted.group(1).startsWith("eval")) {
                calls += times;
                scriptMicros += Long.parseLong(counted.group(3));
            } else {
                inner += times;
            }
        }
        Matcher used = USED.matcher(commands.info("memory"));
        if (!used.find()) {
            throw new IllegalStateException("the server does not say how much memory it uses");
        }
        return new Figures((long) (cpuSeconds * 1e6), calls, inner, Long.parseLong(used.group(1)), scriptMicros);
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
