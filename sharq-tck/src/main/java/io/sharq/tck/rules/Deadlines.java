package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.EpochMicros;
import io.sharq.api.FailStatus;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.api.JobDescription;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.WaitingJob;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rule 23. */
public interface Deadlines extends Fixture {
    private static EnqueueItem item(String jobId, long deadlineMicros) {
        return item(jobId, 0, deadlineMicros, QueueChange.NONE);
    }

    private static EnqueueItem item(String jobId, long delayMicros, long deadlineMicros, QueueChange settings) {
        JobOptions options = new JobOptions(0, delayMicros, Bounds.REQUEUE_ALWAYS, null, deadlineMicros);
        return Trial.item("queue", jobId, options, settings);
    }

    private static List<DeadJob> dead(Trial trial) {
        return Trial.get(trial.backend().deadJobs(Trial.TYPE, PageRequest.first(100)))
                .items();
    }

    private static void assertDied(Trial trial, String jobId, long diedAtMicros) {
        assertThat(dead(trial))
                .filteredOn(job -> job.job().id().equals(jobId))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.reason()).hasValue(DeadJob.DEADLINE);
                    assertThat(job.diedAt()).isEqualTo(EpochMicros.toInstant(diedAtMicros));
                    assertThat(job.payload()).isEqualTo(Trial.payload(jobId));
                });
        JobDescription found = trial.find("queue", jobId).orElseThrow();
        assertThat(found.state()).isEqualTo(JobState.DEAD);
        assertThat(found.lastFailure()).hasValue(DeadJob.DEADLINE);
        assertThat(found.deadline()).isEmpty();
        assertThat(trial.dequeue()).isEmpty();
    }

    /**
     * A job is released before its deadline only.
     *
     * @param later how long after the enqueue the dequeue comes
     */
    @Property(tries = 30)
    @Label(DEADLINE + "a job is released before its deadline, and never at it or later")
    default void aJobIsNeverReleasedAfterItsDeadline(@ForAll @LongRange(max = 2_000) long later) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            long deadline = trial.now() + 1_000;
            trial.enqueue(item("job", 1_000));
            trial.pass(later);
            Optional<LeasedJob> released = trial.dequeue();

            assertThat(released.isPresent()).isEqualTo(later < 1_000);
            if (later >= 1_000) {
                assertDied(trial, "job", deadline);
            }
        }
    }

    /** The instant itself counts as past. */
    @Example
    @Label(DEADLINE + "at the instant of its deadline a job is dead, and the microsecond before it is not")
    default void theInstantItselfCounts() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(item("first", 1_000));
            trial.enqueue(item("second", 1_001));
            trial.pass(1_000);

            assertThat(trial.take().jobId()).isEqualTo("second");
            assertDied(trial, "first", trial.now());
        }
    }

    /** A lease that began before the deadline is a lease like any other. */
    @Example
    @Label(DEADLINE + "a lease that runs at the deadline is not touched")
    default void aRunningLeaseIsNotTouched() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(item("job", 1_000));
            LeasedJob job = trial.take();
            trial.pass(5_000);
            assertThat(trial.requeueDue(Trial.MANY_DEAD)).isNotNull();

            assertThat(trial.state("queue", "job")).hasValue(JobState.ACTIVE);
            assertThat(trial.extend(job, Trial.LEASE_MICROS).status()).isEqualTo(LeaseStatus.DONE);
            assertThat(trial.finish(job)).isEqualTo(LeaseStatus.DONE);
            assertThat(dead(trial)).isEmpty();
        }
    }

    /**
     * What ends a lease returns a job before its deadline, and lets it die after it.
     *
     * @param end how the lease ends
     * @param isLate whether the deadline has passed by then
     */
    @Property
    @Label(DEADLINE + "a job that comes back after its deadline is dead, and one that comes back before it dies at it")
    default void aJobThatComesBackLateIsDead(@ForAll @IntRange(max = 4) int end, @ForAll boolean isLate) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES) || (end == 3 && !trial.offers(Feature.THROTTLING))) {
                return;
            }
            long deadline = trial.now() + 2 * Trial.LEASE_MICROS;
            trial.enqueue(item("job", 2 * Trial.LEASE_MICROS));
            trial.pass(isLate ? 2 * Trial.LEASE_MICROS - 1 : 10);
            LeasedJob job = trial.take();
            trial.pass(end == 4 ? Trial.LEASE_MICROS : 1);
            switch (end) {
                case 0 -> assertThat(trial.release(job)).isEqualTo(LeaseStatus.DONE);
                case 1 -> assertThat(trial.fail(job, 0)).isEqualTo(isLate ? FailStatus.DEAD : FailStatus.REQUEUED);
                case 2 -> assertThat(trial.fail(job, 10)).isEqualTo(isLate ? FailStatus.DEAD : FailStatus.REQUEUED);
                case 3 -> assertThat(trial.throttle(job, 1L, 1_000).status()).isEqualTo(LeaseStatus.DONE);
                default -> {
                    RequeueReply reply = trial.requeue(10, Trial.MANY_DEAD);
                    assertThat(reply.died()).isEqualTo(isLate ? 1 : 0);
                    assertThat(reply.requeued()).isEqualTo(isLate ? 0 : 1);
                }
            }
            if (isLate) {
                assertThat(trial.find("queue", "job").orElseThrow().requeues()).isZero();
                assertDied(trial, "job", trial.now());
            } else {
                assertThat(trial.find("queue", "job").orElseThrow().deadline())
                        .hasValue(EpochMicros.toInstant(deadline));
                trial.pass(deadline - trial.now() - 1);
                assertThat(trial.state("queue", "job")).hasValue(JobState.QUEUED);
                trial.pass(1);
                assertDied(trial, "job", deadline);
            }
        }
    }

    /** The requeue limit comes first. */
    @Example
    @Label(DEADLINE + "a job whose requeue limit is used up dies of its failure")
    default void aUsedUpLimitComesFirst() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 0, 0, null, 1_000L), QueueChange.NONE));
            LeasedJob job = trial.take();
            trial.pass(1_000);
            assertThat(trial.fail(job, 0)).isEqualTo(FailStatus.DEAD);

            assertThat(dead(trial))
                    .singleElement()
                    .satisfies(found -> assertThat(found.reason()).isNotEqualTo(Optional.of(DeadJob.DEADLINE)));
        }
    }

    /** A deadline does not wait for a job to be due. */
    @Example
    @Label(DEADLINE + "a delayed job whose deadline comes first dies at the deadline")
    default void aDelayedJobDiesAtItsDeadline() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            long deadline = trial.now() + 1_000;
            trial.enqueue(item("job", 2_000, 1_000, QueueChange.NONE));
            trial.enqueue(item("later", 3_000, 9_000, QueueChange.NONE));
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).hasValue(trial.now() + 2_000);
            assertThat(trial.find("queue", "job").orElseThrow().earliestRelease())
                    .isEmpty();
            trial.pass(1_000);

            assertDied(trial, "job", deadline);
            QueueDescription queue = trial.describe("queue").orElseThrow();
            assertThat(queue.delayed()).isEqualTo(1);
            assertThat(queue.length()).isEqualTo(1);
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).hasValue(trial.now() + 2_000);
            trial.pass(2_000);
            assertThat(trial.take().jobId()).isEqualTo("later");
        }
    }

    /** The deaths leave no gap. */
    @Example
    @Label(DEADLINE + "an ordered queue with a cap goes on with the next job, and positions and lengths are exact")
    default void aQueueGoesOnWithTheNextJob() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            QueueChange settings = new QueueChange(2L, true, 1);
            trial.enqueue(item("first", 0, 1_000, settings));
            trial.enqueue(item("second", 0, 1_500, settings));
            trial.enqueue(item("third", 0, 9_000, settings));
            trial.pass(1_500);

            QueueDescription queue = trial.describe("queue").orElseThrow();
            assertThat(queue.length()).isEqualTo(1);
            assertThat(queue.dead()).isEqualTo(2);
            assertThat(queue.nextRelease()).hasValue(EpochMicros.toInstant(trial.now()));
            assertThat(trial.find("queue", "third").orElseThrow().position()).hasValue(0);
            assertThat(trial.take().jobId()).isEqualTo("third");
            assertThat(dead(trial)).extracting(job -> job.job().id()).containsExactly("first", "second");
        }
    }

    /** A queue without a job that may be released is not in turn. */
    @Example
    @Label(DEADLINE + "a queue whose jobs are dead is out of turn, and does not delay another")
    default void aQueueOfDeadJobsIsOutOfTurn() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(item("job", 1_000));
            trial.enqueue("other", "job");
            trial.pass(1_000);

            assertThat(trial.take().queueId()).isEqualTo("other");
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.EMPTY);
            Metrics metrics = Trial.get(trial.backend().metrics(new MetricsScope.Type(Trial.TYPE)));
            assertThat(metrics.length()).isZero();
            assertThat(metrics.dead()).isEqualTo(1);
            assertThat(metrics.oldestReadyAt()).isEmpty();
        }
    }

    /** Upkeep alone moves the jobs, without any other call. */
    @Example
    @Label(DEADLINE
            + "a type is due from the earliest deadline on, and upkeep moves its jobs beside what its limit allows")
    default void upkeepMovesTheJobs() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue("other", "first");
            trial.enqueue("other", "second");
            trial.take();
            trial.take();
            for (int i = 0; i < 5; i++) {
                trial.enqueue(item("job-" + i, Trial.LEASE_MICROS / 2 - i));
            }
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            trial.pass(Trial.LEASE_MICROS / 2);
            assertThat(trial.due(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
            trial.pass(Trial.LEASE_MICROS / 2);

            RequeueReply step = trial.requeue(2, Trial.MANY_DEAD);
            assertThat(step.requeued()).isEqualTo(2);
            assertThat(step.died()).isZero();
            assertThat(dead(trial))
                    .extracting(job -> job.job().id())
                    .containsExactly("job-4", "job-3", "job-2", "job-1", "job-0");
        }
    }

    /** The limits on dead jobs apply to those that died at their deadlines. */
    @Example
    @Label(DEADLINE + "the limits on dead jobs apply")
    default void theLimitsOnDeadJobsApply() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            for (int i = 0; i < 4; i++) {
                trial.enqueue(item("job-" + i, 1_000 + i));
            }
            trial.pass(2_000);
            assertThat(trial.dequeue()).isEmpty();
            trial.requeueDue(new DeadLimits(1, 60_000_000));
            assertThat(dead(trial)).extracting(job -> job.job().id()).containsExactly("job-3");
            trial.pass(60_000_010);
            trial.requeue(10, new DeadLimits(1, 60_000_000));
            assertThat(dead(trial)).isEmpty();
        }
    }

    /** An operator's redrive wants the job to run. */
    @Example
    @Label(DEADLINE + "a redriven job has no deadline any more")
    default void aRedrivenJobHasNoDeadline() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(item("job", 1_000));
            trial.pass(1_000);
            assertThat(trial.enqueue(item("job", 1_000)).status()).isEqualTo(EnqueueStatus.DUPLICATE);
            List<JobRef> jobs = List.of(new JobRef("queue", "job"));
            assertThat(Trial.get(trial.backend().redrive(new RedriveRequest(Trial.TYPE, jobs))))
                    .extracting(DeadJobResult::done)
                    .containsExactly(true);
            trial.pass(5_000);

            assertThat(trial.find("queue", "job").orElseThrow().deadline()).isEmpty();
            LeasedJob job = trial.take();
            trial.release(job);
            assertThat(trial.take().jobId()).isEqualTo("job");
        }
    }

    /** A change names what it changes, and a deadline is not among it. */
    @Example
    @Label(DEADLINE + "a change of a waiting job keeps its deadline")
    default void aChangeKeepsTheDeadline() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES) || !trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            long deadline = trial.now() + 1_000;
            trial.enqueue(item("job", 1_000));
            assertThat(trial.change("queue", "job", 7, 500L, Trial.payload("job")))
                    .isEqualTo(ChangeStatus.DONE);
            trial.pass(500);
            assertThat(trial.change("queue", "job", -7, null, null)).isEqualTo(ChangeStatus.DONE);
            assertThat(trial.find("queue", "job").orElseThrow().deadline()).hasValue(EpochMicros.toInstant(deadline));
            trial.pass(500);
            assertDied(trial, "job", deadline);
            assertThat(trial.change("queue", "job", 7, null, null)).isEqualTo(ChangeStatus.DEAD);
        }
    }

    /** Lookups and the listing show the deadline, and no release that would come too late. */
    @Example
    @Label(DEADLINE + "a lookup and the listing show the deadline, and a release only before it")
    default void looksShowTheDeadline() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES) || !trial.offers(Feature.JOB_LISTING)) {
                return;
            }
            long start = trial.now();
            QueueChange slow = QueueChange.interval(1);
            trial.enqueue(item("first", 0, 1_000, slow));
            trial.enqueue(item("second", 0, 1_000, slow));
            trial.enqueue("queue", "third");

            List<WaitingJob> listed = trial.jobs("queue");
            assertThat(listed)
                    .extracting(WaitingJob::deadline)
                    .containsExactly(
                            Optional.of(EpochMicros.toInstant(start + 1_000)),
                            Optional.of(EpochMicros.toInstant(start + 1_000)),
                            Optional.empty());
            assertThat(listed)
                    .extracting(WaitingJob::earliestRelease)
                    .containsExactly(
                            Optional.of(EpochMicros.toInstant(start)),
                            Optional.empty(),
                            Optional.of(EpochMicros.toInstant(start + 2_000)));
            assertThat(trial.find("queue", "second").orElseThrow().deadline())
                    .hasValue(EpochMicros.toInstant(start + 1_000));
            assertThat(trial.find("queue", "third").orElseThrow().deadline()).isEmpty();
            trial.pass(1_000);
            assertThat(trial.jobs("queue")).extracting(job -> job.job().id()).containsExactly("third");
        }
    }

    private static void assertHasBoth(Trial trial, String jobId, Headers headers, long deadlineMicros) {
        JobDescription found = trial.find("queue", jobId).orElseThrow();
        assertThat(found.headers()).isEqualTo(headers);
        assertThat(found.deadline()).hasValue(EpochMicros.toInstant(deadlineMicros));
        if (trial.offers(Feature.JOB_LISTING) && found.state() != JobState.ACTIVE) {
            assertThat(trial.jobs("queue")).singleElement().satisfies(listed -> {
                assertThat(listed.headers()).isEqualTo(headers);
                assertThat(listed.deadline()).isEqualTo(found.deadline());
            });
        }
    }

    private static LeasedJob takeWith(Trial trial, Headers headers, String content) {
        LeasedJob job = trial.take();
        assertThat(job.headers()).isEqualTo(headers);
        assertThat(job.payload()).isEqualTo(Trial.payload(content));
        return job;
    }

    /**
     * A job has headers, a deadline and a payload, which stand beside each other in what a backend stores.
     *
     * @param hasLimit whether the job has a requeue limit too
     * @param isDelayed whether it has a delay too
     */
    @Property
    @Label(DEADLINE + "a job keeps its headers and its deadline whatever happens to it")
    default void aJobKeepsItsHeadersAndItsDeadline(@ForAll boolean hasLimit, @ForAll boolean isDelayed) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES) || !trial.offers(Feature.HEADERS)) {
                return;
            }
            Headers headers = Headers.of("traceparent", "00-1").with("X-Tag", "\u00e4 \u20ac");
            long deadline = trial.now() + 3 * Trial.LEASE_MICROS;
            JobOptions options = new JobOptions(
                    3, isDelayed ? 1_000 : 0, hasLimit ? 9 : Bounds.REQUEUE_ALWAYS, null, 3 * Trial.LEASE_MICROS);
            trial.enqueue(new EnqueueItem("queue", "job", Trial.payload("job"), headers, options, QueueChange.NONE));
            assertHasBoth(trial, "job", headers, deadline);
            trial.pass(1_000);

            trial.release(takeWith(trial, headers, "job"));
            assertHasBoth(trial, "job", headers, deadline);
            trial.fail(takeWith(trial, headers, "job"), 1_000);
            assertHasBoth(trial, "job", headers, deadline);
            trial.pass(1_000);
            if (trial.offers(Feature.THROTTLING)) {
                trial.throttle(takeWith(trial, headers, "job"), 1_000L, 1_000);
                assertHasBoth(trial, "job", headers, deadline);
                trial.pass(1_000);
            }
            String content = "job";
            if (trial.offers(Feature.JOB_CHANGES)) {
                content = "changed";
                assertThat(trial.change("queue", "job", -3, 1_000L, Trial.payload(content)))
                        .isEqualTo(ChangeStatus.DONE);
                assertHasBoth(trial, "job", headers, deadline);
                trial.pass(1_000);
            }
            takeWith(trial, headers, content);
            assertHasBoth(trial, "job", headers, deadline);
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.requeue()).isEqualTo(1);
            assertHasBoth(trial, "job", headers, deadline);
            trial.pass(deadline - trial.now());

            DeadJob dead = dead(trial).get(0);
            assertThat(dead.reason()).hasValue(DeadJob.DEADLINE);
            assertThat(dead.headers()).isEqualTo(headers);
            assertThat(dead.payload()).isEqualTo(Trial.payload(content));
            List<JobRef> jobs = List.of(new JobRef("queue", "job"));
            Trial.get(trial.backend().redrive(new RedriveRequest(Trial.TYPE, jobs)));
            LeasedJob job = takeWith(trial, headers, content);
            assertThat(trial.find("queue", "job").orElseThrow().deadline()).isEmpty();
            assertThat(trial.finish(job)).isEqualTo(LeaseStatus.DONE);
        }
    }

    /**
     * No trace of a deadline is left once its job is gone.
     *
     * @param end how the job goes
     */
    @Property
    @Label(DEADLINE + "nothing is left of a job that went before its deadline")
    default void nothingIsLeftOfAJob(@ForAll @IntRange(max = 2) int end) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES) || (end == 1 && !trial.offers(Feature.JOB_CHANGES))) {
                return;
            }
            trial.enqueue(item("job", 5_000_000));
            switch (end) {
                case 0 -> trial.finish(trial.take());
                case 1 -> trial.cancel("queue", "job");
                default -> trial.clear("queue");
            }
            trial.pass(5_000_000);
            assertThat(trial.enqueue(item("job", 5_000_000)).status()).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.take().jobId()).isEqualTo("job");
            trial.clear("queue");
            trial.pass(Trial.LEASE_MICROS);
            trial.requeue();
            trial.clear("queue");
            trial.pass(605_000_000);
            trial.requeue();
            assertThat(stored(trial.backend())).as("records in the store").isZero();
        }
    }

    /** Steady time keeps a deadline from moving with the wall clock. */
    @Example
    @Label(DEADLINE + "a clock that is set back delays a deadline by the step at the most")
    default void aClockThatIsSetBackDelaysADeadline() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEADLINES)) {
                return;
            }
            trial.enqueue(item("job", 1_000_000));
            trial.pass(500_000);
            trial.enqueue("queue", "other");
            trial.time().stepMicros(-300_000);
            trial.requeue();
            trial.pass(499_999);
            assertThat(trial.state("queue", "job")).hasValue(JobState.QUEUED);
            trial.pass(1);
            assertThat(trial.state("queue", "job")).hasValue(JobState.DEAD);
        }
    }
}
