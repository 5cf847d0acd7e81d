package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.Used;
import org.jspecify.annotations.Nullable;

/**
 * A job that failed.
 *
 * @param lease its lease
 * @param delayMicros how long it waits before it may be released again, at least 0. In an ordered queue the whole queue
 *     waits, because no later job may overtake it (rule 6)
 * @param reason why, kept with the job, or null; an empty one counts as none
 * @param used what was really used of limits (rule 18)
 */
public record FailItem(
        LeaseRef lease, long delayMicros, @Nullable String reason, Used used) {
    /**
     * Checks every value.
     *
     * @param lease its lease
     * @param delayMicros how long it waits before it may be released again
     * @param reason why
     * @param used what was really used of limits
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FailItem {
        Bounds.required("lease", lease);
        Bounds.required("used", used);
        Bounds.span("delay", delayMicros, 0);
        if (reason != null) {
            String kept = Bounds.reason("reason", reason);
            reason = kept.isEmpty() ? null : kept;
        }
    }

    /**
     * A job that failed and settles no costs.
     *
     * @param lease its lease
     * @param delayMicros how long it waits before it may be released again
     * @param reason why
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FailItem(LeaseRef lease, long delayMicros, @Nullable String reason) {
        this(lease, delayMicros, reason, Used.NOTHING);
    }
}
