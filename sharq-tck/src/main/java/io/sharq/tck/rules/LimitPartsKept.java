package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CHANGED_LIMIT;
import static io.sharq.tck.rules.Titles.PARTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import io.sharq.spi.Hold;
import io.sharq.spi.LimitChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.LimitTrial;
import io.sharq.tck.Trial;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rules 19 and 20: the parts of a limit, and their changes. */
public interface LimitPartsKept extends Fixture {
    /** A second, in microseconds. */
    long SECOND = 1_000_000;

    private static LimitParts rolling(long units, Duration span) {
        return new LimitParts(null, null, new RollingQuota(units, span), null, null, null);
    }

    /** Takes all jobs of many queues behind a limit, and returns how many there were. */
    private static int taken(Trial trial) {
        return trial.drain().size();
    }

    /**
     * The burst goes at once, then one job for each unit, to the microsecond.
     *
     * @param units the units in a second
     * @param burst the burst
     */
    @Property(tries = 30)
    @Label(PARTS + "a rate releases its burst at once, and then a unit whenever one is free, to the microsecond")
    default void aRateReleasesItsBurstAndThenItsUnits(
            @ForAll @LongRange(min = 1, max = 1_000) long units, @ForAll @IntRange(min = 1, max = 5) int burst) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(units, 1_000, burst));
            limits.enqueue("queue", burst + 3, "rate");
            assertThat(taken(trial)).isEqualTo(burst);
            long unit = (SECOND + units - 1) / units;
            trial.pass(unit - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(taken(trial)).isEqualTo(1);
        }
    }

    /** The limit is not full again because its queue has drained and was forgotten. */
    @Example
    @Label(PARTS + "a level and a last release stay when the queue that used the limit has drained")
    default void aLimitRemembersQueuesThatAreGone() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("gap", LimitTrial.interval(3_600_000));
            limits.set("rate", LimitTrial.rate(1, 3_600_000, 1));
            limits.enqueue("old", 1, "gap", "rate");
            trial.finish(trial.take());
            trial.pass(3_599 * SECOND);
            trial.requeue();
            assertThat(trial.describe("old")).isEmpty();
            limits.enqueue("by-gap", 1, "gap");
            limits.enqueue("by-rate", 1, "rate");
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(SECOND);
            assertThat(taken(trial)).isEqualTo(2);
        }
    }

    /** A clock that is set back makes no part early. */
    @Example
    @Label(PARTS + "a clock that is set back opens no part early")
    default void aClockThatIsSetBackOpensNothing() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 1));
            limits.enqueue("queue", 2, "rate");
            trial.take();
            trial.pass(SECOND / 2);
            trial.time().stepMicros(-3_600 * SECOND);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(SECOND / 2 - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(SECOND);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /**
     * A quota of a span, however the jobs are spread over it: never more in any span, and each unit is back after it.
     *
     * @param units the number of units
     * @param gap the time between the jobs
     */
    @Property(tries = 20)
    @Label(PARTS + "a rolling quota releases no more than its units in any span, and each is back after it")
    default void aRollingQuotaHoldsInAnySpan(
            @ForAll @IntRange(min = 1, max = 5) int units, @ForAll @LongRange(min = 2, max = 19) long gap) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("quota", rolling(units, Duration.ofSeconds(100)));
            limits.enqueue("queue", units + 1, "quota");
            long first = trial.now();
            for (int i = 0; i < units; i++) {
                trial.take();
                trial.pass(gap * SECOND);
            }
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(first + 100 * SECOND - 1 - trial.now());
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** A try begins on the first of January 2026 at 00:00:30 in UTC, which is 16:00:30 of the day before in Los Angeles. */
    @Example
    @Label(PARTS + "a calendar quota is whole again at the midnight of its zone")
    default void aCalendarQuotaEndsAtMidnight() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            CalendarQuota quota = new CalendarQuota(2, CalendarPeriod.DAY, ZoneId.of("America/Los_Angeles"));
            limits.set("brand", new LimitParts(null, null, quota, null, null, null));
            limits.enqueue("queue", 5, "brand");
            assertThat(taken(trial)).isEqualTo(2);
            trial.pass((8 * 3_600 - 30) * SECOND - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(taken(trial)).isEqualTo(2);
        }
    }

    /** It is 19:00:30 in New York when a try begins. */
    @Example
    @Label(PARTS + "hours go by the wall clock of their zone")
    default void hoursGoByTheZone() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            HourWindow window =
                    new HourWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.of(20, 0), LocalTime.of(21, 0));
            Hours hours = new Hours(List.of(window), ZoneId.of("America/New_York"));
            limits.set("calling", new LimitParts(null, null, null, null, hours, null));
            limits.enqueue("queue", 3, "calling");
            trial.pass(3_570 * SECOND - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
            trial.pass(3_600 * SECOND - 1);
            assertThat(trial.dequeue()).isPresent();
            trial.pass(1);
            assertThat(trial.dequeue()).isEmpty();
        }
    }

    /** One call cools an account. */
    @Example
    @Label(PARTS + "a held or paused limit releases nothing")
    default void aHeldOrPausedLimitReleasesNothing() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.configure("account", LimitChange.NONE, new Hold.Span(SECOND, "421"), null);
            limits.enqueue("queue", 2, "account");
            assertThat(limits.describe("account").holdReason()).isEqualTo("421");
            trial.pass(SECOND - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
            limits.configure("account", LimitChange.NONE, null, true);
            assertThat(trial.dequeue()).isEmpty();
            limits.configure("account", LimitChange.NONE, null, false);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /**
     * The level stays: what is above the new burst is waited for at the new rate.
     *
     * @param seconds the seconds for a unit after the change
     */
    @Property(tries = 10)
    @Label(CHANGED_LIMIT + "a changed rate holds for jobs that wait, and the level stays")
    default void aChangedRateHoldsAtOnce(@ForAll @IntRange(min = 1, max = 20) int seconds) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 10_000, 3));
            limits.enqueue("queue", 9, "rate");
            assertThat(taken(trial)).isEqualTo(3);
            limits.set("rate", LimitTrial.rate(1, seconds * 1_000L, 3));
            assertThat(limits.describe("rate").level()).isEqualTo(3);
            trial.pass(seconds * SECOND - 1);
            assertThat(trial.dequeue()).isEmpty();
            // A change of the rate may round by a microsecond.
            trial.pass(2);
            assertThat(taken(trial)).isEqualTo(1);
        }
    }

    /** The counts and the last release stay when quota and interval change. */
    @Example
    @Label(CHANGED_LIMIT + "the counts and the last release stay")
    default void theCountsStay() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("quota", rolling(2, Duration.ofSeconds(60)));
            limits.enqueue("queue", 9, "quota");
            assertThat(taken(trial)).isEqualTo(2);
            limits.set("quota", rolling(3, Duration.ofSeconds(90)));
            assertThat(taken(trial)).isEqualTo(1);
            assertThat(limits.describe("quota").counted()).isEqualTo(3);
            limits.end("quota", LimitPart.QUOTA);
            limits.set("quota", LimitTrial.interval(5_000));
            trial.pass(5 * SECOND - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** A change names what it changes, and a change that does not fit leaves all as it is. */
    @Example
    @Label(CHANGED_LIMIT + "a change sets and ends the parts that it names, or changes nothing")
    default void aChangeNamesItsParts() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("limit", LimitTrial.interval(10));
            limits.set("limit", LimitTrial.concurrency(7));
            LimitParts both = new LimitParts(Duration.ofMillis(10), null, null, 7, null, null);
            assertThat(limits.describe("limit").parts()).isEqualTo(both);
            LimitParts coarse = new LimitParts(null, new Rate(1, Duration.ofDays(1), 1), null, 3, null, null);
            assertThatThrownBy(() -> limits.configure("limit", new LimitChange(coarse, Set.of()), null, true))
                    .hasRootCauseInstanceOf(InvalidValueException.class);
            assertThat(limits.describe("limit").parts()).isEqualTo(both);
            assertThat(limits.describe("limit").paused()).isFalse();
            limits.end("limit", LimitPart.INTERVAL);
            assertThat(limits.describe("limit").parts()).isEqualTo(LimitTrial.concurrency(7));
        }
    }
}
