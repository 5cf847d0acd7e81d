package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Handed;
import io.sharq.benchmarks.load.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The jobs that waiting callers took from one queue, by the instants of their release. Thread-safe. */
final class Taken {
    private final Target target;
    private final String type;
    private final int wanted;
    private final List<Long> releasedMicros = new ArrayList<>();

    Taken(Target target, String type, int wanted) {
        this.target = target;
        this.type = type;
        this.wanted = wanted;
    }

    /** Waits for jobs and finishes them, one at a time, until as many are taken as wanted or none comes in time. */
    CompletableFuture<Void> waitForOne(Duration wait) {
        return target.dequeue(type, 1, wait).thenCompose(handed -> {
            if (handed.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            boolean isEnough = add(handed);
            CompletableFuture<Integer> finished = target.finish(handed);
            return isEnough ? finished.thenApply(lost -> null) : finished.thenCompose(lost -> waitForOne(wait));
        });
    }

    private synchronized boolean add(List<Handed> handed) {
        handed.forEach(job -> releasedMicros.add(job.released().fromMicros()));
        return releasedMicros.size() >= wanted;
    }

    synchronized int count() {
        return releasedMicros.size();
    }

    /** The releases times the interval, as a share of the time from the first to the last. */
    synchronized double kept(long intervalMillis) {
        long first = releasedMicros.stream().mapToLong(Long::longValue).min().orElse(0);
        long last = releasedMicros.stream().mapToLong(Long::longValue).max().orElse(0);
        return last == first ? 0 : (releasedMicros.size() - 1) * intervalMillis * 1e3 / (last - first);
    }

    synchronized long early(long intervalMillis) {
        List<Long> inOrder = releasedMicros.stream().sorted().toList();
        long early = 0;
        for (int k = 1; k < inOrder.size(); k++) {
            early += inOrder.get(k) - inOrder.get(k - 1) < intervalMillis * 1_000 ? 1 : 0;
        }
        return early;
    }
}
