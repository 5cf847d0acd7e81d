package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EpochMicros;
import io.sharq.api.Metrics;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rule 16: metrics. */
public interface Counting extends Fixture {

    /**
     * Enqueues and dequeues are counted in their minutes, in all, per type and per queue.
     *
     * @param gaps the seconds between jobs
     */
    @Property(tries = 20)
    @Label(METRICS + "enqueues and dequeues are counted by the minute")
    default void jobsAreCountedByTheMinute(@ForAll @Size(min = 1, max = 12) List<@IntRange(max = 150) Integer> gaps) {
        try (Trial trial = begin()) {
            Map<Long, Long> expected = new TreeMap<>();
            for (int i = 0; i < gaps.size(); i++) {
                trial.enqueue("queue", "job-" + i);
                trial.take();
                expected.merge(trial.now() / 60_000_000, 1L, Long::sum);
                trial.pass(gaps.get(i) * 1_000_000L);
            }
            long current = trial.now() / 60_000_000;
            for (MetricsScope scope : List.of(
                    MetricsScope.ALL,
                    new MetricsScope.Type(Trial.TYPE),
                    new MetricsScope.Queue(Trial.queue("queue")))) {
                Metrics metrics = Trial.get(trial.backend().metrics(scope));
                assertThat(metrics.minutes()).hasSize(10);
                for (int i = 0; i < 10; i++) {
                    Metrics.Minute count = metrics.minutes().get(i);
                    long minute = current - 9 + i;
                    assertThat(count)
                            .isEqualTo(Metrics.Minute.of(
                                    minute, expected.getOrDefault(minute, 0L), expected.getOrDefault(minute, 0L)));
                }
                assertThat(metrics.active()).isEqualTo(gaps.size());
                assertThat(metrics.length()).isZero();
            }
        }
    }

