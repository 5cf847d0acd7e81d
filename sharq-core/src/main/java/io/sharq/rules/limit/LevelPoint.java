package io.sharq.rules.limit;

/**
 * The level of a rate at an instant.
 *
 * @param number the number of the last change that the level includes
 * @param atMicros the instant
 * @param level the level, in the scale of the terms
 * @param terms the terms in force from then on
 */
public record LevelPoint(long number, long atMicros, long level, RateTerms terms) {
    /** The level after the fall until an instant. */
    long levelAt(long nowMicros) {
        return terms.fallen(level, Math.max(0, nowMicros - atMicros));
    }

    LevelPoint after(LevelEvent event) {
        long before = levelAt(event.atMicros());
        if (event instanceof LevelEvent.Changed change) {
            return new LevelPoint(event.number(), event.atMicros(), terms.in(change.terms(), before), change.terms());
        }
        long units = ((LevelEvent.Released) event).units();
        long level = Exact.plus(before, Exact.times(units, terms.unit()));
        return new LevelPoint(event.number(), event.atMicros(), level, terms);
    }
}
