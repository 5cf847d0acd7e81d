package io.sharq.tck.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.Blocker;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.EnqueueStatus;
import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Rule 15. */
public interface PauseAndHold extends Fixture {

    /** A paused queue takes jobs and releases none; others go on. */
    @Example
    @Label("rule 15: a paused queue takes jobs and releases none")
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
    @Label("rule 15: a paused type takes jobs and releases none")
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
    @Label("rule 15: a held queue releases nothing before its instant")
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

    /** A hold that is lifted is over at once. */
    @Example
    @Label("rule 15: a hold can be lifted")
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
