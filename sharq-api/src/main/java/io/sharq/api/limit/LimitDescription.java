package io.sharq.api.limit;

import io.sharq.api.Stamp;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a limit.
 *
 * @param limit the limit
 * @param parts its parts
 * @param paused whether it is paused
 * @param heldUntil the end of the hold, if it is held
 * @param holdReason the reason of the hold; empty if it is not held
 * @param level the level of its rate in units, rounded up; 0 if it has no rate
 * @param counted the units that its quota counts; 0 if it has no quota
 * @param active the jobs under leases that drew from it
 * @param queues the queues that draw from it
 * @param opensAt the instant from which it is open, if only time must pass; now if it is open
 * @param stamp the instant and revision of the snapshot
 */
public record LimitDescription(
        LimitKey limit,
        LimitParts parts,
        boolean paused,
        Optional<Instant> heldUntil,
        String holdReason,
        long level,
        long counted,
        long active,
        long queues,
        Optional<Instant> opensAt,
        Stamp stamp) {}
