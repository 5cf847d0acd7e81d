package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on tests. */
class TestYourCodeTest {
    // region a clock that you move
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void aCustomerGetsOneMessageASecond() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("one")).interval(Duration.ofSeconds(1)));
        sharq.enqueue(NewJob.of("sms", "user001", "job-2", new Sms("two")));

        assertThat(sharq.dequeue("sms")).isPresent();
        assertThat(sharq.dequeue("sms")).isEmpty();

        time.advance(Duration.ofSeconds(1));
        assertThat(sharq.dequeue("sms")).isPresent();
    }
    // endregion

    // region a worker that dies
    @Test
    void aJobOfADeadWorkerComesBack() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
        assertThat(sharq.dequeue("sms")).isPresent(); // and this worker never finishes it

        time.advance(Duration.ofSeconds(2)); // the lease lasts a second; upkeep runs each second

        assertThat(sharq.dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
    }
    // endregion

    // region a dequeue that waits
    @Test
    void aWaitingDequeueWakesAtTheInstant() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMinutes(1));

        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("later")).delay(Duration.ofSeconds(10)));
        assertThat(waiting).isNotDone();

        time.advance(Duration.ofSeconds(10));
        assertThat(waiting.join().orElseThrow().releasedAt()).isEqualTo(time.now());
    }
    // endregion
}
