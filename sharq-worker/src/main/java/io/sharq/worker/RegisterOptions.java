package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The options of a registration. Immutable.
 *
 * @param delay how long the requests wait before they may be performed. With a delay, a request is left out if its
 *     sub-queue holds an equal one that waits for its own delay
 * @param unlessQueued whether a request is left out if its sub-queue holds an equal one that waits or is being performed.
 *     Requests are equal if their JSON is, whatever their headers are
 * @param headers the headers that each of the requests carries to its handler (rule 26)
 * @param deadline the span from the registration after which the requests are not performed any more (rule 23), if there is one
 */
public record RegisterOptions(Duration delay, boolean unlessQueued, Headers headers, Optional<Duration> deadline) {
    /** No delay, no headers, no deadline, and no request is left out. */
    public static final RegisterOptions DEFAULT =
            new RegisterOptions(Duration.ZERO, false, Headers.NONE, Optional.empty());

    /**
     * Checks the values.
     *
     * @throws InvalidValueException if one is null, if the delay or the deadline is longer than 365 days or not whole
     *     microseconds, if the delay is negative, or if the deadline is not positive
     */
    public RegisterOptions {
        Bounds.required("headers", headers);
        check("delay", Bounds.required("delay", delay), 0);
        Bounds.required("deadline", deadline).ifPresent(span -> check("deadline", span, 1));
    }

    private static void check(String field, Duration span, long leastMicros) {
        Duration least = Duration.of(leastMicros, ChronoUnit.MICROS);
        Duration most = Duration.of(Bounds.MAX_SPAN_MICROS, ChronoUnit.MICROS);
        if (span.compareTo(least) < 0
                || span.compareTo(most) > 0
                || !span.equals(span.truncatedTo(ChronoUnit.MICROS))) {
            throw new InvalidValueException(
                    field,
                    "It must be whole microseconds from %d to those of 365 days, but is %s."
                            .formatted(leastMicros, span));
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
        return new RegisterOptions(span, unlessQueued, headers, deadline);
    }

    /**
     * The same options, leaving out requests that are queued already.
     *
     * @return the options
     */
    public RegisterOptions onlyIfNotQueued() {
        return new RegisterOptions(delay, true, headers, deadline);
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
        return new RegisterOptions(delay, unlessQueued, headers.with(name, value), deadline);
    }

    /**
     * The same options with a deadline. A request whose performance has not begun by then goes to the dead jobs with the reason
     * {@value io.sharq.api.DeadJob#DEADLINE}.
     *
     * @param span the span from the registration
     * @return the options
     * @throws InvalidValueException if the span is null or out of range
     */
    public RegisterOptions deadline(Duration span) {
        return new RegisterOptions(delay, unlessQueued, headers, Optional.of(Bounds.required("deadline", span)));
    }
}
