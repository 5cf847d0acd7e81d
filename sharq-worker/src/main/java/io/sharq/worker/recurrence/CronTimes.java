package io.sharq.worker.recurrence;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.sharq.api.InvalidValueException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a cron expression in a time zone, by the rules of Vixie cron where the zone's clocks change. An
 * expression whose minute or hour begins with {@code *} follows the clock: it comes twice in a repeated hour and not in a
 * skipped one. Any other names times of day, each of which comes once: in the first pass of a repeated hour, and at the
 * instant of the change if it is skipped.
 */
public final class CronTimes implements Times {
    private static final int MAX_LENGTH = 200;

    private final ExecutionTime times;
    private final boolean followsClock;
    private final ZoneRules zone;

    private CronTimes(ExecutionTime times, boolean followsClock, ZoneRules zone) {
        this.times = times;
        this.followsClock = followsClock;
        this.zone = zone;
    }

    /**
     * Parses a cron expression of five fields.
     *
     * @throws InvalidValueException if it is too long or is no such expression
     */
    public static CronTimes of(String expression, ZoneId zone) {
        if (expression.length() > MAX_LENGTH) {
            throw new InvalidValueException(
                    "recurrence",
                    "Its cron expression must have at most " + MAX_LENGTH + " characters, but has "
                            + expression.length() + ".");
        }
        try {
            CronParser unix = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
            ExecutionTime times = ExecutionTime.forCron(unix.parse(expression).validate());
            List<String> fields = List.of(expression.strip().split("\\s+", -1));
            return new CronTimes(
                    times, fields.get(0).startsWith("*") || fields.get(1).startsWith("*"), zone.getRules());
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                    "recurrence", "\"" + expression + "\" is not a cron expression: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.ofNullable(followsClock ? nextByClock(after) : nextOfNamedTimes(after));
    }

    @Override
    public Optional<Instant> last(Instant upTo) {
        return Optional.ofNullable(followsClock ? lastByClock(upTo) : lastOfNamedTimes(upTo));
    }

    private @Nullable Instant nextByClock(Instant after) {
        ZoneOffset offset = zone.getOffset(after);
        LocalDateTime local = next(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = zone.nextTransition(after);
        while (local != null && change != null && !local.toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetAfter();
            local = next(change.getDateTimeAfter().minusNanos(1));
            change = zone.nextTransition(change.getInstant());
        }
        return local == null ? null : local.toInstant(offset);
    }

    private @Nullable Instant lastByClock(Instant now) {
        ZoneOffset offset = zone.getOffset(now);
        LocalDateTime local = last(LocalDateTime.ofInstant(now, offset));
        ZoneOffsetTransition change = zone.previousTransition(now.plusNanos(1));
        while (local != null && change != null && local.toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetBefore();
            local = last(change.getDateTimeBefore().minusNanos(1));
            change = zone.previousTransition(change.getInstant());
        }
        return local == null ? null : local.toInstant(offset);
    }

    private @Nullable Instant nextOfNamedTimes(Instant after) {
        LocalDateTime local = next(LocalDateTime.ofInstant(after, zone.getOffset(after)));
        while (local != null && !instant(local).isAfter(after)) {
            local = next(local);
        }
        return local == null ? null : instant(local);
    }

    private @Nullable Instant lastOfNamedTimes(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone.getOffset(now));
        ZoneOffsetTransition change = zone.previousTransition(now.plusNanos(1));
        if (change != null && change.isOverlap() && local.isBefore(change.getDateTimeBefore())) {
            // In the second pass of a repeated hour, all of its times have come already.
            local = change.getDateTimeBefore();
        }
        local = last(local);
        while (local != null && instant(local).isAfter(now)) {
            local = last(local.minusNanos(1));
        }
        return local == null ? null : instant(local);
    }

    /** The instant at which a clock of the zone first shows a local time, or skips it. */
    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        return local.toInstant(zone.getValidOffsets(local).get(0));
    }

    // In UTC, where no clock changes, because the library omits times that a zone skips.
    private @Nullable LocalDateTime next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .orElse(null);
    }

    // A second later, because the library excludes the time itself.
    private @Nullable LocalDateTime last(LocalDateTime upTo) {
        return times.lastExecution(upTo.plusSeconds(1).withNano(0).atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .orElse(null);
    }
}
