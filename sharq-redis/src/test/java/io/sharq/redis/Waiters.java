package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.AsyncSharQ;
import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.api.QueueKey;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Callers that wait for jobs of a type of their own while faults happen, through a client that meets them too. Afterwards
 * each must be woken by a job within a bound in real time, and none before.
 */
final class Waiters implements AutoCloseable {
    static final String TYPE = "waited";

    private static final int COUNT = 3;

    /** I15 says within 2 s; with room for what was under way when the fault was over and is tried again. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** On a slow or busy machine, the bound is at least so many times what it takes where there is no fault. */
    private static final int TIMES_UNDISTURBED = 50;

    private final SharQ sharq;
    private final AsyncSharQ calls;
    private List<CompletableFuture<Optional<Delivery>>> waiting;
    private Duration bound = Patience.LIMIT;
    private int woken;
    private long longestNanos;

    Waiters(String uri) {
        sharq = SharQ.builder()
                .backend(Patience.open(
                        RedisSettings.uri(uri).timeout(FaultRun.TIMEOUT).build()))
                .settings(SharQSettings.builder()
                        .retryFor(Patience.LIMIT)
                        .jobExpireInterval(Duration.ofMinutes(1))
                        .build())
                .upkeep(false)
                .open();
        calls = sharq.async();
        waiting = lieDown();
    }

    private List<CompletableFuture<Optional<Delivery>>> lieDown() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> calls.dequeue(TYPE, Duration.ofHours(1)))
                .toList();
    }

    /** Measures how long it takes to wake all where there is no fault. */
    void measure() throws ExecutionException, InterruptedException {
        wake();
        Duration room = longest().multipliedBy(TIMES_UNDISTURBED);
        bound = room.compareTo(BOUND) > 0 ? room : BOUND;
        longestNanos = 0;
    }

    /** As many jobs as wait: nobody was woken before, and each is now. */
    void wake() throws ExecutionException, InterruptedException {
        assertThat(waiting).as("I18: waiters that came back without a job").noneMatch(CompletableFuture::isDone);
        long from = System.nanoTime();
        List<CompletableFuture<?>> queued = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            queued.add(calls.enqueue(NewJob.of(TYPE, "queue-" + i, "job-" + woken++, "wake up")));
        }
        for (CompletableFuture<?> each : queued) {
            each.get();
        }
        long queuedNanos = System.nanoTime();
        for (CompletableFuture<Optional<Delivery>> each : waiting) {
            finish(awake(each, queuedNanos));
        }
        longestNanos = Math.max(longestNanos, System.nanoTime() - from);
        waiting = lieDown();
    }

    private Delivery awake(CompletableFuture<Optional<Delivery>> waiter, long from)
            throws ExecutionException, InterruptedException {
        try {
            long leftNanos = bound.toNanos() - (System.nanoTime() - from);
            return waiter.get(leftNanos, TimeUnit.NANOSECONDS)
                    .orElseThrow(() -> new AssertionError("I18: a waiter was woken without a job"));
        } catch (TimeoutException e) {
            throw new AssertionError("I15: a waiter sleeps " + bound + " after its job was queued", e);
        }
    }

    /** An attempt whose answer was lost may have ended the lease, and then the next one cannot tell. */
    private void finish(Delivery job) throws ExecutionException, InterruptedException {
        try {
            calls.finish(job.lease()).get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BackendException known && known.outcome() == Outcome.UNKNOWN)) {
                throw e;
            }
        }
    }

    /** The longest time from a fault's end until all were awake and had finished. */
    Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    /** Nothing of theirs is left. */
    void goAway() {
        waiting.forEach(waiter -> waiter.cancel(true));
        IntStream.range(0, COUNT)
                .forEach(i -> sharq.queue(new QueueKey(TYPE, "queue-" + i)).clear());
    }

    @Override
    public void close() {
        sharq.close();
    }
}
