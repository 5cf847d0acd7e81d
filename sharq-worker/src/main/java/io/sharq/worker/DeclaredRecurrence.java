package io.sharq.worker;

import java.time.Instant;

/**
 * A recurrence that {@link Queue#recur} has declared.
 *
 * @param handler the handler's name
 * @param name its name: the one that it was declared with, or one made from its request
 * @param recurrence when it comes
 * @param next its next instant, on the backend's clock; one that has passed is still to be carried out
 */
public record DeclaredRecurrence(String handler, String name, Recurrence recurrence, Instant next) {}
