package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.EpochMicros;
import io.sharq.api.Feature;
import io.sharq.api.JobDescription;
import io.sharq.api.LeaseStatus;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ThrottleResult;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rule 22: throttled jobs. */
public interface Throttling extends Fixture {
    /** A second, in microseconds: the first hold that grows. */
    long SECOND = 1_000_000;

    /** A longest hold that is not a power of two. */
    long LONGEST = 10 * SECOND;

    /**
     * A throttled job returns to its place, and its queue releases nothing until the instant that the throttle names.
     *
     * @param retryAfter the time that it names
     */
    @Property(tries = 20)
    @Label(THROTTLED + "the queue is held until the instant that the throttle names, and the job keeps its place")
    default void theQueueIsHeldForTheTimeThatIsNamed(@ForAll @LongRange(min = 1, max = 5 * SECOND) long retryAfter) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            ThrottleResult result = trial.throttle(trial.take(), retryAfter, LONGEST);

            assertThat(result.status()).isEqualTo(LeaseStatus.DONE);
            assertThat(result.heldUntilMicros()).hasValue(trial.now() + retryAfter);
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.HOLD);
            trial.enqueue("other", "job");
            assertThat(trial.drain()).containsExactly("job");
            trial.pass(retryAfter - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.drain()).containsExactly("job-1", "job-2");
        }
    }

    /** A throttle is no failure. Even a job that may never be requeued survives any number of them. */
    @Example
    @Label(THROTTLED + "nothing counts against the requeue limit")
    default void nothingCountsAgainstTheRequeueLimit() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            for (int i = 0; i < 3; i++) {
                trial.throttle(trial.take(), SECOND, LONGEST);
                trial.pass(SECOND);
            }
            JobDescription job = trial.find("queue", "job").orElseThrow();
            assertThat(job.requeues()).isZero();
            assertThat(job.lastFailure()).isEmpty();
            assertThat(trial.take().jobId()).isEqualTo("job");
        }
    }

    /** A lease that has ended throttles nothing. */
    @Example
    @Label(THROTTLED + "a lease that has ended changes nothing")
    default void aLeaseThatHasEndedChangesNothing() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            LeasedJob lost = trial.take();
            trial.pass(Trial.LEASE_MICROS);

            ThrottleResult result = trial.throttle(lost, SECOND, LONGEST);

            assertThat(result.status()).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(result.heldUntilMicros()).isEmpty();
            assertThat(trial.take().jobId()).isEqualTo("job-2");
        }
    }

    /** Without an instant, each hold is twice the one before, up to the longest. A quiet span starts over. */
    @Example
    @Label(THROTTLED + "without an instant the hold doubles up to the longest, and starts over after a quiet span")
    default void theHoldDoubles() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.enqueue("queue", "job");
            for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
                assertThat(held(trial)).isEqualTo(seconds * SECOND);
                trial.pass(seconds * SECOND);
            }
            trial.pass(LONGEST - 1);
            assertThat(held(trial)).isEqualTo(LONGEST);
            trial.pass(2 * LONGEST);
            assertThat(held(trial)).isEqualTo(SECOND);
        }
    }

    private static long held(Trial trial) {
        return trial.throttle(trial.take(), null, LONGEST).heldUntilMicros().orElseThrow() - trial.now();
    }

    /**
     * Jobs that were out when the hold began raise it once, in whatever order they are throttled.
     *
     * @param jobs how many were out
     * @param apart the time between two throttles
     */
    @Property(tries = 20)
    @Label(THROTTLED + "jobs that were out when the hold began raise it once")
    default void jobsThatWereOutRaiseTheHoldOnce(
            @ForAll @IntRange(min = 2, max = 6) int jobs, @ForAll @LongRange(max = 100_000) long apart) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            List<LeasedJob> out = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                trial.enqueue("queue", "job-" + i);
                out.add(trial.take());
            }
            long end = trial.now() + SECOND;
            for (int i = jobs - 1; i >= 0; i--) {
                assertThat(trial.throttle(out.get(i), null, LONGEST).heldUntilMicros())
                        .hasValue(end);
                trial.pass(apart);
            }
            trial.pass(end - trial.now());
            assertThat(held(trial)).isEqualTo(2 * SECOND);
        }
    }

    /** A throttle never shortens a hold; the reason of an operator's longer hold stays. */
    @Example
    @Label(THROTTLED + "a longer hold stays, with its reason")
    default void aLongerHoldStays() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.enqueue("queue", "job");
            LeasedJob job = trial.take();
            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(60 * SECOND, "maintenance"));

            assertThat(trial.throttle(job, SECOND, LONGEST).heldUntilMicros()).hasValue(trial.now() + 60 * SECOND);
            assertThat(trial.describe("queue").orElseThrow().holdReason()).isEqualTo("maintenance");
            trial.configure("queue", QueueChange.NONE, null, Hold.LIFT);
            assertThat(held(trial)).isEqualTo(SECOND);
            assertThat(trial.describe("queue").orElseThrow().holdReason()).isEqualTo("throttled");
            assertThat(trial.describe("queue").orElseThrow().heldUntil())
                    .hasValue(EpochMicros.toInstant(trial.now() + SECOND));
        }
    }

    /** A throttled job of an ordered queue is the next one that the queue releases. */
    @Example
    @Label(THROTTLED + "a throttled job of an ordered queue goes first")
    default void aThrottledJobOfAnOrderedQueueGoesFirst() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.THROTTLING)) {
                return;
            }
            trial.configure("queue", new QueueChange(null, true, null), null, null);
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            trial.throttle(trial.take(), SECOND, LONGEST);
            trial.pass(SECOND);

            assertThat(trial.take().jobId()).isEqualTo("job-1");
            assertThat(trial.dequeue()).isEmpty();
        }
    }
}
