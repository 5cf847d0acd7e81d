package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EpochMicros;
import io.sharq.api.Feature;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rule 24: the defaults of a type. */
public interface DefaultSettings extends Fixture {
    /** A millisecond, in microseconds. */
    long MILLI = 1_000;

    /** Ten minutes, in microseconds. */
    long TEN_MINUTES = 600_000_000;

    private static QueueChange ordered(boolean ordered) {
        return new QueueChange(null, ordered, null);
    }

    private static QueueChange concurrency(int cap) {
        return new QueueChange(null, null, cap);
    }

    private static QueueDescription described(Trial trial, String queueId) {
        return trial.describe(queueId).orElseThrow();
    }

    private static SettingSource source(Trial trial, String queueId, QueueSetting setting) {
        return Objects.requireNonNull(described(trial, queueId).sources().get(setting));
    }

    /** Of the patterns that match and name a setting, the longest counts. Each setting is looked up on its own. */
    @Example
    @Label(DEFAULTS + "a setting comes from the longest matching pattern that names it")
    default void theLongestPatternThatNamesASettingCounts() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", new QueueChange(1_000L, true, 1));
            trial.defaults("gold*", new QueueChange(200L, false, null));
            trial.defaults("gold-*", concurrency(7));
            trial.defaults("g*", new QueueChange(900L, null, 3));
            trial.defaults("gold-1x*", new QueueChange(5L, true, 9));
            for (String queue : List.of("gold-1", "gold", "silver", "gold-1x")) {
                trial.enqueue(queue, "job");
            }

