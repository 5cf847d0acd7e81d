package io.sharq.worker;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When a request is registered again and again. */
public sealed interface Recurrence {
    /**
     * At every whole multiple of a span since 1970.
     *
     * @param span at least a millisecond
     * @return the recurrence
     * @throws InvalidValueException if it is shorter
     */
    static Recurrence every(Duration span) {
        return new Every(span);
    }

    /**
     * By a cron expression of five fields, as in Unix.
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
     */
    Instant next(Instant after);

    /**
     * The last instant.
     *
     * @param now an instant
     * @return the last one up to it
     */
    Instant last(Instant now);

    /**
     * At multiples of a span.
     *
     * @param span the span
     */
    record Every(Duration span) implements Recurrence {
        /**
         * Checks the span.
         *
         * @param span the span
         */
        public Every {
            if (span.toMillis() < 1) {
                throw new InvalidValueException(
                        "recurrence", "It must be at least a millisecond, but is " + span + ".");
            }
        }

        @Override
        public Instant next(Instant after) {
            long millis = span.toMillis();
            return Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), millis) + 1) * millis);
        }

        @Override
        public Instant last(Instant now) {
            long millis = span.toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
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
            times(expression);
        }

        private static ExecutionTime times(String expression) {
            try {
                CronParser unix = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
                return ExecutionTime.forCron(unix.parse(expression).validate());
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException("recurrence", "It is not a cron expression: " + e.getMessage(), e);
            }
        }

        @Override
        public Instant next(Instant after) {
            return times(expression)
                    .nextExecution(ZonedDateTime.ofInstant(after, zone))
                    .map(ZonedDateTime::toInstant)
                    .orElseThrow(() -> new InvalidValueException("recurrence", "It never comes again: " + expression));
        }

        @Override
        public Instant last(Instant now) {
            // The library's last one lies before an instant, not at it.
            return times(expression)
                    .lastExecution(ZonedDateTime.ofInstant(now.plusMillis(1), zone))
                    .map(ZonedDateTime::toInstant)
                    .orElse(now);
        }
    }
}
