package io.sharq.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Makes numbered calls, so many at a time. In a closed loop a call begins when an earlier one ends; at a rate, call n is
 * meant to begin n / rate after the first, and its time counts from then, however late it begins.
 */
final class Driver {
    /** One call, and the instant from which its time counts, in nanoseconds of {@link System#nanoTime()}. */
    interface Call {
        CompletableFuture<?> make(int number, long startNanos);
    }

    private final int calls;
    private final double nanosBetween;
    private final Call call;
    private final BooleanSupplier isOver;
    private final ScheduledExecutorService timer;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger running;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final long startNanos = System.nanoTime();

    private Driver(
            int calls,
            int slots,
            double callsASecond,
            ScheduledExecutorService timer,
            Call call,
            BooleanSupplier isOver) {
        this.calls = calls;
        this.nanosBetween = callsASecond == 0 ? 0 : 1e9 / callsASecond;
        this.call = call;
        this.isOver = isOver;
        this.timer = timer;
        this.running = new AtomicInteger(slots);
    }

    /**
     * Makes calls.
     *
     * @param calls how many
     * @param clients how many threads begin
     * @param pipeline how many calls each of them has under way
     * @param callsASecond the rate, 0 for none
     * @param threads where the clients begin
     * @param timer what waits for the next call at a rate
     * @param call the call; its failures are its own business
     * @param isOver ends the run before all calls are made
     * @return completes when all are answered
     */
    static CompletableFuture<Void> drive(
            int calls,
            int clients,
            int pipeline,
            double callsASecond,
            Executor threads,
            ScheduledExecutorService timer,
            Call call,
            BooleanSupplier isOver) {
        Driver driver = new Driver(calls, clients * pipeline, callsASecond, timer, call, isOver);
        for (int client = 0; client < clients; client++) {
            threads.execute(() -> {
                for (int slot = 0; slot < pipeline; slot++) {
                    driver.go();
                }
            });
        }
        return driver.end;
    }

    /** Goes round as long as answers are there at once, so that no stack of callbacks grows. */
    private void go() {
        while (true) {
            int number = next.getAndIncrement();
            if (number >= calls || isOver.getAsBoolean()) {
                if (running.decrementAndGet() == 0) {
                    end.complete(null);
                }
                return;
            }
            long now = System.nanoTime();
            long intended = nanosBetween == 0 ? now : startNanos + (long) (number * nanosBetween);
            if (intended > now) {
                var unused = timer.schedule(
                        () -> {
                            if (!answeredAtOnce(number, intended)) {
                                return;
                            }
                            go();
                        },
                        intended - now,
                        TimeUnit.NANOSECONDS);
                return;
            }
            if (!answeredAtOnce(number, intended)) {
                return;
            }
        }
    }

    private boolean answeredAtOnce(int number, long intended) {
        CompletableFuture<?> answer = call.make(number, intended);
        if (answer.isDone()) {
            return true;
        }
        CompletableFuture<?> unused = answer.whenComplete((done, failure) -> go());
        return false;
    }
}