            QueueDescription gold = described(trial, "gold-1");
            assertThat(gold.interval()).isEqualTo(Duration.ofMillis(200));
            assertThat(gold.ordered()).isFalse();
            assertThat(gold.concurrency()).isEqualTo(7);
            assertThat(source(trial, "gold-1", QueueSetting.INTERVAL)).hasToString("gold*");
            assertThat(source(trial, "gold-1", QueueSetting.ORDERED)).hasToString("gold*");
            assertThat(source(trial, "gold-1", QueueSetting.CONCURRENCY)).hasToString("gold-*");
            assertThat(described(trial, "gold").concurrency()).isEqualTo(3);
            assertThat(source(trial, "gold", QueueSetting.CONCURRENCY)).hasToString("g*");
            QueueDescription silver = described(trial, "silver");
            assertThat(silver.interval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(silver.ordered()).isTrue();
            assertThat(silver.concurrency()).isEqualTo(1);
            assertThat(described(trial, "gold-1x").concurrency()).isEqualTo(9);
        }
    }

    /** A pattern matches the characters of an id as they are, those of a UUID too. */
    @Example
    @Label(DEFAULTS + "a pattern is a prefix and an asterisk, whatever characters it has")
    default void aPatternIsAPrefix() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            String uuid = "0f0e0d0c-0b0a-4908-8706-050403020100";
            trial.defaults("0f0e0d0c-0b*", concurrency(1));
            trial.defaults("a**", concurrency(2));
            trial.defaults("a.*", concurrency(3));
            trial.defaults("%61*", concurrency(4));
            trial.defaults("A*", concurrency(5));
            for (String queue : List.of(uuid, "a*1", "ax1", "%61", "A", "a.")) {
                trial.enqueue(queue, "job");
            }

            assertThat(described(trial, uuid).concurrency()).isEqualTo(1);
            assertThat(described(trial, "a*1").concurrency()).isEqualTo(2);
            assertThat(described(trial, "ax1").concurrency()).isZero();
            assertThat(described(trial, "%61").concurrency()).isEqualTo(4);
            assertThat(described(trial, "A").concurrency()).isEqualTo(5);
            assertThat(described(trial, "a.").concurrency()).isEqualTo(3);
        }
    }

    /** What a queue or an enqueue names goes before every default, and stays when the defaults change. */
    @Example
    @Label(DEFAULTS + "what a queue or an enqueue names goes before a default")
    default void whatIsNamedGoesFirst() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", new QueueChange(1_000L, true, 5));
            trial.enqueue("queue", "job-1", 200);
            trial.configure("other", new QueueChange(null, false, 0), null, null);
            trial.enqueue("queue", "job-2");
            trial.enqueue("other", "job-1");
            trial.defaults("*", new QueueChange(2_000L, null, 6));

            assertThat(described(trial, "queue").interval()).isEqualTo(Duration.ofMillis(200));
            assertThat(described(trial, "queue").ordered()).isTrue();
            assertThat(described(trial, "queue").concurrency()).isEqualTo(6);
            assertThat(source(trial, "queue", QueueSetting.INTERVAL)).isEqualTo(SettingSource.QUEUE);
            assertThat(described(trial, "other").ordered()).isFalse();
            assertThat(described(trial, "other").concurrency()).isZero();
            assertThat(described(trial, "other").interval()).isEqualTo(Duration.ofSeconds(2));
            assertThat(source(trial, "other", QueueSetting.ORDERED)).isEqualTo(SettingSource.QUEUE);
            assertThat(source(trial, "other", QueueSetting.CONCURRENCY)).isEqualTo(SettingSource.QUEUE);
        }
    }

    /**
     * A changed interval counts from the last release, for a job that waits already.
     *
     * @param before the interval before, in milliseconds
     * @param after the interval after
     */
    @Property(tries = 30)
    @Label(DEFAULTS + "a changed interval holds at once, longer or shorter")
    default void aChangedIntervalHoldsAtOnce(
            @ForAll @LongRange(max = 3_000) long before, @ForAll @LongRange(min = 1, max = 3_000) long after) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", QueueChange.interval(before));
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            trial.finish(trial.take());
            trial.pass(MILLI / 2);
            trial.defaults("*", QueueChange.interval(after));

            assertThat(described(trial, "queue").nextRelease())
                    .hasValue(EpochMicros.toInstant(trial.now() + after * MILLI - MILLI / 2));
            trial.pass(after * MILLI - MILLI / 2 - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().jobId()).isEqualTo("job-2");
        }
    }

    /** A cap that is raised or removed lets jobs go at once; one that is lowered holds them back. */
    @Example
    @Label(DEFAULTS + "a changed cap or order holds at once")
    default void aChangedCapOrOrderHoldsAtOnce() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", concurrency(1));
            for (int i = 1; i <= 5; i++) {
                trial.enqueue("queue", "job-" + i);
            }
            assertThat(trial.take().jobId()).isEqualTo("job-1");
            assertThat(trial.dequeue()).isEmpty();
            trial.defaults("*", concurrency(2));
            assertThat(trial.take().jobId()).isEqualTo("job-2");
            assertThat(trial.dequeue()).isEmpty();
            trial.defaults("*", new QueueChange(null, true, 0));
            assertThat(trial.dequeue()).isEmpty();
            trial.defaults("*", ordered(false));
            assertThat(trial.take().jobId()).isEqualTo("job-3");
            trial.defaults("*", concurrency(3));
            assertThat(trial.dequeue()).isEmpty();
            trial.deleteDefaults("*");
            assertThat(trial.take().jobId()).isEqualTo("job-4");
        }
    }

    /**
     * However many queues rely on a default, a change of it has reached all when the call has returned.
     *
     * @param queues how many
     */
    @Property(tries = 3)
    @Label(DEFAULTS + "a changed default holds for every queue that relies on it")
    default void aChangedDefaultHoldsForAllQueues(@ForAll @IntRange(min = 1_500, max = 2_500) int queues) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", QueueChange.interval(60_000));
            List<EnqueueItem> items = new ArrayList<>();
            for (int i = 0; i < queues; i++) {
                items.add(Trial.item("queue-" + i, "job-1", JobOptions.DEFAULT, QueueChange.NONE));
                items.add(Trial.item("queue-" + i, "job-2", JobOptions.DEFAULT, QueueChange.NONE));
            }
            trial.enqueueAll(items);
            assertThat(trial.dequeue(DequeueFrom.ANY, queues + 1).jobs()).hasSize(queues);
            trial.pass(1_000 * MILLI);
            assertThat(trial.dequeue()).isEmpty();
            trial.defaults("*", QueueChange.interval(1_000));
            List<LeasedJob> second = trial.dequeue(DequeueFrom.ANY, queues + 1).jobs();

            assertThat(second.stream().map(LeasedJob::queueId).distinct()).hasSize(queues);
            assertThat(second.stream().map(LeasedJob::jobId)).containsOnly("job-2");
        }
    }

    /** A queue that goes back has the defaults that hold then, and follows them. What it names after that is its own again. */
    @Example
    @Label(DEFAULTS + "a queue can go back to its defaults")
    default void aQueueCanGoBack() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", new QueueChange(1_000L, null, 4));
            trial.configure("queue", new QueueChange(5L, true, 9), null, null);
            trial.toDefault("queue", QueueSetting.INTERVAL);
            assertThat(described(trial, "queue").interval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(described(trial, "queue").concurrency()).isEqualTo(9);
            trial.toDefault("queue", QueueSetting.ORDERED, QueueSetting.CONCURRENCY);
            assertThat(described(trial, "queue").concurrency()).isEqualTo(4);
            assertThat(described(trial, "queue").ordered()).isFalse();
            assertThat(source(trial, "queue", QueueSetting.ORDERED)).isEqualTo(SettingSource.BUILT_IN);
            trial.defaults("*", new QueueChange(2_000L, true, null));
            assertThat(described(trial, "queue").interval()).isEqualTo(Duration.ofSeconds(2));
            assertThat(described(trial, "queue").ordered()).isTrue();
            trial.enqueue("queue", "job", 7);
            assertThat(source(trial, "queue", QueueSetting.INTERVAL)).isEqualTo(SettingSource.QUEUE);
        }
    }

    /** A pinned interval is kept from enqueues, whether the queue names it or has it by default. */
    @Example
    @Label(DEFAULTS + "a pinned queue keeps what it named, and follows the default otherwise")
    default void aPinnedQueueKeepsWhatItNamed() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.configure("queue", QueueChange.interval(300), true, null);
            trial.configure("other", QueueChange.NONE, true, null);
            trial.defaults("*", QueueChange.interval(1_000));
            trial.enqueue("queue", "job", 5);
            trial.enqueue("other", "job", 5);

            assertThat(described(trial, "queue").interval()).isEqualTo(Duration.ofMillis(300));
            assertThat(described(trial, "other").interval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(source(trial, "other", QueueSetting.INTERVAL)).hasToString("*");
        }
    }

    /** Queues of a deleted default have the next pattern's, or the values of a new queue without defaults. */
    @Example
    @Label(DEFAULTS + "a deleted default gives way to the next pattern, or to none")
    default void aDeletedDefaultGivesWay() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", QueueChange.interval(1_000));
            trial.defaults("gold-*", new QueueChange(60_000L, true, 2));
            trial.enqueue("gold-1", "job-1");
            trial.enqueue("gold-1", "job-2");
            trial.finish(trial.take());
            trial.defaults("gold-*", QueueChange.NONE, QueueSetting.INTERVAL);
            assertThat(source(trial, "gold-1", QueueSetting.INTERVAL)).hasToString("*");
            assertThat(described(trial, "gold-1").ordered()).isTrue();
            assertThat(described(trial, "gold-1").nextRelease())
                    .hasValue(EpochMicros.toInstant(trial.now() + 1_000 * MILLI));
            assertThat(trial.deleteDefaults("gold-*").found()).isTrue();
            assertThat(described(trial, "gold-1").ordered()).isFalse();
            assertThat(trial.deleteDefaults("*").found()).isTrue();
            assertThat(source(trial, "gold-1", QueueSetting.INTERVAL)).isEqualTo(SettingSource.BUILT_IN);
            assertThat(trial.take().jobId()).isEqualTo("job-2");
            assertThat(trial.deleteDefaults("*").found()).isFalse();
        }
    }

    /** A listing has each pattern with what it names. Others have nothing of it. */
    @Example
    @Label(DEFAULTS + "they are listed, and kept without any queue until they are deleted")
    default void theyAreListedAndKept() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            assertThat(trial.defaults("*", QueueChange.NONE).found()).isFalse();
            trial.defaults("gold-*", new QueueChange(0L, null, 2));
            trial.defaults("*", ordered(true));
            trial.pass(2 * TEN_MINUTES);
            trial.requeue();

            assertThat(listed(trial))
                    .containsExactly(
                            new QueueDefaults(
                                    new QueuePattern(Trial.TYPE, "*"),
                                    Optional.empty(),
                                    Optional.of(true),
                                    Optional.empty()),
                            new QueueDefaults(
                                    new QueuePattern(Trial.TYPE, "gold-*"),
                                    Optional.of(Duration.ZERO),
                                    Optional.empty(),
                                    Optional.of(2)));
            assertThat(Trial.get(trial.backend().defaults("other"))).isEmpty();
            assertThat(Trial.get(trial.backend().types(PageRequest.first(10))).items())
                    .containsExactly(Trial.TYPE);
            trial.deleteDefaults("gold-*");
            trial.deleteDefaults("*");
            assertThat(listed(trial)).isEmpty();
            trial.requeue();
            assertThat(Trial.get(trial.backend().types(PageRequest.first(10))).items())
                    .isEmpty();
            assertThat(stored(trial.backend())).isZero();
        }
    }

    private static List<QueueDefaults> listed(Trial trial) {
        return Trial.get(trial.backend().defaults(Trial.TYPE));
    }

    /** A drained queue is kept for its new spacing: until then no job may go earlier than that. */
    @Example
    @Label(DEFAULTS + "a longer interval holds for a queue that has drained")
    default void aLongerIntervalHoldsForADrainedQueue() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", QueueChange.interval(1_000));
            trial.enqueue("queue", "job-1");
            trial.finish(trial.take());
            long released = trial.now();
            trial.pass(MILLI);
            trial.defaults("*", QueueChange.interval(3_600_000));
            trial.pass(2 * TEN_MINUTES);
            trial.requeue();
            trial.enqueue("queue", "job-2");

            assertThat(described(trial, "queue").nextRelease())
                    .hasValue(EpochMicros.toInstant(released + 3_600_000 * MILLI));
            assertThat(trial.dequeue()).isEmpty();
        }
    }

    /** A cleared queue has no settings of its own any more. */
    @Example
    @Label(DEFAULTS + "a queue that is forgotten or reset has the defaults again")
    default void aForgottenQueueHasTheDefaultsAgain() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            trial.defaults("*", new QueueChange(100L, true, 3));
            trial.enqueue(Trial.item("queue", "job", JobOptions.DEFAULT, new QueueChange(5L, false, 9)));
            trial.finish(trial.take());
            trial.pass(TEN_MINUTES);
            trial.enqueue("queue", "job");

            assertThat(described(trial, "queue").interval()).isEqualTo(Duration.ofMillis(100));
            assertThat(described(trial, "queue").ordered()).isTrue();
            assertThat(described(trial, "queue").concurrency()).isEqualTo(3);
        }
    }

    /** One pattern more than a type may have is refused, and changes nothing. */
    @Example
    @Label(DEFAULTS + "a type has defaults for a bounded number of patterns")
    default void aTypeHasABoundedNumberOfPatterns() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.DEFAULTS)) {
                return;
            }
            for (int i = 0; i < Bounds.MAX_PATTERNS; i++) {
                trial.defaults("queue-" + i + "-*", concurrency(i));
            }
            assertThatThrownBy(() -> trial.defaults("*", concurrency(1)))
                    .hasCauseInstanceOf(BackendException.class)
                    .cause()
                    .satisfies(refused ->
                            assertThat(((BackendException) refused).outcome()).isEqualTo(Outcome.REJECTED));
            assertThat(listed(trial)).hasSize(Bounds.MAX_PATTERNS);
            trial.defaults("queue-7-*", concurrency(70));
            trial.enqueue("queue-7-x", "job");
            assertThat(described(trial, "queue-7-x").concurrency()).isEqualTo(70);
        }
    }
}
