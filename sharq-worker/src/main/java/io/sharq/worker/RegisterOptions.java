package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The options of a registration. Immutable.
 *
 * @param delay how long the requests wait before they may be performed. With a delay, a request is left out if its
 *     sub-queue holds an equal one that waits for its own delay
 * @param unlessQueued whether a request is left out if its sub-queue holds an equal one that waits or is being performed.
 *     Requests are equal if their JSON is
 */
public record RegisterOptions(Duration delay, boolean unlessQueued) {
    /** No delay, and no request is left out. */
    public static final RegisterOptions DEFAULT = new RegisterOptions(Duration.ZERO, false);

    /**
     * Checks the delay.
     *
     * @throws InvalidValueException if the delay is null, negative, longer than 365 days, or not whole microseconds
     */
    public RegisterOptions {
        Duration max = Duration.of(Bounds.MAX_SPAN_MICROS, ChronoUnit.MICROS);
        if (Bounds.required("delay", delay).isNegative()
                || delay.compareTo(max) > 0
                || !delay.equals(delay.truncatedTo(ChronoUnit.MICROS))) {
            throw new InvalidValueException(
                    "delay", "It must be whole microseconds from zero to 365 days, but is " + delay + ".");
        }
    }

    /**
     * The same options with a delay.
     *
     * @param span the delay
     * @return the options
     * @throws InvalidValueException if the delay is null or out of range
     */
    public RegisterOptions after(Duration span) {
        return new RegisterOptions(span, unlessQueued);
    }

    /**
     * The same options, leaving out requests that are queued already.
     *
     * @return the options
     */
    public RegisterOptions onlyIfNotQueued() {
        return new RegisterOptions(delay, true);
    }
}
