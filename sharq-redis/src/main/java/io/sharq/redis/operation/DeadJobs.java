package io.sharq.redis.operation;

import io.sharq.redis.partition.AllParts;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.JobRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations on dead jobs (rule 14). The maximum count of a type applies to its partitions together. */
public final class DeadJobs {
    /** The maximum number of dead jobs that a death pushes out of a type, whether it has one partition or several. */
    static final int PUSHED_OUT = 100;

    private final Partitions partitions;
    private final TurnsCache turns;
    private final BatchScripts changes;
    private final UpkeepSchedule visits;

    private record Death(int partition, long revision) {}

    public DeadJobs(Partitions partitions, TurnsCache turns, BatchScripts changes, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.turns = turns;
        this.changes = changes;
        this.visits = visits;
    }

    /** Redrives or discards dead jobs, depending on the verb. */
    public CompletionStage<List<DeadJobResult>> change(String verb, String type, List<JobRef> jobs) {
        String operation = verb + " of " + type;
        return visits.arrangeForgetting(operation, type)
                .thenCompose(arranged -> partitions.split(
                        operation, jobs, JobRef::queueId, (partition, part) -> change(verb, type, partition, part)));
    }

    private CompletionStage<List<DeadJobResult>> change(String verb, String type, int partition, List<JobRef> jobs) {
        ScriptArguments arguments =
                partitions.notifying(type, partition).add(verb).add(jobs.size());
        jobs.forEach(job -> arguments.id(job.queueId()).id(job.jobId()));
        return changes.ofEach(
                verb + " of " + type,
                Script.DEAD_JOBS,
                type,
                partition,
                arguments,
                jobs.size(),
                (reply, atMicros) -> new DeadJobResult(reply.flag(), reply.stamp(reply.number(), atMicros)));
    }

    /** Returns the work that is due, for each partition that responds. */
    CompletionStage<AllParts.Settled<DueWork>> due(String operation, String type, int limit, long maxAgeMicros) {
        return partitions.eachThatAnswers(operation, partition -> {
            ScriptArguments arguments = partitions.arguments().add(limit).add(maxAgeMicros);
            return partitions
                    .call(operation, Script.DUE, type, partition, arguments)
                    .thenApply(reply -> DueWork.of(partition, reply));
        });
    }

    /**
     * Pushes out the oldest dead jobs of the type beyond {@code maxCount}, at most {@code limit} of them. Returns whether
     * there were any.
     */
    CompletionStage<Boolean> trim(String operation, String type, int maxCount, int limit) {
        return due(operation, type, limit, Long.MAX_VALUE / 2).thenCompose(answered -> {
            List<DueWork> due = answered.done();
            long over = due.stream().mapToLong(DueWork::dead).sum() - maxCount;
            if (over <= 0) {
                answered.check();
                return CompletableFuture.completedStage(false);
            }
            List<Death> oldest = due.stream()
                    .flatMap(of -> of.deaths().stream().map(revision -> new Death(of.partition(), revision)))
                    .sorted(Comparator.comparingLong(Death::revision))
                    .limit(Math.min(over, limit))
                    .toList();
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (DueWork of : due) {
                long count = oldest.stream()
                        .filter(death -> death.partition() == of.partition())
                        .count();
                if (count > 0) {
                    calls.add(pushOut(operation, type, of.partition(), of.dead() - count, count)
                            .toCompletableFuture());
                }
            }
            return AllParts.all(operation, calls).thenApply(done -> {
                answered.check();
                return true;
            });
        });
    }

    private CompletionStage<Void> pushOut(String operation, String type, int partition, long kept, long count) {
        ScriptArguments arguments =
                partitions.notifying(type, partition).add(kept).add(count);
        return partitions
                .call(operation, Script.TRIM, type, partition, arguments)
                .thenAccept(reply -> {
                    reply.skip().skip();
                    long revision = reply.number();
                    turns.changed(
                            type, partition, revision, reply.hasMore() ? reply.optionalNumber() : OptionalLong.empty());
                });
    }
}
