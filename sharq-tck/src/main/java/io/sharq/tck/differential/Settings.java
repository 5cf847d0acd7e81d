package io.sharq.tck.differential;

import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a queue's settings. Its text is the Java expression that creates them, without settings that stay.
 *
 * @param interval the interval in milliseconds, or null
 * @param ordered whether it is ordered, or null
 * @param cap the cap on active jobs, or null
 * @param pinned whether the interval is pinned, or null
 * @param hold the hold, or null
 */
public record Settings(
        @Nullable Long interval,
        @Nullable Boolean ordered,
        @Nullable Integer cap,
        @Nullable Boolean pinned,
        @Nullable Hold hold) {
    static final Settings NONE = new Settings(null, null, null, null, null);

    /**
     * With an interval.
     *
     * @param millis the interval
     * @return the settings
     */
    public Settings interval(long millis) {
        return new Settings(millis, ordered, cap, pinned, hold);
    }

    /**
     * Ordered or unordered.
     *
     * @param isOrdered true for ordered
     * @return the settings
     */
    public Settings ordered(boolean isOrdered) {
        return new Settings(interval, isOrdered, cap, pinned, hold);
    }

    /**
     * With a cap on active jobs.
     *
     * @param jobs the cap, 0 for none
     * @return the settings
     */
    public Settings cap(int jobs) {
        return new Settings(interval, ordered, jobs, pinned, hold);
    }

    /**
     * With the interval pinned or unpinned.
     *
     * @param isPinned true for pinned
     * @return the settings
     */
    public Settings pinned(boolean isPinned) {
        return new Settings(interval, ordered, cap, isPinned, hold);
    }

    /**
     * Held for a span.
     *
     * @param micros the span
     * @return the settings
     */
    public Settings hold(long micros) {
        return new Settings(interval, ordered, cap, pinned, new Hold.Span(micros, "later"));
    }

    /**
     * Held until an instant.
     *
     * @param micros the instant
     * @return the settings
     */
    public Settings holdUntil(long micros) {
        return new Settings(interval, ordered, cap, pinned, new Hold.Until(micros, "then"));
    }

    /**
     * With the hold lifted.
     *
     * @return the settings
     */
    public Settings lift() {
        return new Settings(interval, ordered, cap, pinned, Hold.LIFT);
    }

    QueueChange change() {
        return new QueueChange(interval, ordered, cap);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("settings()");
        if (interval != null) {
            text.append(".interval(").append(Steps.number(interval)).append(')');
        }
        if (ordered != null) {
            text.append(".ordered(").append(ordered).append(')');
        }
        if (cap != null) {
            text.append(".cap(").append(cap).append(')');
        }
        if (pinned != null) {
            text.append(".pinned(").append(pinned).append(')');
        }
        if (hold instanceof Hold.Span span) {
            text.append(".hold(").append(Steps.number(span.spanMicros())).append(')');
        } else if (hold instanceof Hold.Until until) {
            text.append(".holdUntil(").append(Steps.number(until.atMicros())).append(')');
        } else if (hold != null) {
            text.append(".lift()");
        }
        return text.toString();
    }
}
