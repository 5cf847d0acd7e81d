package io.sharq.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The calls of a run. Each calls the target, is timed, and is recorded in the ledger. Thread-safe. */
final class Crew {
    private final Target target;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Latencies latencies;
    private final Duration longestSilence;
    private volatile boolean hasGivenUp;

    Crew(Target target, Jobs jobs, Ledger ledger, Latencies latencies, Duration longestSilence) {
        this.target = target;
        this.jobs = jobs;
        this.ledger = ledger;
        this.latencies = latencies;
        this.longestSilence = longestSilence;
    }

    /** Whether a call failed, or no job came within the longest silence. */
    boolean isOver() {
        return hasGivenUp || ledger.hasFailed();
    }

    CompletableFuture<Void> enqueue(int call, long startNanos) {
        int first = jobs.firstOfCall(call);
        IntFunction<Job> job = i -> jobs.job(first + i);
        List<Job> batch =
                IntStream.range(0, jobs.sizeOfCall(call)).mapToObj(job).toList();
        return entered(target.enqueue(batch), windows -> {
            Latencies.record(latencies.enqueue, startNanos);
            ledger.enqueued(first, windows);
            return done();
        });
    }

    /** Dequeues without a wait first, and waits only if no job is ready. */
    CompletableFuture<Void> dequeue(int call, long startNanos) {
        return take(jobs.typeOfCall(call), jobs.sizeOfCall(call), startNanos, false, false);
    }

    /** Dequeues with a wait each time. */
    CompletableFuture<Void> await(int call, long startNanos) {
        return take(jobs.typeOfCall(call), jobs.sizeOfCall(call), startNanos, true, true);
    }

    CompletableFuture<Void> cycle(int call, long startNanos) {
        return enqueue(call, startNanos)
                .thenCompose(enqueued -> ledger.hasFailed() ? done() : dequeue(call, System.nanoTime()))
                .thenRun(() -> Latencies.record(latencies.cycle, startNanos));
    }

    private CompletableFuture<Void> take(String type, int wanted, long startNanos, boolean waits, boolean alwaysWaits) {
        return entered(target.dequeue(type, wanted, waits ? longestSilence : Duration.ZERO), handed -> {
            if (handed.isEmpty()) {
                hasGivenUp |= waits;
                return isOver() ? done() : take(type, wanted, startNanos, true, alwaysWaits);
            }
            Latencies.record(latencies.dequeue, startNanos);
            ledger.delivered(handed, CallerClock.micros());
            return finish(handed).thenCompose(finished -> {
                int left = wanted - handed.size();
                return left <= 0 || isOver() ? done() : take(type, left, System.nanoTime(), alwaysWaits, alwaysWaits);
            });
        });
    }

    private CompletableFuture<Void> finish(List<Handed> handed) {
        long startNanos = System.nanoTime();
        return entered(target.finish(handed), lost -> {
            Latencies.record(latencies.finish, startNanos);
            ledger.finished(handed.size(), lost);
            return done();
        });
    }

    private <T> CompletableFuture<Void> entered(
            CompletableFuture<T> answer, Function<T, CompletableFuture<Void>> next) {
        return answer.thenCompose(next).exceptionally(failure -> {
            ledger.failed(failure);
            return null;
        });
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
