package io.sharq.redis.operation;

import io.sharq.redis.connection.MergedBatches;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import java.util.concurrent.CompletionStage;

/** The dequeue operation, for types of one or several partitions. */
public final class Dequeues {
    private final Partitions partitions;
    private final TurnsCache turns;
    private final DequeueBatches trips;

    public Dequeues(Partitions partitions, TurnsCache turns, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.turns = turns;
        this.trips = new DequeueBatches(partitions, turns, visits);
    }

    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return partitions.areOne()
                ? trips.ask(new DequeueBatches.Ask(
                        new MergedBatches.Place(request.type(), 0), request, request.count(), false))
                : new ShardedDequeue(partitions, trips, turns, request).run();
    }
}
