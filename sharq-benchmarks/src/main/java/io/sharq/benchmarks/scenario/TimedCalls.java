package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Latency;
import io.sharq.benchmarks.load.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Calls that do nothing, each started by a timer at its instant. From that instant to the response is what timers,
 * threads and the connection cost a job whose release is due, apart from all work of a queue.
 */
final class TimedCalls {
    private TimedCalls() {}

    /** Makes calls at a rate a second. */
    static Latency run(Target target, int calls, double rate) throws InterruptedException {
        ConcurrentHistogram late = new ConcurrentHistogram(3);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            CompletableFuture<?>[] all = new CompletableFuture<?>[calls];
            long startNanos = System.nanoTime();
            for (int call = 0; call < calls; call++) {
                long dueNanos = startNanos + (long) (call * 1e9 / rate);
                CompletableFuture<Void> ended = new CompletableFuture<>();
                all[call] = ended;
                var unused = timer.schedule(
                        () -> {
                            CompletableFuture<?> unusedCall = target.nothing().whenComplete((done, failure) -> {
                                late.recordValue(Math.max(0, System.nanoTime() - dueNanos));
                                if (failure == null) {
                                    ended.complete(null);
                                } else {
                                    ended.completeExceptionally(failure);
                                }
                            });
                        },
                        dueNanos - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
            }
            CompletableFuture.allOf(all).join();
            return Latency.ofNanos(late);
        } finally {
            timer.shutdownNow();
        }
    }
}
