package io.sharq;

import io.sharq.api.JobDescription;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A caller that waits for the end of a job. Guarded by its {@link EndWaiters}, except for {@link #answer}. */
final class EndWaiter {
    final CompletableFuture<Optional<JobDescription>> answer = new CompletableFuture<>();

    /** The number of reads that had been sent when the caller came, or when its time was up. Only a later one counts. */
    long after;

    /** Whether its time is up, so that the next read that counts is its answer, whatever it says. */
    boolean isTimeUp;
}
