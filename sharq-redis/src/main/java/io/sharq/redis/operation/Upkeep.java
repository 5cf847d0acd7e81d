package io.sharq.redis.operation;

import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Upkeep (rule 9). Requeues expired jobs, and removes forgotten queues, forgotten finished jobs, and dead jobs over the
 * limits.
 */
public final class Upkeep {
    private final Partitions partitions;
    private final PartitionDirectory listing;
    private final BatchScripts changes;
    private final DeadJobs graves;
    private final UpkeepSchedule visits;

    public Upkeep(
            Partitions partitions,
            PartitionDirectory listing,
            BatchScripts changes,
            DeadJobs graves,
            UpkeepSchedule visits) {
        this.partitions = partitions;
        this.listing = listing;
        this.changes = changes;
        this.graves = graves;
        this.visits = visits;
    }

    /** Runs a step. If it leaves nothing that is due, the visit ends. If it fails, the next round visits the type again. */
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return steps(request)
                .handle((step, failure) -> {
                    if (step == null) {
                        return visits.visited(request.type(), 0)
                                .thenCompose(ended ->
                                        CompletableFuture.<RequeueReply>failedStage(Objects.requireNonNull(failure)));
                    }
                    return step.reply().more()
                            ? CompletableFuture.completedStage(step.reply())
                            : visits.visited(request.type(), step.nextMicros()).thenApply(ended -> step.reply());
                })
                .thenCompose(reply -> reply);
    }

    private CompletionStage<RequeueStep> steps(RequeueRequest request) {
        return partitions.areOne()
                ? inPartition(request, 0, null)
                : new ShardedUpkeep(graves, this::inPartition).run(request);
    }

    /** Runs a step in one partition, and removes the partition from the list when nothing of it is left. */
    private CompletionStage<RequeueStep> inPartition(
            RequeueRequest request, int partition, ShardedUpkeep.@Nullable Shares shares) {
        return step(request, partition, shares)
                .thenCompose(step -> step.isHeadless()
                        // Open it first, so that a step can process what is left of it.
                        ? listing.list("requeue of " + request.type(), request.type(), partition)
                                .thenCompose(listed -> step(request, partition, shares))
                        : CompletableFuture.completedStage(step))
                .thenCompose(step -> step.isGone()
                        ? unlist(request, partition, shares, step)
                        : CompletableFuture.completedStage(step));
    }

    private CompletionStage<RequeueStep> step(
            RequeueRequest request, int partition, ShardedUpkeep.@Nullable Shares shares) {
        ScriptArguments arguments = partitions
                .notifying(request.type(), partition)
                .add(shares == null ? request.limit() : shares.limit())
                .add(request.deadLimits().maxCount())
                .add(request.deadLimits().maxAgeMicros())
                .add(UpkeepSchedule.longestMicros());
        if (shares != null) {
            arguments.add(request.limit());
        }
        return partitions
                .call("requeue of " + request.type(), Script.REQUEUE, request.type(), partition, arguments)
                .thenApply(reply -> {
                    RequeueStep step = RequeueStep.of(reply);
                    changes.learn(request.type(), step.reply().stamp(), reply);
                    return step;
                });
    }

    /**
     * Removes a partition from the list. The entry is read first and the partition checked again afterwards, so that no open
     * partition is unlisted.
     */
    private CompletionStage<RequeueStep> unlist(
            RequeueRequest request, int partition, ShardedUpkeep.@Nullable Shares shares, RequeueStep first) {
        String operation = "requeue of " + request.type();
        partitions.agreement().doubt(request.type());
        return listing.entry(operation, request.type(), partition).thenCompose(entry -> {
            if (entry == null) {
                return CompletableFuture.completedStage(first);
            }
            return step(request, partition, shares)
                    .thenCompose(again -> again.isGone()
                            ? listing.remove(operation, request.type(), partition, entry)
                                    .thenApply(gone -> first)
                            : CompletableFuture.completedStage(first));
        });
    }
}
