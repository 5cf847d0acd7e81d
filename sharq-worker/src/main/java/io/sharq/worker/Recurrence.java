package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.worker.recurrence.CronTimes;
import io.sharq.worker.recurrence.SpanTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The instants at which a request is registered, again and again. Immutable. */
public sealed interface Recurrence {
    /**
     * Every whole multiple of a span since 1970.
     *
     * @param span whole microseconds, from a millisecond to 365,000 days
     * @return the recurrence
     * @throws InvalidValueException if the span is null, out of range, or not whole microseconds
     */
    static Recurrence every(Duration span) {
        return new Every(span);
    }

    /**
     * The times of a Unix cron expression of five fields: minute, hour, day of month, month, day of week.
     *
     * <p>Where the zone's clocks change, the rules of Vixie cron hold. An expression whose minute or hour begins with
     * {@code *} follows the clock: it comes twice in a repeated hour and not in a skipped one. Any other comes once: in the
     * first pass of a repeated hour, and right after the change if its time is skipped.
     *
     * @param expression such as {@code 0 9 * * 1-5}
     * @param zone the time zone that it refers to
     * @return the recurrence
     * @throws InvalidValueException if an argument is null or the expression is not valid
     */
    static Recurrence cron(String expression, ZoneId zone) {
        return new Cron(expression, zone);
    }

    /**
     * The next instant.
     *
     * @param after an instant
     * @return the first instant after it
     * @throws InvalidValueException if there is none, as for February 30
     */
    default Instant next(Instant after) {
        return nextAfter(after)
                .orElseThrow(() -> new InvalidValueException("recurrence", "It never comes: " + this + "."));
    }

    /**
     * The next instant, if there is one.
     *
     * @param after an instant
     * @return the first instant after it, or empty if the recurrence never comes
     */
    Optional<Instant> nextAfter(Instant after);

    /**
     * The last instant.
     *
     * @param now an instant
     * @return the last instant up to it, or {@code now} itself if there was none
     */
    Instant last(Instant now);

    /**
     * The multiples of a span.
     *
     * @param span the span
     */
    record Every(Duration span) implements Recurrence {
        /**
         * Checks the span.
         *
         * @throws InvalidValueException if it is null, out of range, or not whole microseconds
         */
        public Every {
            SpanTimes unused = new SpanTimes(Bounds.required("span", span));
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return new SpanTimes(span).next(Bounds.required("after", after));
        }

        @Override
        public Instant last(Instant now) {
            return new SpanTimes(span).last(Bounds.required("now", now)).orElse(now);
        }
    }

    /**
     * The times of a cron expression.
     *
     * @param expression the expression
     * @param zone the time zone that it refers to
     */
    record Cron(String expression, ZoneId zone) implements Recurrence {
        /**
         * Checks the expression.
         *
         * @throws InvalidValueException if one is null or the expression is not valid
         */
        public Cron {
            CronTimes unused = CronTimes.of(Bounds.required("expression", expression), Bounds.required("zone", zone));
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return CronTimes.of(expression, zone).next(Bounds.required("after", after));
        }

        @Override
        public Instant last(Instant now) {
            return CronTimes.of(expression, zone)
                    .last(Bounds.required("now", now))
                    .orElse(now);
        }
    }
}
