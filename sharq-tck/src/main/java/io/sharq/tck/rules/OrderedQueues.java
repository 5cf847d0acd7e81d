package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.ORDERED_QUEUES;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Rule 6: ordered queues. */
public interface OrderedQueues extends Fixture {

    /** While a job of it is active, an ordered queue releases no other. */
    @Example
    @Label(ORDERED_QUEUES + "an ordered queue releases nothing while a job of it is active")
    default void anOrderedQueueReleasesNothingWhileAJobIsActive() {
        try (Trial trial = begin()) {
            fill(trial, 3);
            LeasedJob first = trial.take();
            assertThat(trial.dequeue()).isEmpty();
            trial.finish(first);
            LeasedJob second = trial.take();
            assertThat(second.jobId()).isEqualTo("job-1");
            trial.fail(second, 0);
            assertThat(trial.take().jobId()).isEqualTo("job-1");
        }
    }

    /** One dequeue may take a batch, and then the queue waits for all of it. */
    @Example
    @Label(ORDERED_QUEUES + "one dequeue takes a batch of an ordered queue")
    default void oneDequeueTakesABatch() {
        try (Trial trial = begin()) {
            fill(trial, 4);
            List<LeasedJob> batch = trial.dequeue(DequeueFrom.ANY, 3).jobs();
            assertThat(batch).extracting(LeasedJob::jobId).containsExactly("job-0", "job-1", "job-2");
            trial.finish(batch.get(0));
            trial.finish(batch.get(2));
            assertThat(trial.dequeue()).isEmpty();
            trial.finish(batch.get(1));
            assertThat(trial.take().jobId()).isEqualTo("job-3");
        }
    }

    /** No job overtakes a failed one that waits. */
    @Example
    @Label(ORDERED_QUEUES + "no job overtakes a failed one of an ordered queue that waits")
    default void noJobOvertakesAFailedOne() {
        try (Trial trial = begin()) {
            fill(trial, 2);
            trial.fail(trial.take(), 5_000);
            trial.pass(4_999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().jobId()).isEqualTo("job-0");
        }
    }

    /** If several failed jobs wait, the longest delay counts, in whichever order they failed. */
    @Example
    @Label(ORDERED_QUEUES + "the longest delay of several failed jobs counts")
    default void theLongestDelayCounts() {
        try (Trial trial = begin()) {
            fill(trial, 2);
            List<LeasedJob> batch = trial.dequeue(DequeueFrom.ANY, 2).jobs();
            trial.fail(batch.get(0), 5_000);
            trial.fail(batch.get(1), 2_000);
            trial.pass(4_999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().jobId()).isEqualTo("job-0");
        }
    }

    private static void fill(Trial trial, int jobs) {
        for (int i = 0; i < jobs; i++) {
            trial.enqueue(Trial.item("queue", "job-" + i, JobOptions.DEFAULT, new QueueChange(null, true, null)));
        }
    }
}
