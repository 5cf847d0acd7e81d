package io.sharq.redis.connection;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.script.ScriptLoader;
import io.sharq.redis.settings.Durability;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs scripts and waits until replicas or the disk have their writes. It uses connections of its own, because Redis answers
 * nothing else on a connection that waits. The wait follows its script on the same connection, pipelined, so it covers
 * everything that Redis wrote until then. Thread-safe.
 */
final class DurableWrites {
    private static final ProtocolKeyword WAITAOF = new ProtocolKeyword() {
        @Override
        public byte[] getBytes() {
            return "WAITAOF".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return "WAITAOF";
        }
    };

    private final Nodes nodes;
    private final Durability durability;
    private final long waitMillis;
    private final Set<RedisAsyncCommands<byte[], byte[]>> knowing = ConcurrentHashMap.newKeySet();

    /** Returns the connection to the node that has a key. */
    interface Nodes {
        CompletionStage<RedisAsyncCommands<byte[], byte[]>> of(byte[] key);
    }

    /** Sets the wait to end before the client's timeout, so that an error can say what was missing. */
    DurableWrites(Nodes nodes, Durability durability, Duration timeout) {
        this.nodes = nodes;
        this.durability = durability;
        this.waitMillis = Math.max(1, timeout.toMillis() * 3 / 4);
    }

    static Nodes of(StatefulRedisClusterConnection<byte[], byte[]> cluster) {
        return key -> {
            var node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            if (node == null) {
                return CompletableFuture.failedStage(
                        new BackendException(Outcome.NOT_DONE, "enqueue", "no node of the cluster has the slot", null));
            }
            return cluster.getConnectionAsync(
                            node.getUri().getHost(), node.getUri().getPort())
                    .thenApply(connection -> connection.async());
        };
    }

    /** Requests the wait once, so that opening the backend fails if Redis does not support it. */
    void check() {
        if (durability.kind() != Durability.Kind.AOF) {
            return;
        }
        try {
            List<Object> unused = nodes.of(new byte[0])
                    .thenCompose(redis -> waitForDisk(redis, 1))
                    .toCompletableFuture()
                    .join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RedisException refusal
                    && RedisErrors.of("open", refusal).outcome() == Outcome.REJECTED) {
                throw new BackendException(
                        Outcome.REJECTED,
                        "open",
                        "`durability` is aof, which needs Redis 7.2 or later with appendonly yes: "
                                + refusal.getMessage(),
                        refusal);
            }
            throw e;
        }
    }

    CompletionStage<List<Object>> run(String operation, ScriptLoader.Loaded script, byte[][] keys, byte[][] arguments) {
        return nodes.of(keys[0]).thenCompose(redis -> {
            if (!knowing.contains(redis)) {
                return whole(operation, redis, script, keys, arguments);
            }
            CompletionStage<List<Object>> known = redis.evalsha(script.sha1(), ScriptOutputType.MULTI, keys, arguments);
            CompletionStage<Long> waited = await(redis);
            return known.handle((reply, failure) -> {
                        if (failure == null) {
                            return waited.thenApply(reached -> checked(operation, reply, reached));
                        }
                        return failure instanceof RedisNoScriptException
                                ? whole(operation, redis, script, keys, arguments)
                                : CompletableFuture.<List<Object>>failedStage(failure);
                    })
                    .thenCompose(stage -> stage);
        });
    }

    /**
     * Runs a script by its text, for the first call on a connection. With {@code EVALSHA}, recovery from an unknown script
     * would be delayed by the wait behind it.
     */
    private CompletionStage<List<Object>> whole(
            String operation,
            RedisAsyncCommands<byte[], byte[]> redis,
            ScriptLoader.Loaded script,
            byte[][] keys,
            byte[][] arguments) {
        CompletionStage<List<Object>> done = redis.eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
        CompletionStage<Long> waited = await(redis);
        return done.thenCombine(waited, (reply, reached) -> {
            knowing.add(redis);
            return checked(operation, reply, reached);
        });
    }

    /** Waits, and returns how many replicas have everything, or 1 or 0 for the disk. */
    private CompletionStage<Long> await(RedisAsyncCommands<byte[], byte[]> redis) {
        return durability.kind() == Durability.Kind.AOF
                ? waitForDisk(redis, waitMillis).thenApply(reply -> (Long) reply.get(0))
                : redis.waitForReplication(durability.replicas(), waitMillis);
    }

    private static CompletionStage<List<Object>> waitForDisk(RedisAsyncCommands<byte[], byte[]> redis, long millis) {
        CommandArgs<byte[], byte[]> arguments =
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add(1).add(0).add(millis);
        return redis.dispatch(WAITAOF, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), arguments);
    }

    private List<Object> checked(String operation, List<Object> reply, long reached) {
        boolean isOnDisk = durability.kind() == Durability.Kind.AOF;
        int needed = isOnDisk ? 1 : durability.replicas();
        if (reached < needed) {
            String missing = isOnDisk
                    ? "the append-only file on disk did not have it"
                    : reached + " of " + needed + " replicas had it";
            throw new BackendException(
                    Outcome.UNKNOWN,
                    operation,
                    "Redis did it, but " + missing + " within " + waitMillis + " ms: it may get lost",
                    null);
        }
        return reply;
    }
}
