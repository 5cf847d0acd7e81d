package io.sharq.worker;

import java.time.Duration;

/**
 * What is said of a registration.
 *
 * @param delay how long the requests wait before they may be performed
 * @param unlessQueued whether a request is left out if its thread still holds one whose JSON is equal
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
