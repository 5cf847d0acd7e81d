package io.sharq.server.contract;

import io.sharq.api.SharQException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request that is over a bound. */
public final class TooLargeException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what is too large
     * @param cause the exception that revealed it, or null
     */
    public TooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
