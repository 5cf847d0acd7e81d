package io.sharq.worker;

import io.sharq.api.Bounds;
import java.util.Optional;

/**
 * A snapshot of a worker's health. Immutable.
 *
 * @param started how many threads should run, for {@link Worker#start} and for recurrences; 0 once the worker is closed
 * @param running how many of them run
 * @param lastFailure the last failure of a loop itself, as opposed to a failure of a request
 */
public record WorkerHealth(int started, int running, Optional<Throwable> lastFailure) {
    public WorkerHealth {
        Bounds.required("last_failure", lastFailure);
    }

    /**
     * Whether every thread that should run does.
     *
     * @return false if a thread has ended although the worker is not closed
     */
    public boolean isHealthy() {
        return running >= started;
    }
}
