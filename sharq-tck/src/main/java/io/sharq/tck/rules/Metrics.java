package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Limits;
import io.sharq.spi.JobOptions;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.MinuteCount;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rule 16. */
public interface Metrics extends Fixture {

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
                MetricsReply metrics = Trial.get(trial.backend().metrics(scope));
                assertThat(metrics.minutes()).hasSize(10);
                for (int i = 0; i < 10; i++) {
                    MinuteCount count = metrics.minutes().get(i);
                    long minute = current - 9 + i;
                    assertThat(count)
                            .isEqualTo(new MinuteCount(
                                    minute, expected.getOrDefault(minute, 0L), expected.getOrDefault(minute, 0L)));
                }
                assertThat(metrics.active()).isEqualTo(gaps.size());
                assertThat(metrics.length()).isZero();
            }
        }
    }

    /** A count is seen until its minute is the tenth before the current one. */
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
                        .extracting(MinuteCount::enqueued)
                        .containsOnly(1L);
            }
            trial.pass(60_000_000);
            MetricsReply metrics = Trial.get(trial.backend().metrics(new MetricsScope.Queue(Trial.queue("queue"))));
            assertThat(metrics.minutes())
                    .extracting(MinuteCount::enqueued)
                    .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);
        }
    }

    /** After a clock was set back by more than the window, the counts start anew. */
    @Example
    @Label(METRICS + "counts start anew when the clock is set back beyond them")
    default void countsStartAnewWhenTheClockIsSetBack() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.time().stepMicros(-700_000_000);
            trial.enqueue("queue", "job-2");
            trial.time().stepMicros(700_000_000);
            MetricsReply metrics = Trial.get(trial.backend().metrics(new MetricsScope.Type(Trial.TYPE)));
            assertThat(metrics.minutes()).extracting(MinuteCount::enqueued).containsOnly(0L);
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
                    "queue", "later", new JobOptions(0, 1_000, Limits.REQUEUE_ALWAYS, null), QueueChange.NONE));
            for (MetricsScope scope : List.of(
                    MetricsScope.ALL,
                    new MetricsScope.Type(Trial.TYPE),
                    new MetricsScope.Queue(Trial.queue("queue")))) {
                MetricsReply metrics = Trial.get(trial.backend().metrics(scope));
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
}
