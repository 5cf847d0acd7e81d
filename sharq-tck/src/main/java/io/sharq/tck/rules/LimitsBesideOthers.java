package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LIMITS;
import static io.sharq.tck.rules.Titles.LIMIT_TURNS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.Bounds;
import io.sharq.api.Feature;
import io.sharq.api.JobState;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.LimitTrial;
import io.sharq.tck.Trial;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rules 18 and 21 where other rules meet them: defaults, deadlines, and changes of waiting jobs. */
public interface LimitsBesideOthers extends Fixture {
    /** A millisecond, in microseconds. */
    long MILLI = 1_000;

    private static QueueChange drawing(String... names) {
        return QueueChange.limits(LimitNames.of(names));
    }

    /** The limits of a default are a setting like others: they hold at once, and a queue may name its own. */
    @Example
    @Label(LIMITS + "queues draw from the limits of their default, and a changed default holds at once")
    default void queuesDrawFromTheLimitsOfTheirDefault() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered() || !trial.offers(Feature.DEFAULTS)) {
                return;
            }
            limits.set("gap", LimitTrial.interval(1_000));
            trial.enqueue("before", "job");
            trial.defaults("*", drawing("gap"));
            trial.enqueue("after", "job");
            trial.configure("own", drawing(), null, null);
            trial.enqueue("own", "job");
            assertThat(limits.describe("gap").queues()).isEqualTo(2);
            assertThat(trial.describe("before").orElseThrow().limits()).isEqualTo(LimitNames.of("gap"));
            assertThat(trial.describe("before").orElseThrow().sources().get(QueueSetting.LIMITS))
                    .hasToString("*");
            assertThat(trial.drain()).hasSize(2);
            trial.toDefault("own", QueueSetting.LIMITS);
            trial.enqueue("own", "next");
            assertThat(trial.dequeue()).isEmpty();
            trial.defaults("*", QueueChange.NONE, QueueSetting.LIMITS);
            assertThat(trial.drain()).hasSize(2);
            assertThat(trial.describe("own").orElseThrow().sources().get(QueueSetting.LIMITS))
                    .isEqualTo(SettingSource.BUILT_IN);
        }
    }

    /** A default that names a limit which is not there would mean no limit. */
    @Example
    @Label(LIMITS + "a default names limits that exist, and a limit that a default names is not deleted")
    default void aDefaultNamesLimitsThatExist() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered() || !trial.offers(Feature.DEFAULTS)) {
                return;
            }
            assertThatThrownBy(() -> trial.defaults("gold-*", drawing("gap")))
                    .hasMessageContaining("There is no limit " + new LimitKey(Trial.TYPE, "gap"));
            limits.set("gap", LimitTrial.interval(1_000));
            trial.defaults("gold-*", drawing("gap"));
            assertThat(limits.delete("gap")).isEqualTo(DeleteLimitStatus.IN_USE);
            trial.deleteDefaults("gold-*");
            assertThat(limits.delete("gap")).isEqualTo(DeleteLimitStatus.DELETED);
        }
    }

    /** A job of a queue that draws from limits by default has a cost like others. */
    @Example
    @Label(LIMITS + "the cost of a job is checked against the limits of its queue's default")
    default void theCostIsCheckedAgainstTheDefault() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered() || !trial.offers(Feature.DEFAULTS)) {
                return;
            }
            limits.set("tokens", LimitTrial.rate(1, 1, 1));
            trial.defaults("*", drawing("tokens"));
            assertThat(cost(trial, "new", 1_001)).hasToString("COST_TOO_HIGH");
            assertThat(trial.describe("new")).isEmpty();
            assertThat(cost(trial, "new", 5)).hasToString("QUEUED");
            trial.take();
            assertThat(limits.describe("tokens").level()).isEqualTo(5);
        }
    }

    private static Object cost(Trial trial, String queueId, long units) {
        JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, null, new Costs(units, Map.of()));
        return trial.enqueue(Trial.item(queueId, "job-" + units, options, QueueChange.NONE))
                .status();
    }

    /**
     * A job that dies at its deadline was not released, so it takes nothing.
     *
     * @param deadline its deadline, in milliseconds
     */
    @Property(tries = 10)
    @Label(LIMITS + "a job that dies at its deadline takes nothing from the limits it waited for")
    default void aDeadJobTakesNothing(@ForAll @IntRange(min = 1, max = 1_000) int deadline) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered() || !trial.offers(Feature.DEADLINES)) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 1));
            limits.enqueue("queue-1", 1, "rate");
            trial.take();
            JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, deadline * MILLI);
            trial.enqueue(Trial.item("queue-2", "dies", options, drawing("rate")));
            limits.enqueue("queue-3", 1, "rate");
            trial.pass(1_000 * MILLI - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().queueId()).isEqualTo("queue-3");
            assertThat(trial.find("queue-2", "dies").orElseThrow().state()).isEqualTo(JobState.DEAD);
            assertThat(limits.describe("rate").level()).isEqualTo(1);
        }
    }

    /**
     * A queue that leaves the line at a limit keeps no room there and holds up no other.
     *
     * @param how how it leaves
     */
    @Property(tries = 10)
    @Label(LIMIT_TURNS + "a queue that waits no more holds up no other, however it left")
    default void aQueueThatLeftHoldsUpNoOther(@ForAll @IntRange(max = 3) int how) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered() || !trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            limits.set("one", LimitTrial.interval(10));
            limits.set("other", LimitTrial.interval(15));
            limits.enqueue("first", 1, "one", "other");
            trial.take();
            limits.enqueue("both", 1, "one", "other");
            limits.enqueue("single", 1, "one");
            switch (how) {
                case 0 -> trial.cancel("both", "both-0");
                case 1 -> trial.clear("both");
                case 2 -> trial.configure("both", drawing(), null, null);
                default -> trial.pause("both", true);
            }
            if (how == 2) {
                assertThat(trial.take().queueId()).isEqualTo("both");
            }
            trial.pass(10 * MILLI - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.take().queueId()).isEqualTo("single");
        }
    }
}
