package io.sharq.redis.operation;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.MergedBatches;
import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The enqueue operation. Concurrent enqueues to one partition are batched. */
public final class Enqueues {
    /** The statuses, indexed by the numbers that the script returns. */
    private static final EnqueueStatus[] STATUSES = {
        EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUE_FULL, EnqueueStatus.TOO_MANY_QUEUES
    };

    /** How often a visit is arranged for one enqueue. */
    private static final int ROUNDS = 5;

    private final Partitions partitions;
    private final PartitionDirectory listing;
    private final BatchScripts changes;
    private final UpkeepSchedule visits;
    private final BatchingClient<
                    MergedBatches.Place, MergedBatches.Part<MergedBatches.Place, EnqueueItem>, List<EnqueueResult>>
            trips;

    public Enqueues(Partitions partitions, PartitionDirectory listing, BatchScripts changes, UpkeepSchedule visits) {
        this.visits = visits;
        this.partitions = partitions;
        this.listing = listing;
        this.changes = changes;
        this.trips = MergedBatches.trips(partitions.traffic(), place -> operation(place.type()), this::send);
    }

    private static String operation(String type) {
        return "enqueue to " + type;
    }

    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return partitions.split(
                operation(request.type()),
                request.items(),
                EnqueueItem::queueId,
                (partition, items) -> trips.call(
                        new MergedBatches.Part<>(new MergedBatches.Place(request.type(), partition), items)));
    }

    private CompletionStage<List<EnqueueResult>> send(MergedBatches.Place place, List<EnqueueItem> items) {
        OptionalLong earliest = items.stream()
                .map(item -> item.options().deadlineMicros())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min();
        return send(place, items, earliest, "", ROUNDS)
                .thenApply(reply -> changes.results(place.type(), reply, items.size(), Enqueues::result));
    }

    /**
     * Sends items to a partition. The partition refuses a deadline that comes before the next visit of upkeep. Then an earlier
     * visit is arranged, and the items are sent again.
     *
     * @param earliest the span until the earliest deadline, if an item has one
     * @param arranged the number of upkeep visits when a visit was arranged that comes soon enough, or empty
     * @param rounds how often a visit may be arranged; only an upkeep visit at the same moment undoes one
     */
    private CompletionStage<ScriptReply> send(
            MergedBatches.Place place, List<EnqueueItem> items, OptionalLong earliest, String arranged, int rounds) {
        String type = place.type();
        int partition = place.partition();
        String operation = operation(type);
        return listing.whenListed(operation, type, partition, () -> {
                    ScriptArguments arguments =
                            partitions.notifying(type, partition).add(items.size());
                    items.forEach(item -> EnqueueArguments.add(arguments, item));
                    arguments.add(listing.maxQueuesOfPartition());
                    if (earliest.isPresent()) {
                        arguments.add(arranged);
                    }
                    return partitions.callDurably(operation, Script.ENQUEUE, type, partition, arguments);
                })
                .thenCompose(reply -> {
                    if (!reply.nextIsIncomplete()) {
                        return CompletableFuture.completedStage(reply);
                    }
                    if (rounds == 0) {
                        throw new BackendException(
                                Outcome.NOT_DONE, operation, "upkeep came between again and again", null);
                    }
                    reply.skip();
                    String visited = Long.toString(reply.number());
                    return visits.arrange(operation, type, earliest.orElse(0))
                            .thenCompose(done -> send(place, items, earliest, visited, rounds - 1));
                });
    }

    private static EnqueueResult result(ScriptReply reply, long atMicros) {
        EnqueueStatus status = STATUSES[reply.integer()];
        long length = reply.number();
        return new EnqueueResult(status, length, reply.stamp(reply.number(), atMicros));
    }
}
