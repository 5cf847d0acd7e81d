package io.sharq.rules.limit;

import io.sharq.rules.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Rules 18 to 20: the state of a limit. It does not depend on the parts except for the scale of the rate, so a change of the
 * parts forgets nothing that still counts.
 *
 * @param madeNumber the number of the change that made the limit; leases before it do not concern it
 * @param lastReleaseMicros the last release through it, 0 if there was none
 * @param rate the level of the rate
 * @param rolling the counts of the rolling quota
 * @param calendar the count of the calendar quota
 * @param active the jobs under leases that drew from it
 * @param freedAtMicros the instant at which the concurrency last stopped to close it, 0 if it never did
 * @param heldUntilMicros the end of its hold, 0 if it has none
 * @param paused whether it is paused
 */
public record LimitState(
        long madeNumber,
        long lastReleaseMicros,
        @Nullable RateLevel rate,
        @Nullable RollingCount rolling,
        @Nullable CalendarCount calendar,
        long active,
        long freedAtMicros,
        long heldUntilMicros,
        boolean paused) {
    /**
     * The state of a new limit.
     *
     * @param number the number of the change that makes it
     * @return a state without parts, to be {@linkplain #changed changed} to the first ones
     */
    public static LimitState made(long number) {
        return new LimitState(number, 0, null, null, null, 0, 0, 0, false);
    }

    /**
     * The instant from which the limit is open if nothing but time passes. It may lie in the past. It is a fact of the state,
     * except for hours: their opening is the first one at or after {@code at} if they are closed then.
     *
     * @param terms the parts in force
     * @param at the present
     * @return the instant, {@link Readiness#NEVER} if an event is required first
     */
    public long opensAt(LimitTerms terms, LimitInstant at) {
        if (paused || isAtCap(terms)) {
            return Readiness.NEVER;
        }
        long opens = Math.max(heldUntilMicros, spaced(terms));
        if (terms.concurrency() > 0) {
            opens = Math.max(opens, freedAtMicros);
        }
        if (rate != null) {
            opens = Math.max(opens, rate.opensAt());
        }
        if (rolling != null && terms.rolling() != null) {
            opens = Math.max(opens, rolling.opensAt(terms.rolling()));
        }
        if (calendar != null && terms.calendar() != null) {
            long wallMicros = calendar.opensAtWall(terms.calendar());
            opens = wallMicros == 0 ? opens : Math.max(opens, at.toSteady(wallMicros));
        }
        return opens == Readiness.NEVER ? opens : Math.max(opens, opensInHours(terms, opens, at));
    }

    /** The hours count at the instant at which all else is open: they may have closed by then. */
    private static long opensInHours(LimitTerms terms, long opensMicros, LimitInstant at) {
        WeekHours hours = terms.hours();
        if (hours == null) {
            return 0;
        }
        return at.toSteady(hours.opensAt(at.toWall(Math.max(opensMicros, at.nowMicros()))));
    }

    private long spaced(LimitTerms terms) {
        boolean isBound = lastReleaseMicros != 0 && terms.intervalMicros() > 0;
        return isBound ? lastReleaseMicros + terms.intervalMicros() : 0;
    }

    private boolean isAtCap(LimitTerms terms) {
        return terms.concurrency() > 0 && active >= terms.concurrency();
    }

    /**
     * The state after a release through the limit.
     *
     * @param terms the parts in force
     * @param number the number of the lease
     * @param cost the job's cost in units
     * @param at the present
     * @return the state
     */
    public LimitState released(LimitTerms terms, long number, long cost, LimitInstant at) {
        return new LimitState(
                madeNumber,
                at.nowMicros(),
                rate == null ? null : rate.released(number, at.nowMicros(), cost),
                rolling == null || terms.rolling() == null
                        ? null
                        : rolling.released(terms.rolling(), number, at.nowMicros(), cost),
                calendar == null || terms.calendar() == null
                        ? null
                        : calendar.released(terms.calendar(), number, cost, at.wallMicros()),
                active + 1,
                freedAtMicros,
                heldUntilMicros,
                paused);
    }

    /**
     * The state after the end of a lease that drew from the limit. It gives back a unit of concurrency. Rate and quotas stand
     * as if {@code used} had been the cost, as far as the release still counts.
     *
     * @param terms the parts in force
     * @param leaseNumber the number of the lease
     * @param cost the cost that its release took
     * @param used what was used; the cost, if the end of the lease does not say
     * @param number the number of the last change before, or of this one
     * @param at the present
     * @return the state
     */
    public LimitState ended(LimitTerms terms, long leaseNumber, long cost, long used, long number, LimitInstant at) {
        if (leaseNumber <= madeNumber) {
            return this;
        }
        long change = used - cost;
        boolean isFreed = active == terms.concurrency();
        return new LimitState(
                madeNumber,
                lastReleaseMicros,
                rate == null ? null : rate.ended(leaseNumber, change),
                rolling == null || terms.rolling() == null || change == 0
                        ? rolling
                        : rolling.settled(terms.rolling(), leaseNumber, change, at.nowMicros()),
                calendar == null || terms.calendar() == null || change == 0
                        ? calendar
                        : calendar.settled(terms.calendar(), leaseNumber, change, number, at.wallMicros()),
                active - 1,
                isFreed ? at.nowMicros() : freedAtMicros,
                heldUntilMicros,
                paused);
    }

    /**
     * The state after a change of the parts. What they count stays, as far as a part of the kind was there before and still
     * is; a part that comes new counts from now on.
     *
     * @param before the parts before
     * @param terms the parts after, in the terms of those before
     * @param number the number of the change
     * @param at the present
     * @return the state
     */
    public LimitState changed(LimitTerms before, LimitTerms terms, long number, LimitInstant at) {
        boolean isFreed = isAtCap(before) && !isAtCap(terms);
        return new LimitState(
                madeNumber,
                lastReleaseMicros,
                changedRate(terms.rate(), number, at),
                changedRolling(before.rolling(), terms.rolling(), number, at),
                changedCalendar(before.calendar(), terms.calendar(), number, at),
                active,
                isFreed ? at.nowMicros() : freedAtMicros,
                heldUntilMicros,
                paused);
    }

    private @Nullable RateLevel changedRate(@Nullable RateTerms terms, long number, LimitInstant at) {
        if (terms == null) {
            return null;
        }
        return rate == null
                ? RateLevel.empty(number, at.nowMicros(), terms)
                : rate.changed(number, at.nowMicros(), terms);
    }

    private @Nullable RollingCount changedRolling(
            @Nullable RollingTerms before, @Nullable RollingTerms terms, long number, LimitInstant at) {
        if (terms == null) {
            return null;
        }
        return rolling == null || before == null
                ? RollingCount.empty(number)
                : rolling.changed(before, terms, at.nowMicros());
    }

    private @Nullable CalendarCount changedCalendar(
            @Nullable CalendarTerms before, @Nullable CalendarTerms terms, long number, LimitInstant at) {
        if (terms == null) {
            return null;
        }
        return calendar == null || before == null
                ? CalendarCount.empty(terms, number, at.wallMicros())
                : calendar.changed(before, terms, number, at.wallMicros());
    }

    /**
     * The state with another hold.
     *
     * @param untilMicros its end, 0 for none
     * @return the state
     */
    public LimitState heldUntil(long untilMicros) {
        return new LimitState(
                madeNumber, lastReleaseMicros, rate, rolling, calendar, active, freedAtMicros, untilMicros, paused);
    }

    /**
     * The state, paused or not.
     *
     * @param isPaused whether it is paused
     * @return the state
     */
    public LimitState paused(boolean isPaused) {
        return new LimitState(
                madeNumber,
                lastReleaseMicros,
                rate,
                rolling,
                calendar,
                active,
                freedAtMicros,
                heldUntilMicros,
                isPaused);
    }
}
