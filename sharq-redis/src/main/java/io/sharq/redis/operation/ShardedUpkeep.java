package io.sharq.redis.operation;

import io.sharq.api.DeadLimits;
import io.sharq.api.Stamp;
import io.sharq.redis.partition.AllParts;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A step of upkeep of a type of several partitions. It reads what is due in each partition, divides the step's limit among
 * them by instant, as if they were one, and runs each share. The partitions are called concurrently, so a step takes at most
 * four round trips, whatever their number. A partition that does not respond does not stop the others; the step then fails
 * after all shares have run.
 */
final class ShardedUpkeep {
    private static final RequeueStep NOTHING =
            new RequeueStep(new RequeueReply(0, 0, false, new Stamp(0, 0, 0)), false, false, 0);

    private final PartitionUpkeep upkeep;
    private final DeadJobs graves;

    /** Runs upkeep of one partition. */
    interface PartitionUpkeep {
        CompletionStage<RequeueStep> run(RequeueRequest request, int partition, Shares shares);
    }

    /**
     * The share of one partition in a step.
     *
     * @param partition its number
     * @param limit the maximum number of expired leases and dead jobs
     */
    record Shares(int partition, int limit) {}

    ShardedUpkeep(DeadJobs graves, PartitionUpkeep upkeep) {
        this.graves = graves;
        this.upkeep = upkeep;
    }

    CompletionStage<RequeueStep> run(RequeueRequest request) {
        String operation = "requeue of " + request.type();
        DeadLimits limits = request.deadLimits();
        return graves.due(operation, request.type(), request.limit(), limits.maxAgeMicros())
                .thenCompose(answered -> answered.done().isEmpty()
                        ? CompletableFuture.completedStage(answered.orFault(NOTHING))
                        : run(operation, request, answered.done()).thenApply(answered::orFault));
    }

    private CompletionStage<RequeueStep> run(String operation, RequeueRequest request, List<DueWork> due) {
        List<Integer> expired = shares(due, DueWork::expiries, request.limit());
        int left = request.limit() - sum(expired);
        List<Integer> aged = shares(due, DueWork::agedDeaths, left);
        List<CompletableFuture<RequeueStep>> steps = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            int partition = due.get(i).partition();
            int limit = expired.get(i) + aged.get(i);
            steps.add(
                    upkeep.run(request, partition, new Shares(partition, limit)).toCompletableFuture());
        }
        boolean isFull = left == sum(aged);
        return AllParts.settled(operation, steps)
                .thenCompose(ended -> trim(operation, request, sum(due, ended.done(), isFull), left)
                        .thenApply(ended::orFault));
    }

    /**
     * Pushes out the dead jobs beyond the maximum count. The limit is that of a death if a job died, else the rest of the
     * step's limit.
     */
    private CompletionStage<RequeueStep> trim(String operation, RequeueRequest request, RequeueStep step, int left) {
        int limit = step.reply().died() > 0 ? DeadJobs.PUSHED_OUT : left;
        if (limit == 0) {
            return CompletableFuture.completedStage(step);
        }
        return graves.trim(operation, request.type(), request.deadLimits().maxCount(), limit)
                .thenApply(trimmed -> step.notAfter(trimmed ? UpkeepSchedule.MEMORY_MICROS : Long.MAX_VALUE));
    }

    private static int sum(List<Integer> shares) {
        return shares.stream().mapToInt(share -> share).sum();
    }

    /** Returns how many of the earliest instants of all partitions belong to each. */
    private static List<Integer> shares(
            List<DueWork> due, Function<DueWork, List<DueWork.Expiry>> instants, int limit) {
        List<Integer> earliest = due.stream()
                .flatMap(of -> instants.apply(of).stream())
                .sorted(Comparator.comparingLong(DueWork.Expiry::micros).thenComparingLong(DueWork.Expiry::number))
                .limit(limit)
                .map(DueWork.Expiry::partition)
                .toList();
        return due.stream()
                .map(of -> (int) earliest.stream()
                        .filter(partition -> partition == of.partition())
                        .count())
                .toList();
    }

    private static RequeueStep sum(List<DueWork> due, List<RequeueStep> steps, boolean isFull) {
        int requeued = 0;
        int died = 0;
        boolean more = isFull;
        long nextMicros = UpkeepSchedule.longestMicros();
        Stamp stamp = due.get(0).stamp();
        for (RequeueStep step : steps) {
            requeued += step.reply().requeued();
            died += step.reply().died();
            more |= step.reply().more();
            stamp = step.reply().stamp();
            nextMicros = Math.min(nextMicros, step.nextMicros());
        }
        return new RequeueStep(new RequeueReply(requeued, died, more, stamp), false, false, nextMicros);
    }
}
