package io.sharq.server.api;

import io.sharq.api.SharQException;
import java.io.Serial;

/** A caller is over a limit; it may try again later. */
public final class TooManyException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** When to try again. */
    private final long retryAfterSeconds;

    /**
     * A refusal.
     *
     * @param message which limit
     * @param retryAfterSeconds when to try again
     */
    public TooManyException(String message, long retryAfterSeconds) {
        super(message, null);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * When to try again.
     *
     * @return seconds from now
     */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
