package io.sharq.redis.operation;

import io.sharq.api.BackendException;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.MergedBatches;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.turn.PartitionHead;
import io.sharq.redis.turn.Turns;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends dequeues to partitions, and records from each response when the partition is in turn again. Concurrent dequeues from
 * any queue of a partition are batched. Thread-safe.
 */
final class DequeueBatches {
    private static final int ROUNDS = 5;

    private final Partitions partitions;
    private final TurnsCache turns;
    private final UpkeepSchedule visits;
    private final BatchingClient<MergedBatches.Place, Ask, DequeueReply> trips;

    DequeueBatches(Partitions partitions, TurnsCache turns, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.turns = turns;
        this.visits = visits;
        this.trips = new BatchingClient<>(
                partitions.traffic(), Ask::place, Ask::count, place -> operation(place.type()), this::send);
    }

    /**
     * A dequeue's request to one partition.
     *
     * @param place the partition
     * @param request the dequeue
     * @param count how many jobs it still wants
     * @param isAnew whether to begin a new dequeue even if the partition knows the nonce
     */
    record Ask(MergedBatches.Place place, DequeueRequest request, int count, boolean isAnew) {}

    static String operation(String type) {
        return "dequeue from " + type;
    }

    /**
     * Sends a request. A response with fewer jobs than requested names the instant at which the partition may have the next
     * one.
     */
    CompletionStage<DequeueReply> ask(Ask ask) {
        return ask.request().from() instanceof DequeueFrom.AnyQueue
                ? trips.call(ask)
                : send(List.of(ask)).thenApply(replies -> replies.get(0));
    }

    private CompletionStage<List<DequeueReply>> send(List<Ask> asks) {
        return send(asks, "", ROUNDS);
    }

    /**
     * Sends requests to a partition. The partition refuses a lease that would end before the next visit of upkeep. Then an
     * earlier visit is arranged, and the refused requests are sent again. This happens once for each lease length, whatever
     * the number of clients and jobs.
     *
     * @param visits the number of upkeep visits when a visit was arranged that comes soon enough, or empty
     * @param rounds how often a visit may be arranged; only an upkeep visit at the same moment undoes one
     */
    private CompletionStage<List<DequeueReply>> send(List<Ask> asks, String visits, int rounds) {
        MergedBatches.Place place = asks.get(0).place();
        Learning learning = partitions.areOne()
                ? Learning.NOTHING
                : learning(place, asks.get(0).request().from());
        ScriptArguments arguments = partitions.arguments().add(visits);
        for (int i = 0; i < asks.size(); i++) {
            boolean tellsHead = !partitions.areOne() && i == asks.size() - 1;
            DequeueReplies.ask(arguments, asks.get(i), tellsHead);
        }
        return partitions
                .call(operation(place.type()), Script.DEQUEUE, place.type(), place.partition(), arguments)
                .thenCompose(reply -> {
                    DequeueReplies.Read read = DequeueReplies.read(reply, asks);
                    PartitionHead head = read.head();
                    partitions.saw(head.stamp().revision());
                    if (head.stamp().revision() == 0) {
                        partitions.agreement().doubt(place.type());
                    }
                    if (read.refused().isEmpty()) {
                        // Before the replies complete, since a caller that has a job may request the next one at once.
                        learning.from(head);
                        return CompletableFuture.completedStage(read.replies());
                    }
                    return again(asks, read, rounds);
                });
    }

    /** Arranges a visit before the first of the refused leases would end, and sends those requests again. */
    private CompletionStage<List<DequeueReply>> again(List<Ask> asks, DequeueReplies.Read read, int rounds) {
        List<Ask> refused = read.refused().stream().map(asks::get).toList();
        String type = refused.get(0).place().type();
        if (rounds == 0) {
            return CompletableFuture.failedStage(new BackendException(
                    outcome(asks, refused), operation(type), "upkeep came between again and again", null));
        }
        long leaseMicros = refused.stream()
                .mapToLong(ask -> ask.request().leaseMicros())
                .min()
                .orElseThrow();
        return visits.arrange(operation(type), type, leaseMicros)
                .thenCompose(arranged -> send(refused, Long.toString(read.visits()), rounds - 1))
                .handle((replies, failure) -> {
                    if (failure != null) {
                        throw failed(type, asks, refused, failure);
                    }
                    List<DequeueReply> all = new ArrayList<>(read.replies());
                    for (int i = 0; i < refused.size(); i++) {
                        all.set(read.refused().get(i), replies.get(i));
                    }
                    return all;
                });
    }

    /** Returns the failure of a whole batch: its requests fail together, including those that were done. */
    private static BackendException failed(String type, List<Ask> asks, List<Ask> refused, Throwable failure) {
        BackendException cause = RedisErrors.of(operation(type), failure);
        return refused.size() == asks.size()
                ? cause
                : new BackendException(
                        outcome(asks, refused),
                        operation(type),
                        "upkeep could not be arranged for a part of it",
                        cause);
    }

    private static Outcome outcome(List<Ask> asks, List<Ask> refused) {
        return refused.size() == asks.size() ? Outcome.NOT_DONE : Outcome.UNKNOWN;
    }

    /** Returns how to record what a response says about the partition's turn. */
    private Learning learning(MergedBatches.Place place, DequeueFrom from) {
        Turns known = turns.known(place.type());
        int partition = place.partition();
        if (from instanceof DequeueFrom.Queue) {
            return head -> known.changed(partition, head.stamp().revision(), OptionalLong.empty());
        }
        Turns.Asked before = known.asking(partition);
        return head -> known.answered(partition, before, head);
    }

    private interface Learning {
        Learning NOTHING = head -> {};

        void from(PartitionHead head);
    }
}
