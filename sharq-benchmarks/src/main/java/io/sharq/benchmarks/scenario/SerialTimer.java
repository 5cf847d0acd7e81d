package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose ticks are spaced as a queue spaces its releases: each counts from the one before, so that what is late
 * stays lost. At each tick it makes a call that does nothing.
 */
final class SerialTimer {
    private final Target target;
    private final long intervalNanos;
    private final int ticks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private long firstNanos;
    private long lastNanos;
    private int ticked;

    private SerialTimer(Target target, long intervalMillis, int ticks) {
        this.target = target;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.ticks = ticks;
    }

    /** The ticks times the interval, as a share of the time that they took. */
    static double kept(Target target, long intervalMillis, int ticks) {
        SerialTimer serial = new SerialTimer(target, intervalMillis, ticks);
        try {
            serial.timer.execute(serial::tick);
            serial.end.join();
            return (double) (ticks - 1) * serial.intervalNanos / (serial.lastNanos - serial.firstNanos);
        } finally {
            serial.timer.shutdownNow();
        }
    }

    /** Runs on the timer's thread alone. */
    private void tick() {
        CompletableFuture<?> unusedCall = target.nothing()
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                end.completeExceptionally(failure);
                                return;
                            }
                            lastNanos = System.nanoTime();
                            firstNanos = ticked == 0 ? lastNanos : firstNanos;
                            ticked++;
                            if (ticked == ticks) {
                                end.complete(null);
                            } else {
                                var unused = timer.schedule(this::tick, intervalNanos, TimeUnit.NANOSECONDS);
                            }
                        },
                        timer);
    }
}
