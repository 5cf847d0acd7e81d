package io.sharq.redis.operation;

import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.PauseRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The operator's controls of queues and types: settings, holds, pauses, and clearing. */
public final class QueueControls {
    private static final byte[] EMPTY = new byte[0];

    /** The script's result if it would create a queue beyond the bound. */
    private static final int TOO_MANY = 2;

    private final Partitions partitions;
    private final PartitionDirectory listing;
    private final BatchScripts changes;
    private final UpkeepSchedule visits;

    public QueueControls(
            Partitions partitions, PartitionDirectory listing, BatchScripts changes, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.listing = listing;
        this.changes = changes;
        this.visits = visits;
    }

    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        QueueKey queue = request.queue();
        int partition = partitions.of(queue.id());
        return send("configure of " + queue, queue.type(), partition, () -> {
            ScriptArguments arguments = partitions
                    .notifying(queue.type(), partition)
                    .id(queue.id())
                    .flag(request.mustExist())
                    .optional(request.settings().intervalMillis())
                    .optional(request.settings().ordered())
                    .optional(request.settings().concurrency())
                    .optional(request.pinned())
                    .add(EMPTY);
            HoldArguments.add(arguments, request.hold());
            arguments.add(listing.maxQueuesOfPartition());
            return request.toDefault().isEmpty()
                    ? arguments
                    : arguments.add(DefaultsControls.mask(request.toDefault()));
        });
    }

    /**
     * Pauses or resumes a queue or a type. A type is paused partition by partition, so after a failure some of them may be
     * paused.
     */
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String queueId = request.queueId();
        String operation = (request.paused() ? "pause of " : "resume of ")
                + request.type()
                + (queueId == null ? "" : "/" + queueId);
        if (queueId != null) {
            return pause(operation, request, partitions.of(queueId));
        }
        return partitions
                .each(operation, partition -> pause(operation, request, partition))
                .thenApply(replies -> replies.stream()
                        .filter(ConfigureReply::found)
                        .findFirst()
                        .orElse(replies.get(0)));
    }

    private CompletionStage<ConfigureReply> pause(String operation, PauseRequest request, int partition) {
        String queueId = request.queueId();
        return send(operation, request.type(), partition, () -> {
            ScriptArguments arguments = partitions
                    .notifying(request.type(), partition)
                    .add(queueId == null ? EMPTY : IdCode.encode(queueId))
                    .flag(!request.paused())
                    .add(EMPTY)
                    .add(EMPTY)
                    .add(EMPTY)
                    .add(EMPTY)
                    .flag(request.paused());
            HoldArguments.add(arguments, null);
            return arguments.add(listing.maxQueuesOfPartition());
        });
    }

    private CompletionStage<ConfigureReply> send(
            String operation, String type, int partition, Supplier<ScriptArguments> arguments) {
        return visits.arrangeForgetting(operation, type)
                .thenCompose(arranged -> listing.whenListed(
                        operation,
                        type,
                        partition,
                        () -> partitions.call(operation, Script.CONFIGURE, type, partition, arguments.get())))
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    int found = reply.integer();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    changes.learn(type, stamp, reply);
                    if (found == TOO_MANY) {
                        throw listing.bounds().tooManyQueues(operation);
                    }
                    return new ConfigureReply(found == 1, stamp);
                });
    }

    public CompletionStage<ClearReply> clear(ClearRequest request) {
        QueueKey queue = request.queue();
        int partition = partitions.of(queue.id());
        String operation = "clear of " + queue;
        return visits.arrangeForgetting(operation, queue.type())
                .thenCompose(arranged -> {
                    ScriptArguments arguments = partitions
                            .notifying(queue.type(), partition)
                            .id(queue.id())
                            .flag(request.settings())
                            .add(request.limit());
                    return partitions.call(operation, Script.CLEAR, queue.type(), partition, arguments);
                })
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    boolean isFound = reply.flag();
                    int removed = reply.integer();
                    boolean more = reply.flag();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    changes.learn(queue.type(), stamp, reply);
                    return new ClearReply(isFound, removed, more, stamp);
                });
    }
}
