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
