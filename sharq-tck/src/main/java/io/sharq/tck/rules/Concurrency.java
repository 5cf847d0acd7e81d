package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CONCURRENCY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 7: the cap on active jobs. */
public interface Concurrency extends Fixture {

    /**
     * At the cap a queue releases nothing until a job of it ends.
     *
     * @param cap the cap
     * @param ordered whether the queue is ordered as well
     */
    @Property(tries = 12)
    @Label(CONCURRENCY + "a queue has at most as many active jobs as its cap")
    default void atTheCapNothingIsReleased(@ForAll @IntRange(min = 1, max = 4) int cap, @ForAll boolean ordered) {
        try (Trial trial = begin()) {
            for (int i = 0; i < 8; i++) {
                trial.enqueue(Trial.item("queue", "job-" + i, JobOptions.DEFAULT, new QueueChange(null, ordered, cap)));
            }
            List<LeasedJob> batch = trial.dequeue(DequeueFrom.ANY, 8).jobs();
            assertThat(batch).hasSize(cap);
            assertThat(trial.dequeue()).isEmpty();
            batch.forEach(trial::finish);
            assertThat(trial.dequeue()).isPresent();
        }
    }
}
