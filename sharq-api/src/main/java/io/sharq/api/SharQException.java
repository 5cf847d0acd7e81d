package io.sharq.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The superclass of all exceptions that SharQ throws on purpose. */
public abstract class SharQException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what went wrong, for people to read
     * @param cause what caused it, or null
     */
    protected SharQException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
