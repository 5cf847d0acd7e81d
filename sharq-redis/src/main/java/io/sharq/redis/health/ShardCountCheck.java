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
 * JobViews for types that are spread over another number of partitions than this client spreads them over: all their calls are
 * refused. Each look reads a part of the list of types, so that it costs the same however many there are, and goes on behind
 * the part before; a type that was found is asked for again in each look until it agrees. Thread-safe.
 */
final class ShardCountCheck {
    private static final int FIELDS = 100;

    /** If so many disagree, it is said, and more need not be kept. */
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

    /** What is wrong, of one type; empty if nothing was found. Fails if Redis cannot be asked. */
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

    /** Old partitions of a type that was spread anew are listed too: the type itself has the last word. */
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
