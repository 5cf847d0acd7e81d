package io.sharq.rules.limit;

import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The level of a rate by its statement: computed from all releases and changes whenever it is needed, in exact fractions of a
 * unit.
 */
final class NaiveRate {
    /** A common multiple of the periods of the rates of the histories, in microseconds and lowest terms. */
    static final long PARTS = 3_600_000_000L * 77;

    private NaiveRate() {}

    /** What a change from or to a rate may add to its level: (burst + greatest cost) / 2^41 of a unit. */
    static long rounding(LimitParts parts) {
        Rate rate = parts.rate();
        return rate == null ? 0 : 1 + Exact.scaledUp(PARTS, rate.burst() + parts.costBound(), 1L << 41);
    }

    /** Whether the level at an instant is at most {@code burst - 1}, with the rate in force. */
    static boolean isOpen(List<NaiveEvent> history, Rate rate, long atMicros) {
        return level(history, atMicros) <= (rate.burst() - 1) * PARTS;
    }

    /** The instant from which it is open if the level were higher by some parts. */
    static long opensAt(List<NaiveEvent> history, Rate rate, long moreParts) {
        long last = history.get(history.size() - 1).atMicros();
        long over = level(history, last) + moreParts - (rate.burst() - 1) * PARTS;
        return over <= 0 ? last : last - Math.floorDiv(-over, fall(rate));
    }

    private static long level(List<NaiveEvent> history, long atMicros) {
        long level = 0;
        long last = 0;
        Rate inForce = null;
        for (NaiveEvent event : history) {
            if (event.atMicros() > atMicros) {
                break;
            }
            level = fallen(level, inForce, event.atMicros() - last);
            last = event.atMicros();
            if (event instanceof NaiveEvent.Changed changed) {
                inForce = changed.parts().rate();
            } else if (inForce != null) {
                level += ((NaiveEvent.Released) event).used() * PARTS;
            }
            if (inForce == null) {
                level = 0;
            }
        }
        return fallen(level, inForce, atMicros - last);
    }

    private static long fallen(long level, @Nullable Rate rate, long micros) {
        if (rate == null || level == 0) {
            return 0;
        }
        long fall = fall(rate);
        return micros > level / fall ? 0 : Math.max(0, level - fall * micros);
    }

    private static long fall(Rate rate) {
        long periodMicros = rate.period().toMillis() * 1_000;
        if (rate.units() * PARTS % periodMicros != 0) {
            throw new AssertionError("the level of " + rate + " is no whole number of parts");
        }
        return rate.units() * PARTS / periodMicros;
    }
}
