package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that performs what is ready on the calling thread. The clock is the test's, so a wait would never end. */
@Timeout(300)
class PerformReadyTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();
    private final Queue queue = new Queue(sharq, WorkerSettings.defaults());
    private final NotifyHandler handler = new NotifyHandler(2);

    @AfterEach
    void close() {
        sharq.close();
    }

    private Worker worker(Handler<?>... handlers) {
        return Worker.builder(queue).handlers(handlers).alarms(time).build();
    }

    private void register(int count) {
        List<Notify> users =
                IntStream.rangeClosed(1, count).mapToObj(Notify::new).toList();
        queue.register(handler, users, RegisterOptions.DEFAULT);
    }

    @Test
    void allThatIsReadyIsPerformedInOrder() {
        register(200);
        try (Worker worker = worker(handler)) {
            assertThat(worker.performReady()).isEqualTo(200);
            assertThat(worker.performReady()).isZero();
        }
        assertThat(List.copyOf(handler.performed.get(0))).hasSize(100).isSorted();
        assertThat(List.copyOf(handler.performed.get(1))).hasSize(100).isSorted();
        assertThat(handler.started.get()).isEqualTo(handler.stopped.get());
    }

    @Test
    void aLimitLeavesTheRest() {
        register(5);
        try (Worker worker = worker(handler)) {
            assertThat(worker.performReady(0)).isZero();
            assertThat(worker.performReady(3)).isEqualTo(3);
            assertThat(worker.performReady(3)).isEqualTo(2);
            assertThatThrownBy(() -> worker.performReady(-1))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("limit");
        }
    }

    @Test
    void severalHandlersTakeTurns() {
        NotifyHandler other = new NotifyHandler(1) {
            @Override
            public String name() {
                return "other";
            }
        };
        register(4);
        queue.register(other, new Notify(9));
        try (Worker worker = worker(handler, other)) {
            assertThat(worker.performReady()).isEqualTo(5);
        }
        assertThat(other.performed.get(0)).containsExactly(9);
    }

    @Test
    void aRecurrenceIsRegisteredWhenItIsDue() {
        queue.recur(handler, new Notify(1), Recurrence.every(Duration.ofMinutes(1)));
        try (Worker worker = worker(handler)) {
            assertThat(worker.performReady()).isZero();
            time.advance(Duration.ofMinutes(1));
            assertThat(worker.performReady()).isEqualTo(1);
            assertThat(worker.performReady()).isZero();
        }
    }

    @Test
    void aStoreThatFailsEndsTheCallAndNotTheWorker() {
        try (SharQ failing = SharQ.builder()
                        .backend(new FailingDequeues(InMemoryBackend.create(time), 1))
                        .alarms(time)
                        .open();
                Worker worker = Worker.builder(new Queue(failing, WorkerSettings.defaults()))
                        .handlers(handler)
                        .alarms(time)
                        .build()) {
            assertThatThrownBy(worker::performReady).hasStackTraceContaining("a class is gone");
            assertThat(worker.performReady()).isZero();
        }
    }

    @Test
    void aClosedWorkerTakesNothing() {
        register(1);
        Worker worker = worker(handler);
        worker.close();

        assertThat(worker.performReady()).isZero();
        assertThat(sharq.metrics().length()).isEqualTo(1);
    }
}
