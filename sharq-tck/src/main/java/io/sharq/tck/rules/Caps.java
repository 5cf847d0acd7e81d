package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 11: caps on the length of a queue. */
public interface Caps extends Fixture {

    /**
     * An enqueue past the longest length changes nothing.
     *
     * @param cap the longest length
     */
    @Property(tries = 8)
    @Label(CAPS + "an enqueue past the longest length changes nothing and says QUEUE_FULL")
    default void aFullQueueTakesNothing(@ForAll @IntRange(min = 1, max = 6) int cap) {
        try (Trial trial = begin()) {
            JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, cap);
            for (int i = 0; i < cap; i++) {
                EnqueueResult result = trial.enqueue(Trial.item("queue", "job-" + i, options, QueueChange.interval(3)));
                assertThat(result.status()).isEqualTo(EnqueueStatus.QUEUED);
                assertThat(result.queueLength()).isEqualTo(i + 1);
            }
            EnqueueResult refused = trial.enqueue(Trial.item("queue", "more", options, QueueChange.interval(8)));
            assertThat(refused.status()).isEqualTo(EnqueueStatus.QUEUE_FULL);
            assertThat(refused.queueLength()).isEqualTo(cap);
            assertThat(trial.find("queue", "more")).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().interval()).hasMillis(3);

            trial.take();
            assertThat(trial.enqueue(Trial.item("queue", "more", options, QueueChange.NONE))
                            .status())
                    .isEqualTo(EnqueueStatus.QUEUED);
        }
    }
}
