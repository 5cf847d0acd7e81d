package io.sharq;

import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a queue's settings. Settings that are not named stay as they are. Immutable: each method returns a new
 * instance.
 */
public final class QueueSettings {
    private static final QueueSettings NO_CHANGE = new QueueSettings(QueueChange.NONE, null, null);

    private final QueueChange change;
    private final @Nullable Boolean pinned;
    private final @Nullable Hold hold;

    private QueueSettings(QueueChange change, @Nullable Boolean pinned, @Nullable Hold hold) {
        this.change = change;
        this.pinned = pinned;
        this.hold = hold;
    }

    /**
     * An empty change, to which settings are added.
     *
     * @return the empty change
     */
    public static QueueSettings change() {
        return NO_CHANGE;
    }

    /**
     * Sets the interval, even if it is pinned.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return a change with this setting
     */
    public QueueSettings interval(Duration interval) {
        return with(new QueueChange(Micros.intervalMillis(interval), change.ordered(), change.concurrency()));
    }

    /**
     * Sets whether the interval is pinned. Enqueues do not change a pinned interval.
     *
     * @param isPinned whether it is pinned
     * @return a change with this setting
     */
    public QueueSettings pinned(boolean isPinned) {
        return new QueueSettings(change, isPinned, hold);
    }

    /**
     * Sets whether the queue is strictly first in, first out (rule 6).
     *
     * @param isOrdered true for strict order
     * @return a change with this setting
     */
    public QueueSettings ordered(boolean isOrdered) {
        return with(new QueueChange(change.intervalMillis(), isOrdered, change.concurrency()));
    }

    /**
     * Sets the cap on active jobs (rule 7).
     *
     * @param cap the cap, 0 for none
     * @return a change with this setting
     */
    public QueueSettings concurrency(int cap) {
        return with(new QueueChange(change.intervalMillis(), change.ordered(), cap));
    }

    /**
     * Holds the queue until an instant, for example one that an upstream names for the next attempt.
     *
     * @param until the instant, on the backend's clock
     * @param reason the reason, for operators
     * @return a change with this setting
     */
    public QueueSettings holdUntil(Instant until, String reason) {
        return new QueueSettings(change, pinned, new Hold.Until(Micros.of("hold", until), reason));
    }

    /**
     * Holds the queue for a span from now, for example a Retry-After in seconds.
     *
     * @param span the span
     * @param reason the reason, for operators
     * @return a change with this setting
     */
    public QueueSettings holdFor(Duration span, String reason) {
        return new QueueSettings(change, pinned, new Hold.Span(Micros.of("hold", span), reason));
    }

    /**
     * Ends a hold.
     *
     * @return a change with this setting
     */
    public QueueSettings liftHold() {
        return new QueueSettings(change, pinned, Hold.LIFT);
    }

    private QueueSettings with(QueueChange newChange) {
        return new QueueSettings(newChange, pinned, hold);
    }

    QueueChange toChange() {
        return change;
    }

    @Nullable
    Boolean pinned() {
        return pinned;
    }

    @Nullable
    Hold hold() {
        return hold;
    }
}
