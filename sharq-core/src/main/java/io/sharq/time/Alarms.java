package io.sharq.time;

import io.sharq.api.Registration;
import java.time.Duration;

/** A scheduler of delayed tasks. Implementations are thread-safe. */
@FunctionalInterface
public interface Alarms {
    /**
     * Runs a task once a span has passed, never earlier.
     *
     * @param delay the span; zero or less means as soon as possible, but never within this call
     * @param task the task, short and without blocking
     * @return a registration whose close cancels the task if it has not begun
     */
    Registration schedule(Duration delay, Runnable task);
}
