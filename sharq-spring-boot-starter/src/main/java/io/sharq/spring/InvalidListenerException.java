package io.sharq.spring;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown at the start of an application if a listener or a handler cannot be used. The message names it and the fault. */
public final class InvalidListenerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidListenerException(String place, String fault, @Nullable Throwable cause) {
        super(place + ": " + fault, cause);
    }

    InvalidListenerException(String place, String fault) {
        this(place, fault, null);
    }
}
