package io.sharq.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The root of every exception that SharQ throws on purpose. */
public abstract class SharQException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * For the exceptions of SharQ.
     *
     * @param message what went wrong, for a person
     * @param cause what caused it, or null
     */
    protected SharQException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
