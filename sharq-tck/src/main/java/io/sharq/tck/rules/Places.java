package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.PLACE_FOR_LIFE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rule 5: a place for life. */
public interface Places extends Fixture {

    /**
     * Jobs leave in the order of their places: by order, then by enqueue.
     *
     * @param orders the orders of the jobs
     */
    @Property(tries = 50)
    @Label(PLACE_FOR_LIFE + "jobs leave by order, then in the order of their enqueues")
    default void jobsLeaveByPlace(@ForAll @Size(min = 1, max = 15) List<@IntRange(min = -2, max = 2) Integer> orders) {
        try (Trial trial = begin()) {
            for (int i = 0; i < orders.size(); i++) {
                trial.enqueue(Trial.item(
                        "queue",
                        "job-" + i,
                        new JobOptions(orders.get(i), 0, Bounds.REQUEUE_ALWAYS, null),
                        QueueChange.NONE));
            }
            List<String> expected = IntStream.range(0, orders.size())
                    .boxed()
                    .sorted(Comparator.comparing(orders::get))
                    .map(i -> "job-" + i)
                    .toList();
            assertThat(trial.drain()).isEqualTo(expected);
        }
    }

    /**
     * A job that failed, was released, or whose lease expired goes back before jobs that were enqueued after it.
     *
     * @param way which of the three
     */
    @Property(tries = 9)
    @Label(PLACE_FOR_LIFE + "a job that comes back takes the place that its enqueue gave it")
    default void aJobThatComesBackTakesItsPlace(@ForAll @IntRange(max = 2) int way) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            trial.enqueue("queue", "job-3");
            List<LeasedJob> leased = new ArrayList<>(List.of(trial.take(), trial.take()));
            trial.enqueue("queue", "job-4");
            if (way == 0) {
                leased.forEach(job -> trial.fail(job, 0));
            } else if (way == 1) {
                leased.forEach(trial::release);
            } else {
                trial.pass(Trial.LEASE_MICROS);
                trial.requeue();
            }

            assertThat(trial.drain()).containsExactly("job-1", "job-2", "job-3", "job-4");
        }
    }

    /** A delayed job is not released before it is due. Then it takes its place by its enqueue, before later jobs. */
    @Example
    @Label(PLACE_FOR_LIFE + "a delayed job takes its place once it is due")
    default void aDelayedJobTakesItsPlaceOnceItIsDue() {
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item(
                    "queue", "delayed", new JobOptions(0, 1_000, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            trial.pass(999);
            assertThat(trial.dequeue()).isEmpty();
            trial.enqueue("queue", "later");
            trial.pass(1);
            assertThat(trial.drain()).containsExactly("delayed", "later");
        }
    }

    /** The least and the greatest order sort like any other. */
    @Example
    @Label(PLACE_FOR_LIFE + "the ends of the order")
    default void theEndsOfTheOrder() {
        try (Trial trial = begin()) {
            for (int order : new int[] {Bounds.MAX_ORDER, 0, Bounds.MIN_ORDER, -1, 1}) {
                trial.enqueue(Trial.item(
                        "queue",
                        "order_" + order,
                        new JobOptions(order, 0, Bounds.REQUEUE_ALWAYS, null),
                        QueueChange.NONE));
            }
            assertThat(trial.drain()).containsExactly("order_-32768", "order_-1", "order_0", "order_1", "order_32767");
        }
    }
}
