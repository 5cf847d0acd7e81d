package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.time.ManualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dequeues with a wait: exact, one call for all, and no job lost on the way. */
class WaitingTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final List<DequeueRequest> asked = new ArrayList<>();
    private BackendException fault;
    private boolean loses;
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private final SharQ sharq =
            SharQ.builder().backend(watched()).alarms(time).upkeep(false).open();

    @AfterEach
    void close() {
        sharq.close();
    }

    /** The backend, whose dequeues are noted, and fail, lose their replies or are held up when a test says so. */
    private Backend watched() {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("dequeue")) {
                        return pass(method, arguments);
                    }
                    asked.add((DequeueRequest) arguments[0]);
                    if (fault != null && !loses) {
                        return CompletableFuture.failedStage(fault);
                    }
                    CompletionStage<DequeueReply> reply = backend.dequeue((DequeueRequest) arguments[0]);
                    return fault != null ? CompletableFuture.failedStage(fault) : gate.thenCompose(open -> reply);
                });
    }

    private Object pass(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void aWaitEndsAtTheExactInstantAndPollsNever() {
        enqueue("1", 1_000);
        enqueue("2", 1_000);
        assertThat(sharq.dequeue("sms")).isPresent();
        asked.clear();

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        time.advanceMicros(999_999);
        assertThat(waiting).isNotDone();
        assertThat(asked).hasSize(1);
        time.advanceMicros(1);

        assertThat(waiting.join().orElseThrow().releasedAt()).isEqualTo(time.now());
        assertThat(asked).hasSize(2);
    }

    @Test
    void anInstantThatPassedWhileNobodyWaitedIsNotForgotten() {
        enqueue("1", 5_000);
        enqueue("2", 5_000);
        assertThat(sharq.dequeue("sms")).isPresent();
        CompletableFuture<Optional<Delivery>> tooShort = sharq.async().dequeue("sms", Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(6));
        assertThat(tooShort.join()).isEmpty();

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofSeconds(1));
        time.advanceMicros(0);

        assertThat(waiting).isDone();
        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aFaultThatPassedWhileNobodyWaitedIsForgotten() {
        enqueue("1", 0);
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> tooShort = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(1));
        assertThat(tooShort).isCompletedExceptionally();
        fault = null;
        time.advance(Duration.ofSeconds(10));

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advanceMicros(0);

        assertThat(waiting).isDone();
        assertThat(waiting.join()).isPresent();
    }

    @Test
    void anEnqueueWakesAWaitAtOnce() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        enqueue("1", 0);
        time.advanceMicros(0);

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aLoweredIntervalWakesAWaitEarlier() {
        enqueue("1", 10_000);
        enqueue("2", 10_000);
        sharq.dequeue("sms");
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        sharq.interval(new QueueKey("sms", "queue"), Duration.ofMillis(2));
        time.advanceMicros(1_999);
        assertThat(waiting).isNotDone();
        time.advanceMicros(1);

        assertThat(waiting).isDone();
    }

    @Test
    void aThousandWaitersCostOneWakeUpForAJob() {
        List<CompletableFuture<Optional<Delivery>>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(sharq.async().dequeue("sms", LONG));
        }
        assertThat(asked).hasSize(1);
        enqueue("1", 0);
        time.advanceMicros(0);

        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(1);
        assertThat(waiting.get(0)).isDone();
        assertThat(asked).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aWaitThatEndsWithoutAJobSaysWhenToComeBack() {
        enqueue("1", 10_000);
        enqueue("2", 10_000);
        sharq.dequeue("sms");
        var waiting = sharq.async().dequeue(DequeueOptions.of("sms").waitAtMost(Duration.ofSeconds(3)));
        time.advance(Duration.ofSeconds(3));

        assertThat(waiting.join().jobs()).isEmpty();
        assertThat(waiting.join().nextReadyAt()).contains(time.now().plusSeconds(7));
    }

    @Test
    void newsThatComeWhileADequeueIsOnItsWayAreNotLost() {
        gate = new CompletableFuture<>();
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        enqueue("1", 0);
        time.advanceMicros(0);
        assertThat(waiting).isNotDone();
        gate.complete(null);
        time.advanceMicros(0);

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aCallerThatHasGoneTakesNoJobWithIt() {
        gate = new CompletableFuture<>();
        enqueue("1", 0);
        enqueue("2", 0);
        CompletableFuture<Optional<Delivery>> first = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> second = sharq.async().dequeue("sms", LONG);
        first.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);
        assertThat(second.join().orElseThrow().job().id()).isEqualTo("1");

        gate = new CompletableFuture<>();
        CompletableFuture<Optional<Delivery>> third = sharq.async().dequeue("sms", LONG);
        third.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);
        assertThat(sharq.dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
    }

    @Test
    void aWaitGoesOnWhileTheStoreIsAway() {
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        time.advance(Duration.ofSeconds(30));
        assertThat(waiting).isNotDone();
        assertThat(asked).hasSizeBetween(30, 60);
        fault = null;
        enqueue("1", 0);
        time.advance(Duration.ofSeconds(1));

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aDequeueWhoseReplyWasLostIsAskedForAgainUnderItsNonce() {
        enqueue("1", 0);
        enqueue("2", 0);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        fault = null;
        time.advance(Duration.ofMillis(10));

        assertThat(waiting.join().orElseThrow().job().id()).isEqualTo("1");
        assertThat(sharq.describe(new QueueKey("sms", "queue")).orElseThrow().active())
                .isEqualTo(1);
    }

    @Test
    void aWaitThatTheStoreNeverAnsweredFails() {
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));

        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(BackendException.class);
    }

    @Test
    void aRefusalEndsAWait() {
        fault = new BackendException(Outcome.REJECTED, "dequeue", "no right", null);

        assertThatThrownBy(() -> sharq.dequeue("sms", LONG))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no right");
    }

    @Test
    void closingEndsWaits() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        sharq.close();

        assertThat(waiting.join()).isEmpty();
    }

    private void enqueue(String jobId, long intervalMillis) {
        sharq.enqueue(NewJob.of("sms", "queue", jobId, jobId).interval(Duration.ofMillis(intervalMillis)));
    }
}
