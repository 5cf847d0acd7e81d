package io.sharq.worker.recurrence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sharq.api.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence as it is stored: either a span or a cron expression with its zone.
 *
 * @param everyMicros the span, or null for a cron expression
 * @param cron the cron expression, or null for a span
 * @param zone the zone of the cron expression, or null for a span
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Schedule(
        @JsonProperty("every_micros") @Nullable Long everyMicros,
        @JsonProperty("cron") @Nullable String cron,
        @JsonProperty("zone") @Nullable String zone) {
    /** A schedule without instants, for a job whose own schedule cannot be read. */
    static final Schedule UNREADABLE = new Schedule(null, null, null);

    /** The schedule of a span. */
    public static Schedule every(Duration span) {
        return new Schedule(span.dividedBy(Duration.of(1, ChronoUnit.MICROS)), null, null);
    }

    /** The schedule of a cron expression. */
    public static Schedule cron(String expression, ZoneId zone) {
        return new Schedule(null, expression, zone.getId());
    }

    /** The span, for a schedule that is not a cron expression. */
    public Duration span() {
        return Duration.of(everyMicros == null ? 0 : everyMicros, ChronoUnit.MICROS);
    }

    /**
     * The zone of the cron expression.
     *
     * @return the zone, or empty for a span
     * @throws InvalidValueException if this JVM does not know the zone
     */
    public Optional<ZoneId> zoneId() {
        try {
            return Optional.ofNullable(zone).map(ZoneId::of);
        } catch (DateTimeException e) {
            throw new InvalidValueException("recurrence", "Its time zone " + zone + " is not known here.", e);
        }
    }

    /**
     * The first instant after another one.
     *
     * @throws InvalidValueException if there is none, or if another version wrote what cannot be used here
     */
    Instant next(Instant after) {
        return times().next(after)
                .orElseThrow(() -> new InvalidValueException("recurrence", "It never comes: " + cron + "."));
    }

    private Times times() {
        Optional<ZoneId> in = zoneId();
        return cron != null && in.isPresent() ? CronTimes.of(cron, in.get()) : new SpanTimes(span());
    }
}
