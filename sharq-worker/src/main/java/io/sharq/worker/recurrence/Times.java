package io.sharq.worker.recurrence;

import java.time.Instant;
import java.util.Optional;

/** The instants of a recurrence. Immutable. */
public sealed interface Times permits CronTimes, SpanTimes {
    /** The first instant after another one, if there is one. */
    Optional<Instant> next(Instant after);

    /** The last instant up to another one, if there is one. */
    Optional<Instant> last(Instant upTo);
}
