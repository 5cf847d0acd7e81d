package io.sharq.redis.connection;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.Future;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptLoader;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two connections to a Redis: one that carries all commands, pipelined, and one for the subscription. They reconnect by
 * themselves, and never send again what was in flight. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    private static final Duration PERIODIC_REFRESH = Duration.ofSeconds(10);
    private static final Duration ADAPTIVE_REFRESH = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LAST_PAUSE_MILLIS = 160;
    private static final int MAX_IN_FLIGHT = 1 << 17;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final Map<Script, ScriptLoader.Loaded> SCRIPTS =
            Arrays.stream(Script.values()).collect(Collectors.toUnmodifiableMap(script -> script, ScriptLoader::load));

    private final ConnectionResources resources;
    private final AbstractRedisClient client;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final StatefulRedisPubSubConnection<byte[], byte[]> subscription;
    private final boolean isClustered;
    private final @Nullable DurableWrites durable;
    private volatile boolean isClosed;

    private RedisConnection(
            ConnectionResources resources,
            AbstractRedisClient client,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            StatefulRedisPubSubConnection<byte[], byte[]> subscription,
            boolean isClustered,
            @Nullable DurableWrites durable) {
        this.resources = resources;
        this.client = client;
        this.commands = commands;
        this.subscription = subscription;
        this.isClustered = isClustered;
        this.durable = durable;
    }

    public static RedisConnection open(RedisSettings settings) {
        ClientStack.check();
        ConnectionResources resources = new ConnectionResources();
        try {
            return settings.isClustered() ? openCluster(resources, settings) : openSingle(resources, settings);
        } catch (RuntimeException e) {
            try {
                throw OpenFailure.because(resources, settings, e);
            } finally {
                resources.close();
            }
        } catch (Error e) {
            resources.close();
            throw e;
        }
    }

    private static RedisConnection openSingle(ConnectionResources resources, RedisSettings settings) {
        RedisClient client = RedisClient.create(resources.clients(), ConnectionUris.of(settings));
        try {
            client.setOptions(options(ClientOptions.builder(), settings).build());
            return new RedisConnection(
                    resources,
                    client,
                    client.connect(ByteArrayCodec.INSTANCE).async(),
                    client.connectPubSub(ByteArrayCodec.INSTANCE),
                    false,
                    settings.durability().isNone() ? null : durable(client, settings));
        } catch (RuntimeException | Error e) {
            resources.release(client);
            throw e;
        }
    }

    private static RedisConnection openCluster(ConnectionResources resources, RedisSettings settings) {
        RedisClusterClient client = RedisClusterClient.create(resources.clients(), ConnectionUris.of(settings));
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(PERIODIC_REFRESH)
                        .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH)
                        .build());
        try {
            client.setOptions((ClusterClientOptions) options(options, settings).build());
            StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
            openNodes(connection, settings);
            return new RedisConnection(
                    resources,
                    client,
                    connection.async(),
                    client.connectPubSub(ByteArrayCodec.INSTANCE),
                    true,
                    settings.durability().isNone() ? null : durable(client, settings));
        } catch (RuntimeException | Error e) {
            resources.release(client);
            throw e;
        }
    }

    private static DurableWrites durable(RedisClient client, RedisSettings settings) {
        RedisAsyncCommands<byte[], byte[]> redis =
                client.connect(ByteArrayCodec.INSTANCE).async();
        DurableWrites writes = new DurableWrites(
                key -> CompletableFuture.completedStage(redis), settings.durability(), settings.timeout());
        writes.check();
        return writes;
    }

    private static DurableWrites durable(RedisClusterClient client, RedisSettings settings) {
        StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        openNodes(connection, settings);
        DurableWrites writes =
                new DurableWrites(DurableWrites.of(connection), settings.durability(), settings.timeout());
        writes.check();
        return writes;
    }

    /**
     * Opens the connections to the master nodes. Otherwise Lettuce opens a node's connection with the first command for it,
     * and refuses that command meanwhile (lettuce#3782). A node that cannot be reached now is connected later.
     */
    private static void openNodes(StatefulRedisClusterConnection<byte[], byte[]> connection, RedisSettings settings) {
        CompletableFuture<?>[] nodes = connection.getPartitions().stream()
                .filter(node -> node.getRole().isUpstream())
                .map(node -> connection.getConnectionAsync(
                        node.getUri().getHost(), node.getUri().getPort()))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(nodes).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Not every node of {} can be reached", settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Builds options by which a lost command is reported and never replayed: a dequeue that runs twice takes two jobs. */
    static ClientOptions.Builder options(ClientOptions.Builder options, RedisSettings settings) {
        return options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MAX_IN_FLIGHT)
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .sslOptions(TlsOptions.of(settings))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.timeout())
                        .keepAlive(SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(KEEP_ALIVE)
                                .interval(KEEP_ALIVE)
                                .count(3)
                                .build())
                        .build());
    }

    public StatefulRedisPubSubConnection<byte[], byte[]> subscription() {
        return subscription;
    }

    /** Returns the id of the cluster node that has a key, empty if it is unknown or Redis is not clustered. */
    public String nodeOf(Supplier<byte[]> key) {
        if (!(client instanceof RedisClusterClient cluster)) {
            return "";
        }
        RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key.get()));
        return node == null ? "" : node.getNodeId();
    }

    /** Runs a script atomically. Its text is sent only if Redis does not have it cached. */
    public CompletionStage<List<Object>> call(String operation, Script script, byte[][] keys, byte[][] arguments) {
        if (isClosed) {
            return CompletableFuture.failedFuture(closed(operation));
        }
        ScriptLoader.Loaded loaded = Objects.requireNonNull(SCRIPTS.get(script));
        return attempt(() -> run(loaded, keys, arguments), FIRST_PAUSE_MILLIS).handle((elements, failure) -> {
            if (failure != null) {
                throw RedisErrors.of(operation, failure);
            }
            return elements;
        });
    }

    /** Runs a script, and waits until its writes are as durable as the settings demand. */
    public CompletionStage<List<Object>> callDurably(
            String operation, Script script, byte[][] keys, byte[][] arguments) {
        DurableWrites writes = durable;
        if (writes == null || isClosed) {
            return call(operation, script, keys, arguments);
        }
        ScriptLoader.Loaded loaded = Objects.requireNonNull(SCRIPTS.get(script));
        return attempt(() -> writes.run(operation, loaded, keys, arguments), FIRST_PAUSE_MILLIS)
                .exceptionallyCompose(failure -> isClustered && RedisErrors.isRedirection(failure)
                        // The slot has moved. Lettuce follows a redirection, and updates its topology, only over its
                        // cluster connection.
                        ? refreshed().thenCompose(done -> writes.run(operation, loaded, keys, arguments))
                        : CompletableFuture.failedStage(failure))
                .exceptionally(failure -> {
                    throw RedisErrors.of(operation, failure);
                });
    }

    private CompletionStage<Void> refreshed() {
        return ((RedisClusterClient) client).refreshPartitionsAsync();
    }

    private CompletionStage<List<Object>> run(ScriptLoader.Loaded loaded, byte[][] keys, byte[][] arguments) {
        CompletionStage<List<Object>> answer = commands.evalsha(loaded.sha1(), ScriptOutputType.MULTI, keys, arguments);
        return answer.exceptionallyCompose(failure -> isUnknownScript(failure)
                ? commands.eval(loaded.text(), ScriptOutputType.MULTI, keys, arguments)
                : CompletableFuture.failedStage(failure));
    }

    /**
     * Runs a command. In a cluster, one that certainly was not run is retried a few times within a third of a second. The
     * reason may be that the connection to its node is still being opened, or that its slot is migrating.
     */
    private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call, long pauseMillis) {
        CompletionStage<T> first = call.get();
        if (!isClustered || pauseMillis > LAST_PAUSE_MILLIS) {
            return first;
        }
        return first.exceptionallyCompose(failure -> {
            if (isClosed || !RedisErrors.isPassing(failure)) {
                return CompletableFuture.failedStage(failure);
            }
            return later(() -> attempt(call, pauseMillis * 2), pauseMillis, failure);
        });
    }

    /**
     * Runs a command after a pause. If the connection is closed first, the command is not run and fails as it did before.
     */
    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> call, long pauseMillis, Throwable before) {
        CompletableFuture<T> again = new CompletableFuture<>();
        try {
            Future<?> pause = resources
                    .clients()
                    .eventExecutorGroup()
                    .schedule(
                            () -> call.get().whenComplete((value, problem) -> {
                                if (problem == null) {
                                    again.complete(value);
                                } else {
                                    again.completeExceptionally(problem);
                                }
                            }),
                            pauseMillis,
                            TimeUnit.MILLISECONDS);
            pause.addListener(ended -> {
                if (ended.isCancelled()) {
                    again.completeExceptionally(before);
                }
            });
        } catch (RejectedExecutionException e) {
            again.completeExceptionally(before);
        }
        return again;
    }

    /**
     * Runs a task periodically while the connection is open. The pause lies between the end of one run and the start of the
     * next.
     */
    public void every(Duration pause, Runnable task) {
        Future<?> unused = resources
                .clients()
                .eventExecutorGroup()
                .scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs plain commands on the connection. */
    public <T> CompletionStage<T> plain(
            String operation, Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> call) {
        if (isClosed) {
            return CompletableFuture.failedFuture(closed(operation));
        }
        return attempt(() -> call.apply(commands), FIRST_PAUSE_MILLIS).exceptionally(failure -> {
            throw RedisErrors.of(operation, failure);
        });
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof RedisNoScriptException || failure.getCause() instanceof RedisNoScriptException;
    }

    private static BackendException closed(String operation) {
        return new BackendException(Outcome.NOT_DONE, operation, "the backend is closed", null);
    }

    @Override
    public void close() {
        isClosed = true;
        resources.close(client);
    }
}
