package io.sharq.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A system under load. Thread-safe. Every future fails if the target refuses the call or is unavailable. */
public interface Target extends AutoCloseable {
    /** Enqueues jobs of one type. The result gives the time of each enqueue. */
    CompletableFuture<List<Window>> enqueue(List<Job> jobs);

    /** Dequeues up to a number of jobs. Waits at most the given time for the first. */
    CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait);

    /** Finishes jobs of one type. The result is the number of leases that had ended. */
    CompletableFuture<Integer> finish(List<Handed> jobs);

    /** Removes the limit of a queue. */
    CompletableFuture<Void> unlimit(String type, String queueId);

    /** Makes the least call that the target has: nothing in memory, a script that does nothing, or a request of the root. */
    CompletableFuture<?> nothing();

    /** By how much the clock of the windows is ahead of this process's, zero if a call takes longer than that. */
    long clockAheadMicros();

    /** The counters of the store, if it reports any. */
    Optional<Figures> figures();

    /** The most jobs in one call. */
    int maxBatch();

    /** Removes what is left of this run. */
    @Override
    void close();
}
