package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The options of a registration. Immutable.
 *
 * @param delay how long the requests wait before they may be performed. With a delay, a request is left out if its
 *     sub-queue holds an equal one that waits for its own delay
 * @param unlessQueued whether a request is left out if its sub-queue holds an equal one that waits or is being performed.
 *     Requests are equal if their JSON is, whatever their headers are
 * @param headers the headers that each of the requests carries to its handler (rule 26)
 */
public record RegisterOptions(Duration delay, boolean unlessQueued, Headers headers) {
    /** No delay, no headers, and no request is left out. */
    public static final RegisterOptions DEFAULT = new RegisterOptions(Duration.ZERO, false, Headers.NONE);

    /**
     * Checks the values.
     *
     * @throws InvalidValueException if the delay is null, negative, longer than 365 days, or not whole microseconds, or if the
     *     headers are null
     */
    public RegisterOptions {
        Bounds.required("headers", headers);
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
        return new RegisterOptions(span, unlessQueued, headers);
    }

    /**
     * The same options, leaving out requests that are queued already.
     *
     * @return the options
     */
    public RegisterOptions onlyIfNotQueued() {
        return new RegisterOptions(delay, true, headers);
    }

    /**
     * The same options with a header. A header of the same name is replaced, also if it is written in another case.
     *
     * @param name its name
     * @param value its value
     * @return the options
     * @throws InvalidValueException if one is null or invalid, or there are too many headers
     */
    public RegisterOptions header(String name, String value) {
        return new RegisterOptions(delay, unlessQueued, headers.with(name, value));
    }
}
