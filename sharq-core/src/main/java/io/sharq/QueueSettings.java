package io.sharq;

import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change of a queue's settings. What is not said stays as it is. Immutable: each method gives a new one. */
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
     * No change yet.
     *
     * @return what to begin with
     */
    public static QueueSettings change() {
        return NO_CHANGE;
    }

    /**
     * Sets the interval, even if it is pinned.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return a change that says so
     */
    public QueueSettings interval(Duration interval) {
        return with(new QueueChange(Micros.intervalMillis(interval), change.ordered(), change.concurrency()));
    }

    /**
     * Pins the interval, so that enqueues leave it alone, or unpins it.
     *
     * @param isPinned whether it is pinned
     * @return a change that says so
     */
    public QueueSettings pinned(boolean isPinned) {
        return new QueueSettings(change, isPinned, hold);
    }

    /**
     * Makes the queue strictly first in, first out, or not.
     *
     * @param isOrdered whether it is
     * @return a change that says so
     */
    public QueueSettings ordered(boolean isOrdered) {
        return with(new QueueChange(change.intervalMillis(), isOrdered, change.concurrency()));
    }

    /**
     * Caps the active jobs.
     *
     * @param cap the cap, 0 for none
     * @return a change that says so
     */
    public QueueSettings concurrency(int cap) {
        return with(new QueueChange(change.intervalMillis(), change.ordered(), cap));
    }

    /**
     * Holds the queue until an instant: what to do when an upstream says when to come back.
     *
     * @param until the instant, on the backend's clock
     * @param reason why, in words
     * @return a change that says so
     */
    public QueueSettings holdUntil(Instant until, String reason) {
        return new QueueSettings(change, pinned, new Hold.Until(Micros.of("hold", until), reason));
    }

    /**
     * Holds the queue for a span from now: what to do with a Retry-After in seconds.
     *
     * @param span how long
     * @param reason why, in words
     * @return a change that says so
     */
    public QueueSettings holdFor(Duration span, String reason) {
        return new QueueSettings(change, pinned, new Hold.Span(Micros.of("hold", span), reason));
    }

    /**
     * Ends a hold.
     *
     * @return a change that says so
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
