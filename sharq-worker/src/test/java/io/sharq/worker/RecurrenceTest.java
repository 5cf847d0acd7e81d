package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class RecurrenceTest {
    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    @Test
    void aSpanComesAtItsMultiples() {
        Recurrence minutes = Recurrence.every(Duration.ofMinutes(5));
        assertThat(minutes.next(NINE)).isEqualTo("2026-06-01T09:05:00Z");
        assertThat(minutes.next(NINE.minusMillis(1))).isEqualTo(NINE);
        assertThat(minutes.last(NINE)).isEqualTo(NINE);
        assertThat(minutes.last(NINE.minusMillis(1))).isEqualTo("2026-06-01T08:55:00Z");
    }

    @Test
    void aCronExpressionGoesByTheClockOfItsZone() {
        Recurrence workdays = Recurrence.cron("0 9 * * 1-5", ZoneOffset.UTC);
        assertThat(workdays.next(NINE)).isEqualTo("2026-06-02T09:00:00Z");
        assertThat(workdays.last(NINE)).isEqualTo(NINE);
        assertThat(workdays.last(NINE.plusMillis(3))).isEqualTo(NINE);
        Recurrence berlin = Recurrence.cron("0 9 * * *", ZoneId.of("Europe/Berlin"));
        assertThat(berlin.next(NINE)).isEqualTo("2026-06-02T07:00:00Z");
    }

    @Test
    void aSpanKeepsItsMicroseconds() {
        Recurrence often = Recurrence.every(Duration.ofNanos(1_500_000));
        Instant after = often.next(NINE);
        assertThat(often.next(after)).isEqualTo(after.plusNanos(1_500_000));
        assertThatThrownBy(() -> Recurrence.every(Duration.ofNanos(1_500_500)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("whole microseconds, but is PT0.0015005S");
        assertThatThrownBy(() -> Recurrence.every(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // Clocks of Berlin go from 02:00 to 03:00 on the 29th of March 2026: a daily time in between comes at once.
        "30 2 * * *, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
        "'0,30 2 * * *', 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T00:00:00Z",
        "0 3 * * *, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T01:00:00Z",
        // One that goes by the clock finds no such minute on that day, and runs on from 03:00.
        "*/30 * * * *, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z, 2026-03-29T01:30:00Z",
        "*/30 2 * * *, 2026-03-28T12:00:00Z, 2026-03-30T00:00:00Z, 2026-03-30T00:30:00Z",
        "30 * * * *, 2026-03-29T00:00:00Z, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
        // They go from 03:00 to 02:00 on the 25th of October 2026: a daily time in between comes the first time only.
        "30 2 * * *, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "0 3 * * *, 2026-10-24T12:00:00Z, 2026-10-25T02:00:00Z, 2026-10-26T02:00:00Z",
        // And one that goes by the clock comes in both hours.
        "30 * * * *, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
        "*/30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T01:30:00Z",
        "0 0 29 2 *, 2026-01-01T00:00:00Z, 2028-02-28T23:00:00Z, 2032-02-28T23:00:00Z"
    })
    void aCronExpressionComesWhereItsClockChanges(String expression, Instant after, Instant first, Instant second) {
        Recurrence berlin = Recurrence.cron(expression, ZoneId.of("Europe/Berlin"));
        assertThat(berlin.next(after)).isEqualTo(first);
        assertThat(berlin.next(first)).isEqualTo(second);
        assertThat(berlin.last(second)).isEqualTo(second);
        assertThat(berlin.last(second.minusMillis(1))).isEqualTo(first);
        assertThat(berlin.next(first.minusMillis(1))).isEqualTo(first);
    }

    @Test
    void aDayThatAZoneSkipsComesAtTheInstantOfTheChange() {
        Recurrence samoa = Recurrence.cron("15 6 30 12 *", ZoneId.of("Pacific/Apia"));
        assertThat(samoa.next(Instant.parse("2011-06-01T00:00:00Z"))).isEqualTo("2011-12-30T10:00:00Z");
    }

    @Test
    void whatCannotRecurIsRefused() {
        assertThatThrownBy(() -> Recurrence.cron("whenever", ZoneOffset.UTC))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`recurrence` has an invalid value.");
        assertThatThrownBy(() -> Recurrence.every(Duration.ZERO)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void howeverManyDeclareItItFiresOnceEachTime() throws Exception {
        NotifyHandler handler = new NotifyHandler(1);
        Recurrence often = Recurrence.every(Duration.ofMillis(50));
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            Queue queue = new Queue(sharq);
            Queue another = new Queue(sharq);
            long start = System.nanoTime();
            assertThat(queue.recur(handler, new Notify(7), often)).isTrue();
            assertThat(another.recur(handler, new Notify(7), often)).isFalse();
            try (Worker one = Worker.of(queue, handler);
                    Worker other = Worker.of(another, handler)) {
                one.start(1);
                other.start(1);
                while (handler.performed.getOrDefault(0, new ArrayDeque<>()).size() < 4) {
                    Thread.sleep(5);
                }
                long passed = Duration.ofNanos(System.nanoTime() - start).toMillis();
                // Three whole periods lie between four instants, and the first comes after the declaration.
                assertThat(passed).isGreaterThanOrEqualTo(149);
                assertThat(handler.performed.get(0)).containsOnly(7);
                assertThat(another.cancel(handler, new Notify(7), often)).isTrue();
            }
        }
    }
}
