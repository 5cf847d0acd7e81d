package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.BATCH_IS_ITS_SINGLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rule 12: a batch is its singles. */
public interface Batches extends Fixture {

    /** Each job of a batch gets its own result, and a refused one does not end the batch. */
    @Example
    @Label(BATCH_IS_ITS_SINGLES + "a refusal inside a batch of enqueues ends nothing")
    default void aRefusalInsideABatchEndsNothing() {
        try (Trial trial = begin()) {
            JobOptions capped = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, 2);
            assertThat(trial.enqueueAll(List.of(
                            Trial.item("queue", "job-1", capped, QueueChange.NONE),
                            Trial.item("queue", "job-1", capped, QueueChange.NONE),
                            Trial.item("queue", "job-2", capped, QueueChange.NONE),
                            Trial.item("queue", "job-3", capped, QueueChange.NONE),
                            Trial.item("other", "job-1", capped, QueueChange.NONE))))
                    .containsExactly(
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.DUPLICATE,
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.QUEUE_FULL,
                            EnqueueStatus.QUEUED);
            assertThat(trial.drain()).containsExactly("job-1", "job-1", "job-2");
        }
    }

    /**
     * A dequeue of n releases what n dequeues of one job at the same instant would.
     *
     * @param queues the queue of each job
     * @param intervals the interval of each queue
     * @param count n
     */
    @Property(tries = 30)
    @Label(BATCH_IS_ITS_SINGLES + "a dequeue of n is n dequeues")
    default void aDequeueOfNIsNDequeues(
            @ForAll @Size(min = 4, max = 12) List<@IntRange(max = 2) Integer> queues,
            @ForAll @Size(3) List<@IntRange(max = 1) Integer> intervals,
            @ForAll @IntRange(min = 2, max = 8) int count) {
        try (Trial batch = begin();
                Trial singles = begin()) {
            for (int i = 0; i < queues.size(); i++) {
                batch.enqueue("queue-" + queues.get(i), "job-" + i, intervals.get(queues.get(i)));
                singles.enqueue("queue-" + queues.get(i), "job-" + i, intervals.get(queues.get(i)));
            }
            List<LeasedJob> ofBatch = batch.dequeue(DequeueFrom.ANY, count).jobs();
            List<LeasedJob> ofSingles = IntStream.range(0, count)
                    .mapToObj(i -> singles.dequeue())
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(ofBatch).hasSameSizeAs(ofSingles);
            for (int queue = 0; queue < intervals.size(); queue++) {
                assertSameInPartition(partition("queue-" + queue), ofBatch, ofSingles);
            }
        }
    }

    /**
     * Compares the jobs of one partition. A batch may take more or fewer of them than singles do, but in the same
     * order.
     */
    private void assertSameInPartition(int partition, List<LeasedJob> ofBatch, List<LeasedJob> ofSingles) {
        List<String> batch = jobsOf(partition, ofBatch);
        List<String> singles = jobsOf(partition, ofSingles);
        int both = Math.min(batch.size(), singles.size());
        assertThat(batch.subList(0, both)).isEqualTo(singles.subList(0, both));
    }

    private List<String> jobsOf(int partition, List<LeasedJob> jobs) {
        return jobs.stream()
                .filter(job -> partition(job.queueId()) == partition)
                .map(LeasedJob::jobId)
                .toList();
    }

    /** Each lease of a batch of finishes gets its own result. */
    @Example
    @Label(BATCH_IS_ITS_SINGLES + "a lost lease inside a batch of finishes ends nothing")
    default void aLostLeaseInsideABatchEndsNothing() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            LeasedJob first = trial.take();
            LeasedJob second = trial.take();
            FinishRequest finish = FinishRequest.of(
                    Trial.TYPE, List.of(Trial.lease(first), Trial.lease(first), Trial.lease(second)), 0);
            assertThat(Trial.get(trial.backend().finish(finish)))
                    .extracting(LeaseResult::status)
                    .containsExactly(LeaseStatus.DONE, LeaseStatus.LEASE_LOST, LeaseStatus.DONE);
        }
    }
}
