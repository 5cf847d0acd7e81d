package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CHANGED_INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Rule 3: a changed interval holds at once. */
public interface Intervals extends Fixture {

    /**
     * A changed interval applies at once to jobs that wait already.
     *
     * @param before the interval before
     * @param after the interval after
     * @param gap when it is changed
     */
    @Property(tries = 50)
    @Label(CHANGED_INTERVAL + "a changed interval holds at once")
    default void aChangedIntervalHoldsAtOnce(
            @ForAll @LongRange(max = 10) long before,
            @ForAll @LongRange(max = 10) long after,
            @ForAll @LongRange(max = 12_000) long gap) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", before);
            trial.enqueue("queue", "job-2");
            long released = trial.now();
            trial.take();
            trial.pass(gap);
            trial.interval("queue", after);

            long earliest = Math.max(trial.now(), released + after * 1_000);
            if (earliest > trial.now()) {
                trial.pass(earliest - trial.now() - 1);
                assertThat(trial.dequeue()).isEmpty();
                trial.pass(1);
            }
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** An enqueue that names an interval changes it; one that names none leaves it. */
    @Example
    @Label(CHANGED_INTERVAL + "an enqueue that names an interval changes it")
    default void anEnqueueChangesTheInterval() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 1_000);
            trial.enqueue("queue", "job-2", 2_000);
            trial.enqueue("queue", "job-3");
            assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(2_000);
        }
    }

    /** A pinned interval stays until it is configured or unpinned. */
    @Example
    @Label(CHANGED_INTERVAL + "an enqueue leaves a pinned interval alone")
    default void anEnqueueLeavesAPinnedIntervalAlone() {
        try (Trial trial = begin()) {
            trial.configure("queue", QueueChange.interval(1_000), true, null);
            trial.enqueue("queue", "job-1", 5);
            assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(1_000);

            trial.interval("queue", 7);
            assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(7);
            trial.configure("queue", QueueChange.NONE, false, null);
            trial.enqueue("queue", "job-2", 5);
            assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(5);
        }
    }
}
