package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.NOTHING_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Rule 13: nothing is lost, nothing is left. */
public interface NothingLeft extends Fixture {

    /**
     * A drained queue is kept while its spacing and its counts last. Afterwards nothing of it is left.
     *
     * @param intervalMillis its interval
     */
    @Property(tries = 10)
    @Label(NOTHING_LOST + "nothing is left of a queue that has drained")
    default void nothingIsLeftOfADrainedQueue(@ForAll @LongRange(max = 1_000_000) long intervalMillis) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job", intervalMillis);
            trial.finish(trial.take());
            long memory = Math.max(600_000_000, intervalMillis * 1_000);
            trial.pass(memory - 1);
            trial.requeue();
            assertThat(trial.describe("queue")).isPresent();
            trial.pass(1);
            assertThat(trial.describe("queue")).isEmpty();
            // The upkeep of the next seconds removes its records from the store.
            trial.pass(5_000_000);
            trial.requeue();
            Page<String> types = Trial.get(trial.backend().types(PageRequest.first(10)));
            assertThat(types.items()).isEmpty();
            assertThat(Trial.get(trial.backend().queues(Trial.TYPE, PageRequest.first(10)))
                            .items())
                    .isEmpty();
            assertThat(stored(trial.backend())).as("records in the store").isZero();

            trial.enqueue("queue", "job");
            assertThat(trial.describe("queue").orElseThrow().interval()).isZero();
        }
    }

    /** A cleared queue holds no waiting job; active jobs stay. */
    @Example
    @Label(NOTHING_LOST + "a cleared queue holds no job that waits")
    default void aClearedQueueHoldsNoJobThatWaits() {
        try (Trial trial = begin()) {
            for (int i = 0; i < 5; i++) {
                trial.enqueue("queue", "job-" + i, 7);
            }
            trial.enqueue(Trial.item(
                    "queue", "later", new JobOptions(0, 1_000, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            trial.take();
            ClearReply step = Trial.get(trial.backend().clear(new ClearRequest(Trial.queue("queue"), false, 2)));
            assertThat(step.removed()).isEqualTo(2);
            assertThat(step.more()).isTrue();
            step = Trial.get(trial.backend().clear(new ClearRequest(Trial.queue("queue"), true, 100)));
            assertThat(step.removed()).isEqualTo(3);
            assertThat(step.more()).isFalse();

            assertThat(trial.describe("queue").orElseThrow().length()).isZero();
            assertThat(trial.describe("queue").orElseThrow().active()).isEqualTo(1);
            assertThat(trial.describe("queue").orElseThrow().interval()).isZero();
            assertThat(trial.enqueue("queue", "job-3")).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.take().jobId()).isEqualTo("job-3");
        }
    }

    /**
     * Until it is finished, a job is in exactly one state, which the counts of its queue show.
     *
     * @param fates what happens to each lease
     */
    @Property(tries = 30)
    @Label(NOTHING_LOST + "until it is finished, a job is in exactly one state")
    default void aJobIsInExactlyOneState(@ForAll @Size(min = 1, max = 25) List<@IntRange(max = 4) Integer> fates) {
        try (Trial trial = begin()) {
            for (int i = 0; i < 4; i++) {
                trial.enqueue(Trial.item("queue", "job-" + i, new JobOptions(0, 0, 2, null), QueueChange.NONE));
            }
            Set<String> finished = new HashSet<>();
            for (int fate : fates) {
                trial.dequeue().ifPresent(job -> {
                    switch (fate) {
                        case 0 -> finished.add(job.jobId());
                        case 1 -> trial.release(job);
                        case 2 -> trial.fail(job, 0);
                        case 3 -> trial.fail(job, 1_000);
                        default -> trial.pass(Trial.LEASE_MICROS);
                    }
                    if (fate == 0) {
                        trial.finish(job);
                    }
                });
                trial.requeue();
                QueueDescription queue = trial.describe("queue").orElseThrow();
                assertThat(queue.length() + queue.active() + queue.dead()).isEqualTo(4 - finished.size());
                for (int i = 0; i < 4; i++) {
                    assertThat(trial.find("queue", "job-" + i).isPresent())
                            .as("job-" + i)
                            .isEqualTo(!finished.contains("job-" + i));
                }
            }
        }
    }
}
