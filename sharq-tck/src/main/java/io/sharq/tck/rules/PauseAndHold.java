package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.PAUSE_AND_HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Rule 15: pause and hold. */
public interface PauseAndHold extends Fixture {

    /** A paused queue takes jobs and releases none; other queues release theirs. */
    @Example
    @Label(PAUSE_AND_HOLD + "a paused queue takes jobs and releases none")
    default void aPausedQueueReleasesNothing() {
        try (Trial trial = begin()) {
            trial.pause("queue", true);
            assertThat(trial.enqueue("queue", "job-1")).isEqualTo(EnqueueStatus.QUEUED);
            trial.enqueue("other", "job-2");
            assertThat(trial.drain()).containsExactly("job-2");
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.PAUSE);
            assertThat(trial.pause("queue", false).found()).isTrue();
            assertThat(trial.drain()).containsExactly("job-1");
        }
    }

    /** A paused type takes jobs and releases none. */
    @Example
    @Label(PAUSE_AND_HOLD + "a paused type takes jobs and releases none")
    default void aPausedTypeReleasesNothing() {
        try (Trial trial = begin()) {
            trial.pause(null, true);
            trial.enqueue("queue", "job-1");
            assertThat(trial.dequeue(DequeueFrom.ANY, 1).nextReadyAtMicros()).isEmpty();
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(100_000_000);
            assertThat(trial.dequeue()).isEmpty();
            trial.pause(null, false);
            assertThat(trial.drain()).containsExactly("job-1");
        }
    }

    /** A held queue releases nothing before the instant, and its spacing counts from its last release. */
    @Example
    @Label(PAUSE_AND_HOLD + "a held queue releases nothing before its instant")
    default void aHeldQueueReleasesNothingBeforeItsInstant() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 10);
            trial.enqueue("queue", "job-2");
            trial.take();
            trial.configure("queue", QueueChange.NONE, null, new Hold.Until(trial.now() + 50_000, "come back later"));
            trial.pass(49_999);
            assertThat(trial.dequeue()).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().holdReason()).isEqualTo("come back later");
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.HOLD);
            trial.pass(1);
            assertThat(trial.take().jobId()).isEqualTo("job-2");
        }
    }

    /**
     * Spacing counts from the last release, held or not: the later of the two decides.
     *
     * @param intervalMillis the interval
     * @param holdMillis the hold
     */
    @Property(tries = 30)
    @Label(PAUSE_AND_HOLD + "spacing counts from the last release, whatever the hold")
    default void spacingCountsFromTheLastRelease(
            @ForAll @LongRange(max = 10) long intervalMillis, @ForAll @LongRange(max = 10) long holdMillis) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", intervalMillis);
            trial.enqueue("queue", "job-2");
            trial.take();
            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(holdMillis * 1_000, ""));
            long wait = Math.max(intervalMillis, holdMillis) * 1_000;
            if (wait > 0) {
                trial.pass(wait - 1);
                assertThat(trial.dequeue()).isEmpty();
                trial.pass(1);
            }
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** The instant of a hold is wall time at the moment of the request, even if the clock was set back before. */
    @Example
    @Label(PAUSE_AND_HOLD + "a hold until an instant goes by the clock as it is")
    default void aHoldUntilAnInstantGoesByTheClockAsItIs() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.time().stepMicros(-3_600_000_000L);
            trial.configure("queue", QueueChange.NONE, null, new Hold.Until(trial.now() + 1_000, ""));
            trial.pass(999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** A lifted hold ends at once. */
    @Example
    @Label(PAUSE_AND_HOLD + "a hold can be lifted")
    default void aHoldCanBeLifted() {
        try (Trial trial = begin()) {
            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(60_000_000, ""));
            trial.enqueue("queue", "job-1");
            assertThat(trial.dequeue()).isEmpty();
            trial.configure("queue", QueueChange.NONE, null, Hold.LIFT);
            assertThat(trial.dequeue()).isPresent();
        }
    }
}
