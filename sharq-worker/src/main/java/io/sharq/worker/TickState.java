package io.sharq.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.Failure;
import io.sharq.api.Bounds;
import io.sharq.api.JobDescription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a tick is due. It is kept as the reason of the tick's last failure, the one text of a job that changes with its
 * delay, in one step. A tick without it was declared and has not been put off yet: it is not due, whenever it comes.
 *
 * @param definition the tick's own
 * @param when when it recurs
 * @param dueMicros its next instant, in microseconds since 1970
 * @param cancelled whether it is only still there because a worker held it when it was cancelled
 */
record TickState(
        @JsonProperty("definition") String definition,
        @JsonProperty("when") RecurrenceText when,
        @JsonProperty("due_micros") long dueMicros,
        @JsonProperty("cancelled") boolean cancelled) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST_DELAY = Duration.of(Bounds.MAX_SPAN_MICROS, ChronoUnit.MICROS);

    static TickState due(Tick tick, Instant due) {
        return new TickState(tick.definition(), tick.when(), ChronoUnit.MICROS.between(Instant.EPOCH, due), false);
    }

    /** Empty for a tick that was not put off yet, and for one that something else failed. */
    static Optional<TickState> of(JobDescription tick) {
        return tick.lastFailure().flatMap(text -> {
            try {
                return Optional.ofNullable(JSON.readValue(text, TickState.class));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }

    TickState cancel() {
        return new TickState(definition, when, dueMicros, true);
    }

    Instant due() {
        return Instant.EPOCH.plus(dueMicros, ChronoUnit.MICROS);
    }

    /** Puts the tick off until it is due, or as far towards it as one delay reaches. */
    Failure from(Instant now) {
        Duration left = Duration.between(now, due());
        return text().retryAfter(left.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : left);
    }

    /** Puts the tick off for as long as one delay reaches. */
    Failure asFarAsPossible() {
        return text().retryAfter(LONGEST_DELAY);
    }

    private Failure text() {
        try {
            return Failure.because(JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and short texts can be written as JSON", e);
        }
    }
}
