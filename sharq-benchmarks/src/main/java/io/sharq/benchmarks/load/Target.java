package io.sharq.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is put under load. Thread-safe. Every future fails if the target refuses or cannot answer. */
interface Target extends AutoCloseable {
    /** Enqueues jobs of one type; the answer says when each was taken. */
    CompletableFuture<List<Window>> enqueue(List<Job> jobs);

    /** Dequeues at most so many jobs, waiting so long for the first. */
    CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait);

    /** Finishes jobs of one type; the answer is how many leases had been lost. */
    CompletableFuture<Integer> finish(List<Handed> jobs);

    /** Lifts the limit of a queue. */
    CompletableFuture<Void> unlimit(String type, String queueId);

    /** What the store below says of itself, where it can be asked. */
    Optional<Figures> figures();

    /** The most jobs in one call. */
    int maxBatch();

    /** Leaves nothing of this run behind. */
    @Override
    void close();
}
