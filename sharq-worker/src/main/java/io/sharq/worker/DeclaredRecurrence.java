package io.sharq.worker;

import io.sharq.api.Bounds;
import java.time.Instant;

/**
 * A recurrence that was declared by {@link Queue#recur}. Immutable.
 *
 * @param handler the handler's name
 * @param name the name that it was declared with, or the one derived from its request
 * @param recurrence when its request is registered
 * @param next its next instant by the backend's clock; an instant in the past is due and not carried out yet
 */
public record DeclaredRecurrence(String handler, String name, Recurrence recurrence, Instant next) {
    public DeclaredRecurrence {
        Bounds.required("handler", handler);
        Bounds.required("name", name);
        Bounds.required("recurrence", recurrence);
        Bounds.required("next", next);
    }
}
