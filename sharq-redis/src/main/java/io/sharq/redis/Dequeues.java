package io.sharq.redis;

import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import java.util.concurrent.CompletionStage;

/** Hands jobs out. */
final class Dequeues {
    private final Partitions partitions;
    private final AllTurns turns;
    private final DequeueTrips trips;

    Dequeues(Partitions partitions, AllTurns turns, Visits visits) {
        this.partitions = partitions;
        this.turns = turns;
        this.trips = new DequeueTrips(partitions, turns, visits);
    }

    CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return partitions.areOne()
                ? trips.ask(
                        new DequeueTrips.Ask(new Together.Place(request.type(), 0), request, request.count(), false))
                : new SpreadDequeue(partitions, trips, turns, request).run();
    }
}
