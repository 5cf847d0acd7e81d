package io.sharq.redis;

import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Hands jobs out. Dequeues from any queue of a type that has one partition share round trips. */
final class Dequeues {
    private final Partitions partitions;
    private final AllTurns turns;
    private final SharedTrips<String, DequeueRequest, DequeueReply> trips =
            new SharedTrips<>(DequeueRequest::type, DequeueRequest::count, this::fromTheOnlyPartition);

    Dequeues(Partitions partitions, AllTurns turns) {
        this.partitions = partitions;
        this.turns = turns;
    }

    CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        if (!partitions.areOne()) {
            return new SpreadDequeue(partitions, turns, request).run();
        }
        return request.from() instanceof DequeueFrom.AnyQueue
                ? trips.call(request)
                : fromTheOnlyPartition(List.of(request)).thenApply(replies -> replies.get(0));
    }

    private CompletionStage<List<DequeueReply>> fromTheOnlyPartition(List<DequeueRequest> calls) {
        String type = calls.get(0).type();
        Arguments arguments = partitions.arguments();
        calls.forEach(call -> DequeueReplies.ask(arguments, call, call.count(), DequeueReplies.ALONE));
        return partitions
                .call("dequeue from " + type, Script.DEQUEUE, type, 0, arguments)
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    List<DequeueReply> replies = calls.stream()
                            .map(call -> DequeueReplies.read(reply, atMicros, call.nonce()))
                            .toList();
                    if (replies.get(0).stamp().revision() == 0) {
                        partitions.agreement().doubt(type);
                    }
                    return replies;
                });
    }
}
