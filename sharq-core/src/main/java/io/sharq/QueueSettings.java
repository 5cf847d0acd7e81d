package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.QueueSetting;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.Defaults;
import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a queue's settings, or of the defaults of a pattern of queues. Settings that are not named stay as they are. Immutable: each method returns a new
 * instance.
 */
public final class QueueSettings {
    private static final QueueSettings NO_CHANGE = new QueueSettings(QueueChange.NONE, Set.of(), null, null);

    private final QueueChange change;
    private final Set<QueueSetting> toDefault;
    private final @Nullable Boolean pinned;
    private final @Nullable Hold hold;

    private QueueSettings(
            QueueChange change, Set<QueueSetting> toDefault, @Nullable Boolean pinned, @Nullable Hold hold) {
        this.change = change;
        this.toDefault = toDefault;
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
        return with(new QueueChange(
                Micros.intervalMillis(interval), change.ordered(), change.concurrency(), change.limits()));
    }

    /**
     * Sets whether the interval is pinned. Enqueues do not change a pinned interval.
     *
     * @param isPinned whether it is pinned
     * @return a change with this setting
     */
    public QueueSettings pinned(boolean isPinned) {
        return new QueueSettings(change, toDefault, isPinned, hold);
    }

    /**
     * Sets whether the queue is strictly first in, first out (rule 6).
     *
     * @param isOrdered true for strict order
     * @return a change with this setting
     */
    public QueueSettings ordered(boolean isOrdered) {
        return with(new QueueChange(change.intervalMillis(), isOrdered, change.concurrency(), change.limits()));
    }

    /**
     * Sets the cap on active jobs (rule 7).
     *
     * @param cap the cap, 0 for none
     * @return a change with this setting
     */
    public QueueSettings concurrency(int cap) {
        return with(new QueueChange(change.intervalMillis(), change.ordered(), cap, change.limits()));
    }

    /**
     * Sets the limits that the queue draws from, even if it is pinned (rule 18). They replace those that it draws from. The queue
     * is kept while it has some.
     *
     * @param names the names of limits of its type, at most {@value io.sharq.api.limit.LimitBounds#MAX_LIMITS}; none for no limits
     * @return a change with this setting
     * @throws io.sharq.api.InvalidValueException if one is not an identifier or appears twice, or there are too many
     */
    public QueueSettings limits(String... names) {
        LimitNames limits = LimitNames.of(Bounds.required("limits", names));
        return with(new QueueChange(change.intervalMillis(), change.ordered(), change.concurrency(), limits));
    }

    /**
     * Holds the queue until an instant, for example one that an upstream names for the next attempt.
     *
     * @param until the instant, on the backend's clock
     * @param reason the reason, for operators
     * @return a change with this setting
     */
    public QueueSettings holdUntil(Instant until, String reason) {
        return new QueueSettings(change, toDefault, pinned, new Hold.Until(Micros.of("hold", until), reason));
    }

    /**
     * Holds the queue for a span from now, for example a Retry-After in seconds.
     *
     * @param span the span
     * @param reason the reason, for operators
     * @return a change with this setting
     */
    public QueueSettings holdFor(Duration span, String reason) {
        return new QueueSettings(change, toDefault, pinned, new Hold.Span(Micros.of("hold", span), reason));
    }

    /**
     * Ends a hold.
     *
     * @return a change with this setting
     */
    public QueueSettings liftHold() {
        return new QueueSettings(change, toDefault, pinned, Hold.LIFT);
    }

    /**
     * Returns settings to the defaults of the type (rule 24). A setting that this change has named before is not set.
     *
     * @param settings the settings
     * @return a change with these settings by default
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public QueueSettings byDefault(QueueSetting... settings) {
        Set<QueueSetting> all = EnumSet.noneOf(QueueSetting.class);
        all.addAll(toDefault);
        for (QueueSetting setting : Bounds.required("settings", settings)) {
            all.add(Bounds.required("settings", setting));
        }
        return new QueueSettings(Defaults.without(change, all), Set.copyOf(all), pinned, hold);
    }

    private QueueSettings with(QueueChange newChange) {
        return new QueueSettings(newChange, toDefault, pinned, hold);
    }

    /** Whether a backend without limits cannot make this change. */
    boolean needsLimits() {
        return change.limits() != null;
    }

    Set<QueueSetting> toDefault() {
        return toDefault;
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
