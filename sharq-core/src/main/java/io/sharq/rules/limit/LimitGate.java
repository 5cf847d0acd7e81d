package io.sharq.rules.limit;

import io.sharq.rules.Readiness;
import java.util.List;

/**
 * A limit as its queues see it: what it has, and where it stands.
 *
 * @param terms the parts in force
 * @param state the state
 */
public record LimitGate(LimitTerms terms, LimitState state) {
    /** More than the openings and closings of hours that a forecast may pass. */
    private static final int MAX_PASSES = 64;

    private static final long SECOND = 1_000_000;

    /**
     * The instant from which the limit is open, as of {@link LimitState#opensAt}.
     *
     * @param at the present
     * @return the instant
     */
    public long opensAt(LimitInstant at) {
        return state.opensAt(terms, at);
    }

    /**
     * Rule 21: the unit interval, for which the limit keeps its room after it has opened. It is the time that a unit takes to
     * come back: the interval; the time for which the rate was closed, at least a unit's; the share of a unit in the
     * quota's span or period; a second for a place under the concurrency. 0 if the limit has none of these.
     *
     * @return the time in microseconds
     */
    public long unitIntervalMicros() {
        long longest = Math.max(terms.intervalMicros(), terms.concurrency() > 0 ? SECOND : 0);
        RateTerms rate = terms.rate();
        RateLevel level = state.rate();
        if (rate != null && level != null) {
            longest = Math.max(longest, Exact.dividedUp(rate.unit(), rate.fall()));
            longest = Math.max(longest, level.opensAt() - state.lastReleaseMicros());
        }
        RollingTerms rolling = terms.rolling();
        if (rolling != null) {
            longest = Math.max(longest, Exact.dividedUp(rolling.spanMicros(), rolling.units()));
        }
        CalendarTerms calendar = terms.calendar();
        if (calendar != null) {
            longest = Math.max(longest, Exact.dividedUp(Boundaries.lengthMicros(calendar.per()), calendar.units()));
        }
        return longest;
    }

    /**
     * The level of the rate.
     *
     * @param at the present
     * @return the level in units, rounded up; 0 if the limit has no rate
     */
    public long levelUnits(LimitInstant at) {
        RateLevel level = state.rate();
        return level == null
                ? 0
                : Exact.dividedUp(
                        level.last().levelAt(at.nowMicros()),
                        level.last().terms().unit());
    }

    /**
     * The units that the quota counts.
     *
     * @param at the present
     * @return the number; 0 if the limit has no quota
     */
    public long countedUnits(LimitInstant at) {
        RollingTerms rolling = terms.rolling();
        if (rolling != null && state.rolling() != null) {
            return state.rolling().counted(rolling, at.nowMicros());
        }
        CalendarCount calendar = state.calendar();
        return calendar == null || at.wallMicros() >= calendar.boundaryWallMicros() ? 0 : calendar.units();
    }

    /**
     * The earliest instant at which all of several limits are open, if nothing but time passes.
     *
     * @param fromMicros an instant before which the forecast does not look
     * @param gates the limits
     * @param at the present
     * @return the instant, {@link Readiness#NEVER} if an event is required first
     */
    public static long allOpenAt(long fromMicros, List<LimitGate> gates, LimitInstant at) {
        long instant = fromMicros;
        for (int pass = 0; pass < MAX_PASSES && instant != Readiness.NEVER; pass++) {
            LimitInstant then = new LimitInstant(instant, at.toWall(instant));
            long opens = instant;
            for (LimitGate gate : gates) {
                opens = Math.max(opens, gate.opensAt(then));
            }
            if (opens == instant) {
                return instant;
            }
            instant = opens;
        }
        return instant;
    }
}
