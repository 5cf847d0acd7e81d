package io.sharq.redis.health;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.partition.ShardAgreement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds types that have another number of partitions than this client has: all their calls are refused. Each check reads one
 * page of the list of types and the next check continues after it, so the cost does not depend on the number of types. A
 * type that was found is checked again each time until it agrees. Thread-safe.
 */
final class ShardCountCheck {
    private static final int FIELDS = 100;

    /** The maximum number of disagreeing types to remember. More are not needed for a report. */
    private static final int MOST_KEPT = 10;

    private final RedisConnection link;
    private final KeyNames names;
    private final ShardAgreement agreement;
    private final int shards;
    private final Set<String> disagreeing = ConcurrentHashMap.newKeySet();
    private volatile ScanCursor next = ScanCursor.INITIAL;

    ShardCountCheck(RedisConnection link, KeyNames names, Partitions partitions) {
        this.link = link;
        this.names = names;
        this.agreement = partitions.agreement();
        this.shards = partitions.count();
    }

    /** Returns the fault of one type, empty if none was found. Fails if Redis cannot be queried. */
    CompletionStage<Optional<String>> fault() {
        return link.plain("health", redis -> redis.hscan(names.types(), next, ScanArgs.Builder.limit(FIELDS)))
                .thenCompose(page -> {
                    next = page.isFinished() ? ScanCursor.INITIAL : ScanCursor.of(page.getCursor());
                    return firstFault(suspects(page));
                });
    }

    private List<String> suspects(MapScanCursor<byte[], byte[]> page) {
        Set<String> suspects = new HashSet<>(disagreeing);
        page.getMap().keySet().stream()
                .flatMap(field -> ListedPartition.of(field).stream())
                .filter(listed -> listed.shards() != shards)
                .map(ListedPartition::type)
                .limit(MOST_KEPT)
                .forEach(suspects::add);
        return List.copyOf(suspects);
    }

    /**
     * Returns the first confirmed fault. Old partitions of a resharded type are listed too, so the type's own record
     * decides.
     */
    private CompletionStage<Optional<String>> firstFault(List<String> suspects) {
        List<CompletableFuture<Optional<String>>> faults = suspects.stream()
                .map(type -> faultOf(type).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(faults.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        faults.stream().flatMap(fault -> fault.join().stream()).findFirst());
    }

    private CompletionStage<Optional<String>> faultOf(String type) {
        return agreement.ask("health", type).handle((agreed, failure) -> {
            boolean isRefused = failure != null
                    && RedisErrors.cause(failure) instanceof BackendException known
                    && known.outcome() == Outcome.REJECTED;
            if (!isRefused) {
                disagreeing.remove(type);
                return Optional.empty();
            }
            if (disagreeing.size() < MOST_KEPT) {
                disagreeing.add(type);
            }
            return Optional.of(((BackendException) RedisErrors.cause(failure)).problem());
        });
    }
}
