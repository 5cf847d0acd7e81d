package io.sharq;

import io.sharq.api.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time for which an upstream wants no further requests (rule 22). Immutable.
 *
 * <pre>{@code
 * sharq.throttled(delivery, RetryAfter.from(response.headers().map()));
 * }</pre>
 */
public final class RetryAfter {
    /** The upstream named no time. The hold grows with each throttle, from a second on. */
    public static final RetryAfter UNKNOWN = new RetryAfter(null);

    private static final Duration LONGEST = Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS);

    private final @Nullable Long micros;

    private RetryAfter(@Nullable Long micros) {
        this.micros = micros;
    }

    /**
     * A span from now.
     *
     * @param span the span, in whole microseconds, at most 365 days
     * @return the time
     */
    public static RetryAfter in(Duration span) {
        return new RetryAfter(Micros.of("retry_after", span));
    }

    /**
     * Reads the time from the headers of a response, by the system's clock. See {@link #from(Map, Instant)}.
     *
     * @param headers the values of each header; the case of names does not matter
     * @return the time, or {@link #UNKNOWN} if no header names one
     */
    public static RetryAfter from(Map<String, List<String>> headers) {
        return from(headers, Instant.now());
    }

    /**
     * Reads the time from the headers of a response:
     *
     * <ul>
     *   <li>{@code Retry-After} in seconds or as a date (RFC 9110), and {@code retry-after-ms};
     *   <li>if there is none, {@code RateLimit} and {@code RateLimit-Reset} (the IETF draft), and the families
     *       {@code x-ratelimit-reset}, {@code x-ratelimit-reset-*} and {@code anthropic-ratelimit-*-reset}. Of several
     *       limits, those count of which nothing remains, and of these the one that resets last. If something remains of
     *       every limit, the one that resets first counts: if that is too early, the next throttle corrects it.
     * </ul>
     *
     * A value may be a number of seconds, a duration such as {@code 6m0.5s}, seconds or milliseconds since 1970, or a date.
     * Dates count from the response's own {@code Date}, if it has one, so that a clock that differs does not matter. A value
     * that cannot be read is ignored. A time that is over names nothing.
     *
     * @param headers the values of each header; the case of names does not matter
     * @param now the instant of the response, if it has no {@code Date}
     * @return the time, or {@link #UNKNOWN} if no header names one
     */
    public static RetryAfter from(Map<String, List<String>> headers, Instant now) {
        return new RateLimitHeaders(Bounds.required("headers", headers), Bounds.required("now", now))
                .reset()
                .filter(span -> !span.isNegative() && !span.isZero())
                .map(span -> span.compareTo(LONGEST) > 0 ? LONGEST : span)
                .map(span -> new RetryAfter(roundedUp(span)))
                .orElse(UNKNOWN);
    }

    private static long roundedUp(Duration span) {
        return Micros.of("retry_after", Duration.ofNanos((span.toNanos() + 999) / 1_000 * 1_000));
    }

    /** The time in microseconds, null if the upstream named none. */
    @Nullable
    Long micros() {
        return micros;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetryAfter that && Objects.equals(micros, that.micros);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(micros);
    }

    @Override
    public String toString() {
        return micros == null ? "RetryAfter[unknown]" : "RetryAfter[" + Micros.toDuration(micros) + "]";
    }
}
