package io.sharq.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallRulesTest {
    @Test
    void timeGoesOnWhenTheClockStepsBack() {
        SteadyTime before = SteadyTime.START.at(1_000);
        SteadyTime after = before.at(400);

        assertThat(before.stepsBackAt(400)).isTrue();
        assertThat(after.nowMicros()).isEqualTo(1_000);
        assertThat(after.at(450).nowMicros()).isEqualTo(1_050);
        assertThat(after.toWallMicros(1_100)).isEqualTo(500);
        assertThat(after.fromWallMicros(500)).isEqualTo(1_100);
        assertThat(after.at(9_000).offsetMicros()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 5", "5, 5, 6", "9, 5, 10", "9007199254740990, 5, 9007199254740991"})
    void aRevisionIsGreaterThanTheLastAndFollowsTheClock(long last, long now, long next) {
        assertThat(Revision.next(last, now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "0, 1, true", "1, 1, false", "5, -1, true"})
    void aJobComesBackWhileItsLimitIsNotUsedUp(int requeues, int limit, boolean comesBack) {
        assertThat(Requeues.comesBack(requeues, limit)).isEqualTo(comesBack);
    }

    @Test
    void aLeaseEndsAtItsExpiryAndNeverGetsShorter() {
        assertThat(Leases.isLive(10, 9)).isTrue();
        assertThat(Leases.isLive(10, 10)).isFalse();
        assertThat(Leases.extended(10, 5, 4)).isEqualTo(10);
        assertThat(Leases.extended(10, 5, 6)).isEqualTo(11);
    }

    @Test
    void placesGoByOrderAndThenBySequence() {
        List<Place> sorted = Stream.of(new Place(1, 1), new Place(0, 9), new Place(0, 2), new Place(-1, 7))
                .sorted()
                .toList();

        assertThat(sorted).containsExactly(new Place(-1, 7), new Place(0, 2), new Place(0, 9), new Place(1, 1));
    }

    @Test
    void tenMinutesAreInTheWindow() {
        assertThat(Minutes.of(59_999_999)).isZero();
        assertThat(Minutes.of(60_000_000)).isEqualTo(1);
        assertThat(Minutes.isInWindow(11, 20)).isTrue();
        assertThat(Minutes.isInWindow(10, 20)).isFalse();
        assertThat(Minutes.isInWindow(21, 20)).isFalse();
    }

    @Test
    void aDrainedQueueIsRememberedForTenMinutesItsSpacingAndItsFinishedJobs() {
        QueueFacts quick = new QueueFacts(5, 100, 0, 0, false, false, 0, 0, 0, Readiness.NEVER);
        QueueFacts slow = new QueueFacts(900_000_000, 100, 0, 0, false, false, 0, 0, 0, Readiness.NEVER);

        assertThat(Memory.until(quick, false, 0, 200)).isEqualTo(600_000_200);
        assertThat(Memory.until(slow, false, 0, 200)).isEqualTo(900_000_100);
        assertThat(Memory.until(quick, false, 700_000_000, 200)).isEqualTo(700_000_000);
        assertThat(Memory.until(quick, true, 0, 200)).isEqualTo(Readiness.NEVER);
    }

    @Test
    void aForecastCountsAnIntervalForEachJobBefore() {
        QueueFacts queue = new QueueFacts(10, 95, 0, 0, false, false, 0, 0, 3, Readiness.NEVER);

        assertThat(Forecast.queued(queue, 2, 100)).isEqualTo(125);
        assertThat(Forecast.queued(queue, 0, 200)).isEqualTo(200);
        assertThat(Forecast.scheduled(queue, 500, 100)).isEqualTo(500);
        assertThat(Forecast.scheduled(queue, 101, 100)).isEqualTo(105);
    }
}
