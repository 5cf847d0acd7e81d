package io.sharq.worker.recurrence;

import java.time.Duration;

/**
 * The settings of a recurrence loop.
 *
 * @param count how many due recurrences it takes at a time
 * @param lease how long it may hold one
 * @param waitLimit how long it waits for a notification before it queries the store
 * @param retryDelay its pause after a failure
 */
public record RecurrenceLoopSettings(int count, Duration lease, Duration waitLimit, Duration retryDelay) {}
