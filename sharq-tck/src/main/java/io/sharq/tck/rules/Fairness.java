package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.OLDEST_FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 4: oldest first among queues. */
public interface Fairness extends Fixture {

    /**
     * Queues that stay backlogged are served in turn, by single calls and by batches.
     *
     * @param queues how many queues
     * @param batch how many jobs a call takes
     * @param calls how many calls
     */
    @Property(tries = 50)
    @Label(OLDEST_FIRST + "the counts of backlogged unlimited queues differ by at most one")
    default void backloggedQueuesAreServedInTurn(
            @ForAll @IntRange(min = 2, max = 6) int queues,
            @ForAll @IntRange(min = 1, max = 9) int batch,
            @ForAll @IntRange(min = 1, max = 6) int calls) {
        try (Trial trial = begin()) {
            for (int queue = 0; queue < queues; queue++) {
                for (int job = 0; job < batch * calls; job++) {
                    trial.enqueue("queue-" + queue, "job-" + job);
                }
            }
            Map<String, Integer> counts = new HashMap<>();
            for (int queue = 0; queue < queues; queue++) {
                counts.put("queue-" + queue, 0);
            }
            for (int call = 0; call < calls; call++) {
                List<LeasedJob> jobs = trial.dequeue(DequeueFrom.ANY, batch).jobs();
                assertThat(jobs).hasSize(batch);
                jobs.forEach(job -> counts.merge(job.queueId(), 1, Integer::sum));
                assertTakenInTurn(counts);
                trial.pass(call);
            }
        }
    }

    private void assertTakenInTurn(Map<String, Integer> counts) {
        Map<Integer, List<Integer>> ofPartitions = counts.entrySet().stream()
                .collect(Collectors.groupingBy(
                        count -> partition(count.getKey()),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        assertThat(ofPartitions.values())
                .allSatisfy(ofPartition -> assertThat(Collections.max(ofPartition) - Collections.min(ofPartition))
                        .isLessThanOrEqualTo(1));
    }

    /** The queue that has been ready longest is served first, whichever queue was enqueued to first. */
    @Example
    @Label(OLDEST_FIRST + "the queue that has been ready longest is served")
    default void theQueueThatHasBeenReadyLongestIsServed() {
        try (Trial trial = begin()) {
            trial.enqueue("late", "job-1", 10);
            trial.take();
            trial.enqueue("late", "job-2");
            trial.pass(5_000);
            trial.enqueue("early", "job-1");
            trial.pass(10_000);

            assertThat(trial.take().queueId()).isEqualTo("early");
            assertThat(trial.take().queueId()).isEqualTo("late");
        }
    }
}
