package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.KeyValue;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.settings.Sharding;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Ensures that all clients use the same number of partitions for a type. It queries Redis before this client's first call of
 * a type, and again when a partition turns out to be missing, at most once a second. It caches a bounded number of types,
 * and queries Redis again for an evicted one. Thread-safe.
 */
public final class ShardAgreement {
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Bounded because type names come from callers, whether the types exist or not. */
    private static final int KEPT_TYPES = 10_000;

    private final RedisConnection link;
    private final KeyNames names;
    private final int shards;
    private final Cache<String, Long> checkedNanos = Caffeine.newBuilder()
            .maximumSize(KEPT_TYPES)
            .executor(Runnable::run)
            .build();

    public ShardAgreement(RedisConnection link, KeyNames names, Sharding spread) {
        this.link = link;
        this.names = names;
        this.shards = spread.shards();
    }

    boolean isKnown(String type) {
        return checkedNanos.getIfPresent(type) != null;
    }

    /** Evicts a type whose partition is missing: the type may have been resharded. Does so at most once a second. */
    public void doubt(String type) {
        checkedNanos.asMap().computeIfPresent(type, (name, at) -> System.nanoTime() - at < DOUBT_NANOS ? at : null);
    }

    /** Fails if the type has another number of partitions. A cached type is not checked again. */
    public CompletionStage<Void> check(String operation, String type) {
        return isKnown(type) ? CompletableFuture.completedStage(null) : ask(operation, type);
    }

    /** Queries Redis without using the cache, and fails if the type has another number of partitions. */
    public CompletionStage<Void> ask(String operation, String type) {
        byte[] own = KeyNames.spread(type);
        byte[] first = KeyNames.listing(type, 0, 1);
        return link.plain(operation, redis -> redis.hmget(names.types(), own, first))
                .thenAccept(fields -> {
                    String recorded = recorded(fields);
                    if (!recorded.isEmpty()) {
                        require(operation, type, recorded);
                    }
                    checkedNanos.put(type, System.nanoTime());
                });
    }

    private static String recorded(List<KeyValue<byte[], byte[]>> fields) {
        if (fields.get(0).hasValue()) {
            return new String(fields.get(0).getValue(), UTF_8);
        }
        return fields.get(1).hasValue() ? "1" : "";
    }

    /** Fails unless the recorded number is this client's. */
    void require(String operation, String type, String recorded) {
        if (recorded.equals(Integer.toString(shards))) {
            return;
        }
        checkedNanos.invalidate(type);
        String fault = recorded.contains(">")
                ? "the type " + type + " is being spread over another number of partitions ("
                        + recorded.replaceAll("#.*", "")
                        + "); wait for sharq reshard to end, or run it again if it was interrupted"
                : "the type " + type + " is spread over " + recorded + " partitions, but `shards` of this client is "
                        + shards + "; set it to " + recorded + ", or change the type with sharq reshard --type "
                        + type + " --shards " + shards;
        throw new BackendException(
                recorded.contains(">") ? Outcome.NOT_DONE : Outcome.REJECTED, operation, fault, null);
    }

    /** The number of cached types. */
    public long size() {
        checkedNanos.cleanUp();
        return checkedNanos.estimatedSize();
    }
}
