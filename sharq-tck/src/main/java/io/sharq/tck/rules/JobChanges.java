package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.EpochMicros;
import io.sharq.api.Feature;
import io.sharq.api.JobState;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rule 25: change of a waiting job. */
public interface JobChanges extends Fixture {
    private static JobOptions delayed(long micros) {
        return new JobOptions(0, micros, Bounds.REQUEUE_ALWAYS, null);
    }

    /**
     * A cancelled job is never released, and the others leave as before.
     *
     * @param jobs how many wait
     * @param cancelled which one is cancelled
     */
    @Property(tries = 20)
    @Label(CHANGE + "a cancelled job is gone, and no other")
    default void aCancelledJobIsGone(
            @ForAll @IntRange(min = 1, max = 6) int jobs, @ForAll @IntRange(max = 5) int cancelled) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            for (int i = 0; i < jobs; i++) {
                trial.enqueue(Trial.item("queue", "job-" + i, delayed(i % 2 * 1_000L), QueueChange.NONE));
            }
            String id = "job-" + cancelled % jobs;
            assertThat(trial.cancel("queue", id)).isEqualTo(ChangeStatus.DONE);
            assertThat(trial.cancel("queue", id)).isEqualTo(ChangeStatus.NOT_FOUND);
            assertThat(trial.state("queue", id)).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().length()).isEqualTo(jobs - 1);
            trial.pass(1_000);
            assertThat(trial.drain()).hasSize(jobs - 1).doesNotContain(id);
        }
    }

    /** The id of a cancelled job is free. */
    @Example
    @Label(CHANGE + "the id of a cancelled job can be enqueued again, at the end")
    default void theIdOfACancelledJobIsFree() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            trial.cancel("queue", "job-1");

            assertThat(trial.enqueue("queue", "job-1")).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.drain()).containsExactly("job-2", "job-1");
        }
    }

    /** A job in any other state is refused as what it is, and nothing changes. */
    @Example
    @Label(CHANGE + "a job that does not wait is refused as what it is")
    default void aJobThatDoesNotWaitIsRefused() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            assertThat(trial.cancel("nowhere", "job")).isEqualTo(ChangeStatus.NOT_FOUND);
            for (String id : List.of("finished", "dead", "leased")) {
                trial.enqueue(Trial.item("queue", id, new JobOptions(0, 0, 0, null), QueueChange.NONE));
            }
            LeasedJob finished = trial.take();
            Trial.get(trial.backend().finish(FinishRequest.of(Trial.TYPE, List.of(Trial.lease(finished)), 1_000_000)));
            trial.fail(trial.take(), 0);
            LeasedJob leased = trial.take();

            for (Integer order : new Integer[] {null, 7}) {
                assertThat(refused(trial, "finished", order)).isEqualTo(ChangeStatus.FINISHED);
                assertThat(refused(trial, "dead", order)).isEqualTo(ChangeStatus.DEAD);
                assertThat(refused(trial, "leased", order)).isEqualTo(ChangeStatus.LEASED);
                assertThat(refused(trial, "unknown", order)).isEqualTo(ChangeStatus.NOT_FOUND);
            }
            assertThat(trial.state("queue", "finished")).hasValue(JobState.FINISHED);
            assertThat(trial.state("queue", "dead")).hasValue(JobState.DEAD);
            trial.release(leased);
            assertThat(trial.find("queue", "leased").orElseThrow().order()).isZero();
        }
    }

    private static ChangeStatus refused(Trial trial, String id, Integer order) {
        return order == null ? trial.cancel("queue", id) : trial.change("queue", id, order, null, null);
    }

    /**
     * A job that gets another order stands among the jobs of that order by its own enqueue.
     *
     * @param moved which job is moved
     * @param order its new order
     */
    @Property(tries = 30)
    @Label(CHANGE + "another order moves the job, whose enqueue still decides among equals")
    default void anotherOrderMovesTheJob(
            @ForAll @IntRange(max = 4) int moved, @ForAll @IntRange(min = -1, max = 1) int order) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            for (int i = 0; i < 5; i++) {
                trial.enqueue("queue", "job-" + i);
            }
            assertThat(trial.change("queue", "job-" + moved, order, null, null)).isEqualTo(ChangeStatus.DONE);

            List<String> expected = new java.util.ArrayList<>(List.of("job-0", "job-1", "job-2", "job-3", "job-4"));
            if (order != 0) {
                expected.remove("job-" + moved);
                expected.add(order < 0 ? 0 : 4, "job-" + moved);
            }
            LeasedJob first = trial.take();
            assertThat(first.jobId()).isEqualTo(expected.get(0));
            trial.release(first);
            assertThat(trial.drain()).isEqualTo(expected);
        }
    }

    /**
     * A job is due when the change says: neither earlier nor later, whether it was queued or scheduled before.
     *
     * @param before its delay before
     * @param after its delay afterwards
     */
    @Property(tries = 40)
    @Label(CHANGE + "a job is due when the change says")
    default void aJobIsDueWhenTheChangeSays(
            @ForAll @LongRange(max = 2_000) long before, @ForAll @LongRange(max = 2_000) long after) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue(Trial.item("queue", "job", delayed(before), QueueChange.NONE));
            trial.pass(500);
            assertThat(trial.change("queue", "job", null, after, null)).isEqualTo(ChangeStatus.DONE);

            assertThat(trial.find("queue", "job").orElseThrow().earliestRelease())
                    .hasValue(EpochMicros.toInstant(trial.now() + after));
            assertThat(trial.describe("queue").orElseThrow().delayed()).isEqualTo(after > 0 ? 1 : 0);
            if (after > 0) {
                trial.pass(after - 1);
                assertThat(trial.dequeue()).isEmpty();
                trial.pass(1);
            }
            assertThat(trial.dequeue()).map(LeasedJob::jobId).hasValue("job");
        }
    }

    /** A job keeps what a change does not name, through later returns. */
    @Example
    @Label(CHANGE + "a payload is replaced, and what the change does not name stays")
    default void aPayloadIsReplaced() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue(Trial.item("queue", "job", new JobOptions(3, 0, 2, null), QueueChange.NONE));
            trial.fail(trial.take(), 1_000);
            trial.change("queue", "job", null, null, Trial.payload("other"));
            trial.pass(999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);

            LeasedJob job = trial.take();

            assertThat(job.payload()).isEqualTo(Trial.payload("other"));
            assertThat(job.requeueLimit()).isEqualTo(2);
            assertThat(job.requeues()).isEqualTo(1);
            assertThat(job.deliveries()).isEqualTo(2);
            trial.release(job);
            assertThat(trial.find("queue", "job").orElseThrow().order()).isEqualTo(3);
            assertThat(trial.take().payload()).isEqualTo(Trial.payload("other"));
        }
    }

    /** A queue whose last job is cancelled is forgotten like one that drained. */
    @Example
    @Label(CHANGE + "nothing is left of a queue whose jobs were cancelled")
    default void nothingIsLeftOfAQueueWhoseJobsWereCancelled() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue("queue", "job");
            trial.cancel("queue", "job");
            trial.pass(600_000_000);
            trial.requeue();

            assertThat(trial.describe("queue")).isEmpty();
            assertThat(stored(trial.backend())).isZero();
        }
    }

    /** A batch of cancels does what single ones would, in order. */
    @Example
    @Label(CHANGE + "each item of a batch has its own result")
    default void eachItemOfABatchHasItsOwnResult() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue("queue-1", "job");
            trial.enqueue("queue-2", "job");
            List<JobRef> jobs =
                    List.of(new JobRef("queue-1", "job"), new JobRef("queue-1", "job"), new JobRef("queue-2", "job"));

            assertThat(Trial.get(trial.backend().cancel(new CancelRequest(Trial.TYPE, jobs))))
                    .extracting(ChangeResult::status)
                    .containsExactly(ChangeStatus.DONE, ChangeStatus.NOT_FOUND, ChangeStatus.DONE);
            assertThat(trial.dequeue()).isEmpty();
        }
    }

    /** A queue whose only ready job becomes due later is ready later, and earlier once it is due now. */
    @Example
    @Label(CHANGE + "the queue's turn follows its jobs")
    default void theTurnFollowsTheJobs() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            trial.enqueue("queue", "job");
            trial.change("queue", "job", null, 5_000L, null);
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).hasValue(trial.now() + 5_000);
            trial.change("queue", "job", null, 0L, null);
            assertThat(trial.take().jobId()).isEqualTo("job");
        }
    }
}
