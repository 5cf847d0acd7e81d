package io.sharq.time;

import io.sharq.spi.Registration;
import java.time.Duration;

/** Runs tasks later. Implementations are thread-safe. */
@FunctionalInterface
public interface Alarms {
    /**
     * Runs a task once a span has passed, and not before.
     *
     * @param delay the span; zero or less means at once, though never inside this call
     * @param task the task, short and without blocking
     * @return what cancels the task if it has not begun
     */
    Registration schedule(Duration delay, Runnable task);
}
