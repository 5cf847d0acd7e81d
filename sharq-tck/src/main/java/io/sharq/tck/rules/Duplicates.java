package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.NO_DUPLICATES;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Rule 10: no duplicates. */
public interface Duplicates extends Fixture {

    /** An enqueue of an id that its queue holds, in any state, is refused and changes nothing. */
    @Example
    @Label(NO_DUPLICATES + "a duplicate of a job in any state changes nothing")
    default void aDuplicateChangesNothing() {
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 1_000, 0, null), QueueChange.interval(9)));
            refuse(trial, JobState.SCHEDULED);
            trial.pass(1_000);
            refuse(trial, JobState.QUEUED);
            LeasedJob job = trial.take();
            refuse(trial, JobState.ACTIVE);
            assertThat(job.payload()).isEqualTo(Trial.payload("job"));
            trial.fail(job, 0);
            refuse(trial, JobState.DEAD);
        }
    }

    private static void refuse(Trial trial, JobState state) {
        EnqueueItem other =
                Trial.item("queue", "job", new JobOptions(5, 0, Bounds.REQUEUE_ALWAYS, null), QueueChange.interval(77));
        assertThat(trial.enqueue(other).status()).isEqualTo(EnqueueStatus.DUPLICATE);
        assertThat(trial.state("queue", "job")).contains(state);
        assertThat(trial.find("queue", "job").orElseThrow().order()).isZero();
        assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(9);
    }

    /**
     * A finished job is a duplicate exactly while its retention lasts, even if its queue holds nothing else.
     *
     * @param retention for how long it is kept
     */
    @Property(tries = 15)
    @Label(NO_DUPLICATES + "a finished job is held while its retention lasts")
    default void aFinishedJobIsHeldWhileItsRetentionLasts(
            @ForAll @LongRange(min = 2, max = 86_400_000_000L) long retention) {
        holdWhileItLasts(retention);
    }

    /** A retention outlives the ten minutes of counts, even if the queue holds nothing else. */
    @Example
    @Label(NO_DUPLICATES + "a finished job is held for a day, though its queue holds nothing else")
    default void aFinishedJobIsHeldForADay() {
        holdWhileItLasts(86_400_000_000L);
    }

    private void holdWhileItLasts(long retention) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            LeasedJob job = trial.take();
            FinishRequest finish = FinishRequest.of(Trial.TYPE, List.of(Trial.lease(job)), retention);
            assertThat(Trial.get(trial.backend().finish(finish)).get(0).status())
                    .isEqualTo(LeaseStatus.DONE);
            trial.pass(retention - 1);
            trial.requeue();
            assertThat(trial.state("queue", "job")).contains(JobState.FINISHED);
            assertThat(trial.enqueue("queue", "job")).isEqualTo(EnqueueStatus.DUPLICATE);
            trial.pass(1);
            assertThat(trial.state("queue", "job")).isEmpty();
            assertThat(trial.enqueue("queue", "job")).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.take().deliveries()).isEqualTo(1);
        }
    }

    /** Job ids are unique per queue. */
    @Example
    @Label(NO_DUPLICATES + "another queue may hold a job of the same id")
    default void anotherQueueMayHoldTheSameId() {
        try (Trial trial = begin()) {
            trial.enqueue("a", "job");
            assertThat(trial.enqueue("aa", "job")).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.drain()).containsExactly("job", "job");
        }
    }
}
