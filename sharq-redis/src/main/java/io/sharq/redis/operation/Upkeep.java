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

/** Rule 9: sends expired jobs back, and takes away what is left of what is over. */
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

    /** A step that leaves nothing that is due ends the visit; one that fails gives it back to the next round. */
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

    /** A step in one partition; it leaves the list when nothing of it is there any more. */
    private CompletionStage<RequeueStep> inPartition(
            RequeueRequest request, int partition, ShardedUpkeep.@Nullable Shares shares) {
        return step(request, partition, shares)
                .thenCompose(step -> step.isHeadless()
                        // What is left of it is worked on as soon as it is open.
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

    /** The list's entry is read first and the partition looked at again after, so that no open one goes unlisted. */
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
