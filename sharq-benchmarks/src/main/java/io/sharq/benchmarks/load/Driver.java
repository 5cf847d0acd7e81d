package io.sharq.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Makes numbered calls with a fixed number in flight. In a closed loop, a call begins when an earlier one ends. At a
 * rate, call n is meant to begin n / rate after the first; its time counts from then, however late it begins.
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
     * @param calls the number of calls
     * @param clients the number of threads that begin calls
     * @param pipeline the calls that each of them has in flight
     * @param callsASecond the rate, 0 for a closed loop
     * @param threads runs the clients
     * @param timer delays calls at a rate
     * @param call the call, which handles its own failures
     * @param isOver ends the run before all calls are made
     * @return completes when all calls have ended
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

    /** Makes calls in a loop while they complete at once, so that callbacks do not nest. */
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
