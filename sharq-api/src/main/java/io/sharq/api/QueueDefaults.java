package io.sharq.api;

import io.sharq.api.limit.LimitNames;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings that a type has for the queues of a pattern, where they name none (rule 24). At least one is there.
 *
 * @param pattern the pattern
 * @param interval the time between two releases, in whole milliseconds
 * @param ordered whether the queues are strictly first in, first out
 * @param concurrency the cap on active jobs, 0 for none
 * @param limits the limits that the queues draw from; empty from a backend that does not list {@link Feature#LIMITS}
 */
public record QueueDefaults(
        QueuePattern pattern,
        Optional<Duration> interval,
        Optional<Boolean> ordered,
        Optional<Integer> concurrency,
        Optional<LimitNames> limits) {
    /**
     * Defaults that name no limits.
     *
     * @param pattern the pattern
     * @param interval the time between two releases
     * @param ordered whether the queues are strictly first in, first out
     * @param concurrency the cap on active jobs
     */
    public QueueDefaults(
            QueuePattern pattern,
            Optional<Duration> interval,
            Optional<Boolean> ordered,
            Optional<Integer> concurrency) {
        this(pattern, interval, ordered, concurrency, Optional.empty());
    }
}
