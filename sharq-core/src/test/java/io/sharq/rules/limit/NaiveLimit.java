package io.sharq.rules.limit;

import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.RollingQuota;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit by the statements of rules 18 to 20: it keeps every release, and computes from all of them. It names two answers,
 * because a rolling quota may count a release for 1/64 of its span longer.
 */
final class NaiveLimit {
    private final List<NaiveEvent> history = new ArrayList<>();
    private final List<NaiveEvent.Released> active = new ArrayList<>();
    private LimitParts parts = LimitParts.NONE;
    private long roundedParts;
    private long latestWall;
    private long heldUntil;
    private boolean paused;

    void changed(LimitParts after, long now, long wall) {
        roundedParts = after.rate() == null || parts.rate() == null
                ? 0
                : roundedParts + NaiveRate.rounding(parts) + NaiveRate.rounding(after);
        changeRolling(after, now);
        changeCalendar(after, wall);
        parts = after;
        history.add(new NaiveEvent.Changed(now, after));
    }

    private void changeRolling(LimitParts after, long now) {
        if (!(after.quota() instanceof RollingQuota quota)) {
            return;
        }
        long span = micros(quota);
        for (NaiveEvent.Released release : releases()) {
            if (parts.quota() instanceof RollingQuota before) {
                release.isCounted &= release.atMicros + micros(before) > now;
                release.mayBeCounted &= release.atMicros + micros(before) + release.widestSlot > now;
            } else {
                release.isCounted = false;
                release.mayBeCounted = false;
            }
            release.widestSlot = Math.max(release.widestSlot, slot(span));
        }
    }

    private void changeCalendar(LimitParts after, long wall) {
        if (!(after.quota() instanceof CalendarQuota quota)) {
            return;
        }
        boolean isNew = !(parts.quota() instanceof CalendarQuota);
        if (!isNew
                && ((CalendarQuota) parts.quota()).per() == quota.per()
                && ((CalendarQuota) parts.quota()).zone().equals(quota.zone())) {
            return;
        }
        long now = NaiveCalendar.lastBoundary(quota.per(), quota.zone(), wall);
        long before = isNew ? 0 : period((CalendarQuota) parts.quota(), wall);
        for (NaiveEvent.Released release : releases()) {
            release.period = !isNew && release.period == before ? now : -1;
        }
        latestWall = wall;
    }

    /** The last boundary that has passed, also if the clock was set back over it since. */
    private long period(CalendarQuota quota, long wall) {
        return NaiveCalendar.lastBoundary(quota.per(), quota.zone(), Math.max(wall, latestWall));
    }

    NaiveEvent.Released released(long number, long now, long wall, long cost) {
        NaiveEvent.Released release = new NaiveEvent.Released(number, now, cost);
        if (parts.quota() instanceof CalendarQuota quota) {
            release.period = period(quota, wall);
            latestWall = Math.max(latestWall, wall);
        }
        if (parts.quota() instanceof RollingQuota quota) {
            release.widestSlot = slot(micros(quota));
        }
        history.add(release);
        active.add(release);
        return release;
    }

    void ended(NaiveEvent.Released release, long used, long wall) {
        if (used != release.cost) {
            release.settle(used);
            latestWall = Math.max(latestWall, wall);
        }
        active.remove(release);
    }

    void hold(long until) {
        heldUntil = until;
    }

    void pause(boolean isPaused) {
        paused = isPaused;
    }

    List<NaiveEvent.Released> active() {
        return active;
    }

    private List<NaiveEvent.Released> releases() {
        return history.stream()
                .filter(NaiveEvent.Released.class::isInstance)
                .map(NaiveEvent.Released.class::cast)
                .toList();
    }

    /** Whether it may be open: nothing that a part says is broken. */
    boolean mayBeOpen(long now, long wall) {
        return isOpenInAll(now, wall)
                && (parts.rate() == null || NaiveRate.isOpen(history, parts.rate(), now))
                && isRollingOpen(now, false);
    }

    /** Whether it must be open: no part has a reason. A change of the rate may round. */
    boolean mustBeOpen(long now, long wall) {
        return isOpenInAll(now, wall)
                && (parts.rate() == null || NaiveRate.opensAt(history, parts.rate(), roundedParts) <= now)
                && isRollingOpen(now, true);
    }

    private boolean isOpenInAll(long now, long wall) {
        return !paused
                && now >= heldUntil
                && (parts.concurrency() == null || active.size() < parts.concurrency())
                && isSpaced(now)
                && isCalendarOpen(wall)
                && (parts.hours() == null || NaiveCalendar.isInside(parts.hours(), wall));
    }

    private boolean isSpaced(long now) {
        long last = releases().stream()
                .mapToLong(NaiveEvent.Released::atMicros)
                .max()
                .orElse(Long.MIN_VALUE / 2);
        return parts.interval() == null || now >= last + parts.interval().toMillis() * 1_000;
    }

    private boolean isRollingOpen(long now, boolean isStrict) {
        if (!(parts.quota() instanceof RollingQuota quota)) {
            return true;
        }
        long counted = releases().stream()
                .filter(release -> isStrict ? release.mayBeCounted : release.isCounted)
                .filter(release -> release.atMicros + micros(quota) + (isStrict ? release.widestSlot : 0) > now)
                .mapToLong(NaiveEvent.Released::used)
                .sum();
        return counted < quota.units();
    }

    private boolean isCalendarOpen(long wall) {
        if (!(parts.quota() instanceof CalendarQuota quota)) {
            return true;
        }
        long period = period(quota, wall);
        long counted = releases().stream()
                .filter(release -> release.period == period)
                .mapToLong(NaiveEvent.Released::used)
                .sum();
        return counted < quota.units();
    }

    private static long micros(RollingQuota quota) {
        return quota.span().toMillis() * 1_000;
    }

    private static long slot(long spanMicros) {
        return (spanMicros + 63) / 64;
    }
}
