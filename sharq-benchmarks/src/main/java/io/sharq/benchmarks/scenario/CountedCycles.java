package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Job;
import io.sharq.benchmarks.load.Target;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Cycles in a closed loop for some seconds, with the responses counted by the second in which they came. */
final class CountedCycles {
    private final Target target;
    private final String type = "bench-" + UUID.randomUUID();
    private final int queues;
    private final AtomicLongArray bySecond;
    private long startNanos;

    CountedCycles(Target target, int queues, int seconds) {
        this.target = target;
        this.queues = queues;
        this.bySecond = new AtomicLongArray(seconds);
    }

    /** Runs until the time is over. Throws what a call failed with. */
    void run(int callers) {
        startNanos = System.nanoTime();
        CompletableFuture<?>[] all = new CompletableFuture<?>[callers];
        for (int caller = 0; caller < callers; caller++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            all[caller] = end;
            cycle(caller, end);
        }
        CompletableFuture.allOf(all).join();
    }

    /** One cycle, and then the next. A chain of futures over all cycles would grow for a minute. */
    private void cycle(int caller, CompletableFuture<Void> end) {
        Job job = new Job(type, "queue-" + caller % queues, UUID.randomUUID().toString(), Strings.json("x"), 0);
        CompletableFuture<?> unused = target.enqueue(List.of(job))
                .thenCompose(done -> {
                    count();
                    return target.dequeue(type, 1, Duration.ZERO);
                })
                .thenCompose(handed -> {
                    count();
                    return handed.isEmpty() ? CompletableFuture.completedFuture(0) : target.finish(handed);
                })
                .whenComplete((lost, failure) -> {
                    count();
                    if (failure != null) {
                        end.completeExceptionally(failure);
                    } else if (isOver()) {
                        end.complete(null);
                    } else {
                        cycle(caller, end);
                    }
                });
    }

    private int second() {
        return (int) ((System.nanoTime() - startNanos) / 1_000_000_000L);
    }

    private boolean isOver() {
        return second() >= bySecond.length();
    }

    private void count() {
        int second = second();
        if (second < bySecond.length()) {
            bySecond.incrementAndGet(second);
        }
    }

    Seconds counted() {
        return new Seconds(
                IntStream.range(0, bySecond.length()).mapToLong(bySecond::get).toArray());
    }
}
