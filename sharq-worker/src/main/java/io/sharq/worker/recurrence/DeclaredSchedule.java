package io.sharq.worker.recurrence;

import java.time.Instant;

/**
 * A recurrence that is stored.
 *
 * @param handler the handler's name
 * @param name the recurrence's name
 * @param when when it comes
 * @param next its next instant, which has passed if it is due
 */
public record DeclaredSchedule(String handler, String name, Schedule when, Instant next) {}
