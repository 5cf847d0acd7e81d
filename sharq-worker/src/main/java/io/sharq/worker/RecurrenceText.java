package io.sharq.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sharq.api.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence as JSON.
 *
 * @param everyMicros the span, or null for a cron expression
 * @param cron the cron expression, or null for a span
 * @param zone the zone of the cron expression, or null for a span
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecurrenceText(
        @JsonProperty("every_micros") @Nullable Long everyMicros,
        @JsonProperty("cron") @Nullable String cron,
        @JsonProperty("zone") @Nullable String zone) {
    static RecurrenceText of(Recurrence recurrence) {
        if (recurrence instanceof Recurrence.Cron cron) {
            return new RecurrenceText(null, cron.expression(), cron.zone().getId());
        }
        Duration span = ((Recurrence.Every) recurrence).span();
        return new RecurrenceText(span.dividedBy(Duration.of(1, ChronoUnit.MICROS)), null, null);
    }

    /** The recurrence; a text that another version wrote may be none. */
    Recurrence recurrence() {
        try {
            if (cron != null && zone != null) {
                return Recurrence.cron(cron, ZoneId.of(zone));
            }
        } catch (DateTimeException e) {
            throw new InvalidValueException("recurrence", "Its time zone " + zone + " is not known here.", e);
        }
        return Recurrence.every(Duration.of(everyMicros == null ? 0 : everyMicros, ChronoUnit.MICROS));
    }
}