    /** A count is reported until its minute is the tenth before the current one. */
    @Example
    @Label(METRICS + "a count is seen in its minute and nine more")
    default void aCountIsSeenForTenMinutes() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-0");
            for (int minute = 1; minute <= 9; minute++) {
                trial.pass(60_000_000);
                trial.enqueue("queue", "job-" + minute);
            }
            for (MetricsScope scope :
                    List.of(new MetricsScope.Type(Trial.TYPE), new MetricsScope.Queue(Trial.queue("queue")))) {
                assertThat(Trial.get(trial.backend().metrics(scope)).minutes())
                        .extracting(Metrics.Minute::enqueued)
                        .containsOnly(1L);
            }
            trial.pass(60_000_000);
            Metrics metrics = Trial.get(trial.backend().metrics(new MetricsScope.Queue(Trial.queue("queue"))));
            assertThat(metrics.minutes())
                    .extracting(Metrics.Minute::enqueued)
                    .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);
        }
    }

    /** Counts restart after the clock was set back by more than the window. */
    @Example
    @Label(METRICS + "counts start anew when the clock is set back beyond them")
    default void countsStartAnewWhenTheClockIsSetBack() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.time().stepMicros(-700_000_000);
            trial.enqueue("queue", "job-2");
            trial.time().stepMicros(700_000_000);
            Metrics metrics = Trial.get(trial.backend().metrics(new MetricsScope.Type(Trial.TYPE)));
            assertThat(metrics.minutes()).extracting(Metrics.Minute::enqueued).containsOnly(0L);
        }
    }

    /** Jobs are counted by their state, in all, per type and per queue; another type's are not. */
    @Example
    @Label(METRICS + "length, delayed, active and dead are counted")
    default void jobsAreCountedByTheirState() {
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item("queue", "dies", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            trial.fail(trial.take(), 0);
            for (int i = 0; i < 5; i++) {
                trial.enqueue("queue", "job-" + i);
            }
            trial.take();
            trial.take();
            trial.enqueue(Trial.item(
                    "queue", "later", new JobOptions(0, 1_000, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            for (MetricsScope scope : List.of(
                    MetricsScope.ALL,
                    new MetricsScope.Type(Trial.TYPE),
                    new MetricsScope.Queue(Trial.queue("queue")))) {
                Metrics metrics = Trial.get(trial.backend().metrics(scope));
                assertThat(metrics.length()).isEqualTo(4);
                assertThat(metrics.delayed()).isEqualTo(1);
                assertThat(metrics.active()).isEqualTo(2);
                assertThat(metrics.dead()).isEqualTo(1);
            }
            assertThat(Trial.get(trial.backend().metrics(new MetricsScope.Type("call")))
                            .length())
                    .isZero();
        }
    }

    /**
     * Of two queues, the one that became ready first is reported, and after its release the other one.
     *
     * @param between the microseconds between the two
     * @param after the microseconds until the metrics are read
     */
    @Property(tries = 20)
    @Label(METRICS + "the queue that has been ready longest tells since when")
    default void theQueueThatHasBeenReadyLongestTellsSinceWhen(
            @ForAll @IntRange(min = 1, max = 5_000_000) int between, @ForAll @IntRange(max = 5_000_000) int after) {
        try (Trial trial = begin()) {
            assertThat(oldestReady(trial)).isEmpty();
            long first = trial.now();
            trial.enqueue("first", "job");
            trial.pass(between);
            long second = trial.now();
            trial.enqueue("second", "job");
            trial.pass(after);
            assertThat(oldestReady(trial)).hasValue(first);
            assertThat(oldestReady(trial, "first")).hasValue(first);
            assertThat(oldestReady(trial, "second")).hasValue(second);
            assertThat(oldestReady(trial, MetricsScope.ALL)).hasValue(first);
            assertThat(oldestReady(trial, new MetricsScope.Type("call"))).isEmpty();
            trial.take();
            assertThat(oldestReady(trial)).hasValue(second);
            assertThat(oldestReady(trial, "first")).isEmpty();
            assertThat(oldestReady(trial, MetricsScope.ALL)).hasValue(second);
            trial.take();
            assertThat(oldestReady(trial)).isEmpty();
            assertThat(oldestReady(trial, MetricsScope.ALL)).isEmpty();
        }
    }

    /** Of all types, the one that became ready first is reported. */
    @Example
    @Label(METRICS + "of all types the one that has been ready longest tells since when")
    default void ofAllTypesTheOneThatHasBeenReadyLongestTellsSinceWhen() {
        try (Trial trial = begin()) {
            long first = trial.now();
            EnqueueItem item = Trial.item("queue", "job", JobOptions.DEFAULT, QueueChange.NONE);
            Trial.get(trial.backend().enqueue(new EnqueueRequest("call", List.of(item))));
            trial.pass(1_000);
            trial.enqueue("queue", "job");
            assertThat(oldestReady(trial, MetricsScope.ALL)).hasValue(first);
            assertThat(oldestReady(trial)).hasValue(first + 1_000);
            trial.dequeue("call", DequeueFrom.ANY, 1);
            assertThat(oldestReady(trial, MetricsScope.ALL)).hasValue(first + 1_000);
        }
    }

    /**
     * A limited queue reports no instant during its interval, and its end afterwards.
     *
     * @param millis the interval
     * @param after the microseconds until the metrics are read
     */
    @Property(tries = 20)
    @Label(METRICS + "a limited queue is ready since the end of its interval")
    default void aLimitedQueueIsReadySinceTheEndOfItsInterval(
            @ForAll @IntRange(min = 1, max = 100_000) int millis, @ForAll @IntRange(max = 5_000_000) int after) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", millis);
            trial.enqueue("queue", "job-2", millis);
            trial.take();
            trial.pass(millis * 1_000L - 1);
            assertThat(oldestReady(trial)).isEmpty();
            assertThat(oldestReady(trial, "queue")).isEmpty();
            trial.pass(1);
            long ready = trial.now();
            trial.pass(after);
            assertThat(oldestReady(trial)).hasValue(ready);
            assertThat(oldestReady(trial, "queue")).hasValue(ready);
        }
    }

    /**
     * A job that is due counts as ready before any operation has moved it to its place.
     *
     * @param delay the microseconds of its delay
     * @param after the microseconds until the metrics are read
     */
    @Property(tries = 20)
    @Label(METRICS + "a delayed job is ready since it is due")
    default void aDelayedJobIsReadySinceItIsDue(
            @ForAll @IntRange(min = 1, max = 5_000_000) int delay, @ForAll @IntRange(max = 5_000_000) int after) {
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item(
                    "queue", "later", new JobOptions(0, delay, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            trial.pass(delay - 1L);
            assertThat(oldestReady(trial)).isEmpty();
            assertThat(oldestReady(trial, "queue")).isEmpty();
            trial.pass(1);
            long due = trial.now();
            trial.pass(after);
            assertThat(oldestReady(trial)).hasValue(due);
            assertThat(oldestReady(trial, "queue")).hasValue(due);
            assertThat(oldestReady(trial)).hasValue(due);
            assertThat(trial.take().jobId()).isEqualTo("later");
        }
    }

    /** A queue that is paused, held, at its cap, or ordered with an active job is not ready. */
    @Example
    @Label(METRICS + "a queue that may not release is not ready")
    default void aQueueThatMayNotReleaseIsNotReady() {
        try (Trial trial = begin()) {
            long start = trial.now();
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            trial.pass(1_000);
            trial.pause(null, true);
            assertThat(oldestReady(trial)).isEmpty();
            assertThat(oldestReady(trial, "queue")).isEmpty();
            assertThat(oldestReady(trial, MetricsScope.ALL)).isEmpty();
            trial.pause(null, false);
            assertThat(oldestReady(trial)).hasValue(start);

            trial.pause("queue", true);
            assertThat(oldestReady(trial)).isEmpty();
            assertThat(oldestReady(trial, "queue")).isEmpty();
            trial.pass(1_000);
            trial.pause("queue", false);
            assertThat(oldestReady(trial)).hasValue(start + 2_000);

            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(5_000, "lunch"));
            trial.pass(4_999);
            assertThat(oldestReady(trial)).isEmpty();
            trial.pass(2);
            assertThat(oldestReady(trial)).hasValue(start + 7_000);

            trial.configure("queue", new QueueChange(null, null, 1), null, null);
            LeasedJob first = trial.take();
            assertThat(oldestReady(trial)).isEmpty();
            trial.pass(1_000);
            trial.configure("queue", new QueueChange(null, true, 0), null, null);
            assertThat(oldestReady(trial)).isEmpty();
            trial.finish(first);
            assertThat(oldestReady(trial)).hasValue(start + 8_001);
        }
    }

    /**
     * After the clock was set back, the reported instant is as long ago as before.
     *
     * @param before the microseconds that a job is ready before
     * @param back by how much the clock is set back
     * @param after the microseconds that the job is ready after that
     */
    @Property(tries = 20)
    @Label(METRICS + "a clock that is set back takes along since when a queue is ready")
    default void aClockThatIsSetBackTakesAlongSinceWhenAQueueIsReady(
            @ForAll @IntRange(max = 5_000_000) int before,
            @ForAll @IntRange(min = 1, max = 1_000_000_000) int back,
            @ForAll @IntRange(max = 5_000_000) int after) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.pass(before);
            trial.enqueue("queue", "job-2");
            trial.time().stepMicros(-back);
            trial.enqueue("queue", "job-3");
            trial.pass(after);
            assertThat(oldestReady(trial)).hasValue(trial.now() - before - after);
            assertThat(oldestReady(trial, "queue")).hasValue(trial.now() - before - after);
        }
    }

    private static OptionalLong oldestReady(Trial trial) {
        return oldestReady(trial, new MetricsScope.Type(Trial.TYPE));
    }

    private static OptionalLong oldestReady(Trial trial, String queueId) {
        return oldestReady(trial, new MetricsScope.Queue(Trial.queue(queueId)));
    }

    private static OptionalLong oldestReady(Trial trial, MetricsScope scope) {
        return Trial.get(trial.backend().metrics(scope)).oldestReadyAt().stream()
                .mapToLong(EpochMicros::of)
                .findFirst();
    }
}
