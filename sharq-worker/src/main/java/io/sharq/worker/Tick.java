package io.sharq.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The job that stands for a recurrence: it is never finished, but put off until the next instant, so that there is one of
 * it however many declare it.
 *
 * @param request what is registered
 * @param everyMillis the span, or null for a cron expression
 * @param cron the cron expression, or null for a span
 * @param zone the zone of the cron expression, or null for a span
 */
record Tick(
        @JsonProperty("request") Object request,
        @JsonProperty("every_millis") @Nullable Long everyMillis,
        @JsonProperty("cron") @Nullable String cron,
        @JsonProperty("zone") @Nullable String zone) {
    static final String JOB = "tick";

    static String type(Handler<?> handler) {
        return handler.name() + "-recurring";
    }

    static Tick of(Object request, Recurrence recurrence) {
        if (recurrence instanceof Recurrence.Cron cron) {
            return new Tick(request, null, cron.expression(), cron.zone().getId());
        }
        return new Tick(request, ((Recurrence.Every) recurrence).span().toMillis(), null, null);
    }

    Recurrence recurrence() {
        if (cron != null && zone != null) {
            return Recurrence.cron(cron, ZoneId.of(zone));
        }
        return Recurrence.every(Duration.ofMillis(everyMillis == null ? 0 : everyMillis));
    }
}
