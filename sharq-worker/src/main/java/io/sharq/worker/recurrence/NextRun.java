package io.sharq.worker.recurrence;

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
 * The next run of a recurring job. It is stored as the reason of the job's last failure, because a failure changes reason
 * and delay in one atomic step. A job without it was declared but never postponed, so it is not due yet.
 *
 * @param definition the job's definition
 * @param when its schedule
 * @param dueMicros the instant of the next run, in microseconds since 1970
 * @param cancelled whether the job was cancelled while a worker held its lease, and awaits its removal
 */
record NextRun(
        @JsonProperty("definition") String definition,
        @JsonProperty("when") Schedule when,
        @JsonProperty("due_micros") long dueMicros,
        @JsonProperty("cancelled") boolean cancelled) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration MAX_DELAY = Duration.of(Bounds.MAX_SPAN_MICROS, ChronoUnit.MICROS);

    /** The run of a job at an instant. */
    static NextRun at(Instant due, RecurringJob job) {
        return new NextRun(job.definition(), job.when(), ChronoUnit.MICROS.between(Instant.EPOCH, due), false);
    }

    /** Reads the next run of a job; empty if it was never postponed, or if it failed in another way. */
    static Optional<NextRun> of(JobDescription job) {
        return job.lastFailure().flatMap(text -> {
            try {
                return Optional.ofNullable(JSON.readValue(text, NextRun.class));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }

    NextRun cancel() {
        return new NextRun(definition, when, dueMicros, true);
    }

    Instant due() {
        return Instant.EPOCH.plus(dueMicros, ChronoUnit.MICROS);
    }

    /** The failure that postpones the job until it is due, or by the longest delay if that ends sooner. */
    Failure postponed(Instant now) {
        Duration left = Duration.between(now, due());
        return failure().retryAfter(left.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : left);
    }

    /** The failure that postpones the job by the longest delay. */
    Failure postponedByMaxDelay() {
        return failure().retryAfter(MAX_DELAY);
    }

    private Failure failure() {
        try {
            return Failure.because(JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and short strings can always be written as JSON", e);
        }
    }
}
