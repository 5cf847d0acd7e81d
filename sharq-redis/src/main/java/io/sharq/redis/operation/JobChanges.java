package io.sharq.redis.operation;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.Payload;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.JobRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The changes to waiting jobs (rule 25). */
public final class JobChanges {
    /** The statuses, indexed by the numbers that the script returns. */
    private static final ChangeStatus[] STATUSES = {
        ChangeStatus.DONE, ChangeStatus.NOT_FOUND, ChangeStatus.LEASED, ChangeStatus.DEAD, ChangeStatus.FINISHED
    };

    private static final byte[] EMPTY = new byte[0];

    private final Partitions partitions;
    private final BatchScripts changes;
    private final UpkeepSchedule visits;

    public JobChanges(Partitions partitions, BatchScripts changes, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.changes = changes;
        this.visits = visits;
    }

    /** Cancels jobs. It may leave a queue without a job, which is forgotten ten minutes later. */
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        String type = request.type();
        return visits.arrangeForgetting("cancel of " + type, type)
                .thenCompose(
                        arranged -> send("cancel", type, request.jobs(), Function.identity(), (arguments, job) -> {}));
    }

    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return send("change", request.type(), request.items(), ChangeItem::job, JobChanges::add);
    }

    private static void add(ScriptArguments arguments, ChangeItem item) {
        Payload payload = item.payload();
        arguments
                .add(order(item.order()))
                .optional(item.delayMicros())
                .flag(payload != null)
                .add(payload == null ? EMPTY : payload.toByteArray());
    }

    /** The order as it is stored, from 0 on. */
    private static byte[] order(@Nullable Integer order) {
        return order == null
                ? EMPTY
                : ByteBuffer.allocate(Short.BYTES)
                        .putShort((short) (order - Bounds.MIN_ORDER))
                        .array();
    }

    private <I> CompletionStage<List<ChangeResult>> send(
            String verb, String type, List<I> items, Function<I, JobRef> job, BiConsumer<ScriptArguments, I> rest) {
        String operation = verb + " of " + type;
        return partitions.split(operation, items, item -> job.apply(item).queueId(), (partition, part) -> {
            ScriptArguments arguments =
                    partitions.notifying(type, partition).add(verb).add(part.size());
            part.forEach(item -> {
                arguments.id(job.apply(item).queueId()).id(job.apply(item).jobId());
                rest.accept(arguments, item);
            });
            return changes.ofEach(
                    operation, Script.CHANGE_JOBS, type, partition, arguments, part.size(), JobChanges::result);
        });
    }

    private static ChangeResult result(ScriptReply reply, long atMicros) {
        return new ChangeResult(STATUSES[reply.integer()], reply.stamp(reply.number(), atMicros));
    }
}
