package io.sharq.worker;

import java.time.Duration;

/**
 * What is said of a registration.
 *
 * @param delay how long the requests wait before they may be performed. A request with a delay is left out if its
 *     sub-queue holds one whose JSON is equal and that waits for its own delay
 * @param unlessQueued whether a request is left out if its sub-queue holds one whose JSON is equal, waiting or in work
 */
public record RegisterOptions(Duration delay, boolean unlessQueued) {
    /** At once, whatever is queued already. */
    public static final RegisterOptions DEFAULT = new RegisterOptions(Duration.ZERO, false);

    /**
     * After a delay.
     *
     * @param span the delay
     * @return options that say so
     */
    public RegisterOptions after(Duration span) {
        return new RegisterOptions(span, unlessQueued);
    }

    /**
     * Only what is not queued already.
     *
     * @return options that say so
     */
    public RegisterOptions onlyIfNotQueued() {
        return new RegisterOptions(delay, true);
    }
}
