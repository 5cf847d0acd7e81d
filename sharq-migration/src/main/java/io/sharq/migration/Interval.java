package io.sharq.migration;

import io.sharq.api.Bounds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The interval of a queue of the original, as the target can take it. */
sealed interface Interval {
    /** The queue has none. */
    record Missing() implements Interval {}

    /** What is stored is no number, or negative. */
    record Unreadable() implements Interval {}

    /**
     * A number of milliseconds.
     *
     * @param span the interval within the target's bounds
     * @param isClamped whether the stored one is outside
     */
    record Known(Duration span, boolean isClamped) implements Interval {}

    static Interval of(@Nullable String stored) {
        if (stored == null) {
            return new Missing();
        }
        BigDecimal millis;
        try {
            millis = new BigDecimal(stored.strip());
        } catch (NumberFormatException e) {
            return new Unreadable();
        }
        // A huge exponent would make the comparison with a scale of its own expensive.
        if (millis.signum() < 0 || Math.abs((long) millis.scale()) > 100) {
            return new Unreadable();
        }
        BigDecimal whole = millis.setScale(0, RoundingMode.CEILING).min(BigDecimal.valueOf(Bounds.MAX_INTERVAL_MILLIS));
        return new Known(Duration.ofMillis(whole.longValueExact()), whole.compareTo(millis) != 0);
    }
}
