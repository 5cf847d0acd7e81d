package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How late a job reaches a caller that waits, by the backend's clock, with alarms that go by another. */
class LatenessTest {
    private final ManualTime clock = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final ManualTime alarms = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Duration> heard = new ArrayList<>();
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create(clock))
            .alarms(alarms)
            .upkeep(false)
            .latenessListener((type, late) -> heard.add(late))
            .open();

    @AfterEach
    void close() {
        sharq.close();
    }

    private void enqueue(String job) {
        sharq.enqueue(NewJob.of("sms", "1", job, "x").interval(Duration.ofSeconds(1)));
    }

    private CompletableFuture<Optional<Delivery>> waitForOne() {
        return sharq.async().dequeue("sms", Duration.ofHours(1));
    }

    @Test
    void anAlarmThatRingsLateIsHeard() {
        enqueue("a");
        enqueue("b");
        sharq.dequeue("sms");
        CompletableFuture<Optional<Delivery>> waiting = waitForOne();
        clock.advanceMicros(1_000_250);
        alarms.advanceMicros(1_000_000);
        assertThat(waiting.join()).isPresent();
        assertThat(heard).containsExactly(Duration.ofNanos(250_000));
    }

    @Test
    void aJobThatComesToAWaitingCallerIsAsLateAsItsNews() {
        CompletableFuture<Optional<Delivery>> waiting = waitForOne();
        enqueue("a");
        clock.advanceMicros(40);
        alarms.advanceMicros(0);
        assertThat(waiting.join()).isPresent();
        assertThat(heard).containsExactly(Duration.ofNanos(40_000));
    }

    @Test
    void whatWasReadyBeforeAnybodyWaitedIsNotLate() {
        enqueue("a");
        clock.advanceMicros(5_000_000);
        assertThat(waitForOne().join()).isPresent();
        assertThat(heard).isEmpty();
    }
}
