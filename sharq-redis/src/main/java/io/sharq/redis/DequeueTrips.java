package io.sharq.redis;

import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Asks partitions for jobs, and learns from each answer when the partition is in turn again. Those who ask one at the same
 * time for jobs of any queue share round trips. Thread-safe.
 */
final class DequeueTrips {
    private final Partitions partitions;
    private final AllTurns turns;
    private final SharedTrips<Together.Place, Ask, DequeueReply> trips;

    DequeueTrips(Partitions partitions, AllTurns turns) {
        this.partitions = partitions;
        this.turns = turns;
        this.trips = new SharedTrips<>(
                partitions.traffic(), Ask::place, Ask::count, place -> operation(place.type()), this::send);
    }

    /**
     * One dequeue's question to one partition.
     *
     * @param place the partition
     * @param request the dequeue
     * @param count how many jobs it still wants
     * @param isAnew whether to begin anew though the partition knows the nonce
     */
    record Ask(Together.Place place, DequeueRequest request, int count, boolean isAnew) {}

    static String operation(String type) {
        return "dequeue from " + type;
    }

    /** Asks. Where the answer has fewer jobs than were wanted, it says when the partition may have the next. */
    CompletionStage<DequeueReply> ask(Ask ask) {
        return ask.request().from() instanceof DequeueFrom.AnyQueue
                ? trips.call(ask)
                : send(List.of(ask)).thenApply(replies -> replies.get(0));
    }

    private CompletionStage<List<DequeueReply>> send(List<Ask> asks) {
        Together.Place place = asks.get(0).place();
        Learning learning = partitions.areOne()
                ? Learning.NOTHING
                : learning(place, asks.get(0).request().from());
        Arguments arguments = partitions.arguments();
        for (int i = 0; i < asks.size(); i++) {
            boolean tellsHead = !partitions.areOne() && i == asks.size() - 1;
            DequeueReplies.ask(arguments, asks.get(i), tellsHead);
        }
        return partitions
                .call(operation(place.type()), Script.DEQUEUE, place.type(), place.partition(), arguments)
                .thenApply(reply -> {
                    List<DequeueReply> replies = new ArrayList<>(asks.size());
                    PartitionHead head = DequeueReplies.read(reply, asks, replies);
                    partitions.saw(head.stamp().revision());
                    if (head.stamp().revision() == 0) {
                        partitions.agreement().doubt(place.type());
                    }
                    // Before anybody hears of it, since whoever has a job may ask for the next at once.
                    learning.from(head);
                    return replies;
                });
    }

    /** What an answer says of the partition's turn. */
    private Learning learning(Together.Place place, DequeueFrom from) {
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
