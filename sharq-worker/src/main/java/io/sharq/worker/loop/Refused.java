package io.sharq.worker.loop;

import io.sharq.RetryAfter;
import java.io.Serial;

/** The cause of requests that an upstream refused for now. They go back uncounted, and their sub-queue is held. */
public final class Refused extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The time that the upstream named. */
    private final transient RetryAfter retryAfter;

    /** A refusal that a handler reported. */
    public Refused(RetryAfter retryAfter, Throwable cause) {
        super(cause);
        this.retryAfter = retryAfter;
    }

    RetryAfter retryAfter() {
        return retryAfter;
    }
}
