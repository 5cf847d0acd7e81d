package io.sharq.redis.operation;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
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
import java.util.concurrent.CompletionStage;

/** The enqueue operation. Concurrent enqueues to one partition are batched. */
public final class Enqueues {
    /** The statuses, indexed by the numbers that the script returns. */
    private static final EnqueueStatus[] STATUSES = {
        EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUE_FULL, EnqueueStatus.TOO_MANY_QUEUES
    };

    private final Partitions partitions;
    private final PartitionDirectory listing;
    private final BatchScripts changes;
    private final BatchingClient<
                    MergedBatches.Place, MergedBatches.Part<MergedBatches.Place, EnqueueItem>, List<EnqueueResult>>
            trips;

    public Enqueues(Partitions partitions, PartitionDirectory listing, BatchScripts changes) {
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
        String type = place.type();
        int partition = place.partition();
        String operation = operation(type);
        return listing.whenListed(operation, type, partition, () -> {
                    ScriptArguments arguments =
                            partitions.notifying(type, partition).add(items.size());
                    items.forEach(item -> EnqueueArguments.add(arguments, item));
                    arguments.add(listing.maxQueuesOfPartition());
                    return partitions.callDurably(operation, Script.ENQUEUE, type, partition, arguments);
                })
                .thenApply(reply -> changes.results(type, reply, items.size(), Enqueues::result));
    }

    private static EnqueueResult result(ScriptReply reply, long atMicros) {
        EnqueueStatus status = STATUSES[reply.integer()];
        long length = reply.number();
        return new EnqueueResult(status, length, reply.stamp(reply.number(), atMicros));
    }
}
