package io.sharq.worker;

import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a request is registered again and again. Immutable. */
public sealed interface Recurrence {
    /**
     * At every whole multiple of a span since 1970.
     *
     * @param span whole microseconds, from a millisecond to 365,000 days
     * @return the recurrence
     * @throws InvalidValueException if it is shorter or longer, or not whole microseconds
     */
    static Recurrence every(Duration span) {
        return new Every(span);
    }

    /**
     * By a cron expression of five fields, as in Unix: minute, hour, day of month, month, day of week. Where the clocks of
     * the zone change it keeps the rules of Vixie cron. An expression whose minute or hour begins with {@code *} goes by the
     * clock as it runs: it comes twice in an hour that is repeated, and not in one that is skipped. Any other comes once:
     * the first time in a repeated hour, and right after the change if its time is skipped.
     *
     * @param expression such as {@code 0 9 * * 1-5}
     * @param zone whose clock it means
     * @return the recurrence
     * @throws InvalidValueException if it is no such expression
     */
    static Recurrence cron(String expression, ZoneId zone) {
        return new Cron(expression, zone);
    }

    /**
     * The next instant.
     *
     * @param after an instant
     * @return the first one after it
     * @throws InvalidValueException if there is none, as for the thirtieth of February
     */
    default Instant next(Instant after) {
        return nextAfter(after)
                .orElseThrow(() -> new InvalidValueException("recurrence", "It never comes: " + this + "."));
    }

    /**
     * The next instant, if there is one.
     *
     * @param after an instant
     * @return the first one after it, or empty if the recurrence never comes
     */
    Optional<Instant> nextAfter(Instant after);

    /**
     * The last instant.
     *
     * @param now an instant
     * @return the last one up to it, or that instant itself if there was none
     */
    Instant last(Instant now);

    /**
     * At multiples of a span.
     *
     * @param span the span
     */
    record Every(Duration span) implements Recurrence {
        private static final Duration LEAST = Duration.ofMillis(1);
        private static final Duration GREATEST = Duration.ofDays(365_000);

        /**
         * Checks the span.
         *
         * @param span the span
         */
        public Every {
            if (span.compareTo(LEAST) < 0 || span.compareTo(GREATEST) > 0) {
                throw new InvalidValueException(
                        "recurrence", "Its span must be between a millisecond and 365,000 days, but is " + span + ".");
            }
            if (!span.equals(span.truncatedTo(ChronoUnit.MICROS))) {
                throw new InvalidValueException(
                        "recurrence", "Its span must be whole microseconds, but is " + span + ".");
            }
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return Optional.of(multiple(Math.floorDiv(micros(after), micros()) + 1));
        }

        @Override
        public Instant last(Instant now) {
            return multiple(Math.floorDiv(micros(now), micros()));
        }

        private Instant multiple(long count) {
            return Instant.EPOCH.plus(Math.multiplyExact(count, micros()), ChronoUnit.MICROS);
        }

        private long micros() {
            return span.dividedBy(Duration.of(1, ChronoUnit.MICROS));
        }

        private static long micros(Instant instant) {
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        }
    }

    /**
     * By a cron expression.
     *
     * @param expression the expression
     * @param zone whose clock it means
     */
    record Cron(String expression, ZoneId zone) implements Recurrence {
        /**
         * Checks the expression.
         *
         * @param expression the expression
         * @param zone whose clock it means
         */
        public Cron {
            CronTimes unused = CronTimes.of(expression, zone);
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return CronTimes.of(expression, zone).next(after);
        }

        @Override
        public Instant last(Instant now) {
            return CronTimes.of(expression, zone).last(now).orElse(now);
        }
    }
}
