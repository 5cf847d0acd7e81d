package io.sharq.worker;

import java.util.Optional;

/**
 * How a worker is. A snapshot.
 *
 * @param started the threads that {@link Worker#start} and the recurrences need, 0 once the worker is closed
 * @param running those of them that run
 * @param lastFailure the last failure of a loop itself, as opposed to one of its requests
 */
public record WorkerHealth(int started, int running, Optional<Throwable> lastFailure) {
    /**
     * Whether every thread that should run does.
     *
     * @return false if one has ended, although the worker is not closed
     */
    public boolean isHealthy() {
        return running >= started;
    }
}
