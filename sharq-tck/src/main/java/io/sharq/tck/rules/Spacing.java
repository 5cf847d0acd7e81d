package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.SPACING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
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
import net.jqwik.api.constraints.Size;

/** Rule 2: spacing. */
public interface Spacing extends Fixture {

    /**
     * Two releases of a queue are at least its interval apart, whatever the gaps between the calls.
     *
     * @param intervalMillis the interval
     * @param gaps the gaps in microseconds
     */
    @Property(tries = 50)
    @Label(SPACING + "two releases of a queue are at least its interval apart")
    default void releasesAreSpaced(
            @ForAll @LongRange(min = 0, max = 5) long intervalMillis,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 3_000) Integer> gaps) {
        try (Trial trial = begin()) {
            for (int i = 0; i < gaps.size(); i++) {
                trial.enqueue("queue", "job-" + i, intervalMillis);
            }
            long earliest = 0;
            for (int gap : gaps) {
                Optional<LeasedJob> job = trial.dequeue();
                assertThat(job.isPresent()).isEqualTo(trial.now() >= earliest);
                if (job.isPresent()) {
                    earliest = trial.now() + intervalMillis * 1_000;
                }
                trial.pass(gap);
            }
        }
    }

    /**
     * A queue that ran empty keeps its spacing.
     *
     * @param intervalMillis the interval
     */
    @Property(tries = 20)
    @Label(SPACING + "a queue that ran empty keeps its spacing")
    default void anEmptyQueueKeepsItsSpacing(@ForAll @LongRange(min = 1, max = 31_536_000_000L) long intervalMillis) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", intervalMillis);
            trial.finish(trial.take());
            trial.pass(intervalMillis * 1_000 - 1);
            trial.requeue();
            trial.enqueue("queue", "job-2");

            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** A job that came back after its lease waits for the spacing. */
    @Example
    @Label(SPACING + "a job that came back waits for the spacing")
    default void aJobThatCameBackWaitsForTheSpacing() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 5_000);
            trial.take();
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.requeue()).isEqualTo(1);

            trial.pass(5_000_000 - Trial.LEASE_MICROS - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().deliveries()).isEqualTo(2);
        }
    }

    /**
     * A delayed job waits for the later of its delay and the spacing.
     *
     * @param delay its delay
     */
    @Property(tries = 20)
    @Label(SPACING + "a delayed job waits for the spacing")
    default void aDelayedJobWaitsForTheSpacing(@ForAll @LongRange(max = 10_000) long delay) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 5);
            trial.take();
            trial.enqueue(Trial.item(
                    "queue", "job-2", new JobOptions(0, delay, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            long wait = Math.max(delay, 5_000);
            assertThat(trial.dequeue(DequeueFrom.ANY, 1).nextReadyAtMicros()).hasValue(trial.now() + wait);
            trial.pass(wait - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }
}
