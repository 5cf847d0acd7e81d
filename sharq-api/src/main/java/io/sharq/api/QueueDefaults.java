package io.sharq.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings that a type has for the queues of a pattern, where they name none (rule 24). At least one is there.
 *
 * @param pattern the pattern
 * @param interval the time between two releases, in whole milliseconds
 * @param ordered whether the queues are strictly first in, first out
 * @param concurrency the cap on active jobs, 0 for none
 */
public record QueueDefaults(
        QueuePattern pattern, Optional<Duration> interval, Optional<Boolean> ordered, Optional<Integer> concurrency) {}
