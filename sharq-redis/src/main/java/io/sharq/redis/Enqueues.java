package io.sharq.redis;

import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.EnqueueResult;
import io.sharq.spi.EnqueueStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes jobs in. Enqueues to one partition share its round trips. */
final class Enqueues {
    /** The statuses by the numbers that the script gives. */
    private static final EnqueueStatus[] STATUSES = {
        EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUE_FULL, EnqueueStatus.TOO_MANY_QUEUES
    };

    private final Partitions partitions;
    private final Listing listing;
    private final Changes changes;
    private final SharedTrips<Together.Place, Together.Part<Together.Place, EnqueueItem>, List<EnqueueResult>> trips;

    Enqueues(Partitions partitions, Listing listing, Changes changes) {
        this.partitions = partitions;
        this.listing = listing;
        this.changes = changes;
        this.trips = Together.trips(partitions.traffic(), place -> operation(place.type()), this::send);
    }

    private static String operation(String type) {
        return "enqueue to " + type;
    }

    CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return partitions.split(
                operation(request.type()),
                request.items(),
                EnqueueItem::queueId,
                (partition, items) ->
                        trips.call(new Together.Part<>(new Together.Place(request.type(), partition), items)));
    }

    private CompletionStage<List<EnqueueResult>> send(Together.Place place, List<EnqueueItem> items) {
        String type = place.type();
        int partition = place.partition();
        String operation = operation(type);
        return listing.whenListed(operation, type, partition, () -> {
                    Arguments arguments = partitions.notifying(type, partition).add(items.size());
                    items.forEach(item -> EnqueueOptions.add(arguments, item));
                    arguments.add(listing.maxQueuesOfPartition());
                    return partitions.callDurably(operation, Script.ENQUEUE, type, partition, arguments);
                })
                .thenApply(reply -> changes.results(type, reply, items.size(), Enqueues::result));
    }

    private static EnqueueResult result(Reply reply, long atMicros) {
        EnqueueStatus status = STATUSES[reply.integer()];
        long length = reply.number();
        return new EnqueueResult(status, length, reply.stamp(reply.number(), atMicros));
    }
}
