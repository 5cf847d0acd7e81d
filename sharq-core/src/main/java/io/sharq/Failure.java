package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.limit.Used;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a job failed, the delay before its next delivery, and what it really used of limits. Immutable: each method returns a
 * new instance.
 */
public final class Failure {
    /** A failure without a reason or a delay. */
    public static final Failure UNEXPLAINED = new Failure(null, 0, Used.NOTHING);

    private final @Nullable String reason;
    private final long delayMicros;
    private final Used used;

    private Failure(@Nullable String reason, long delayMicros, Used used) {
        this.reason = reason;
        this.delayMicros = delayMicros;
        this.used = used;
    }

    /**
     * A failure with a reason, which is kept with the job, and no delay.
     *
     * @param reason the reason, truncated to 1,000 characters
     * @return the failure
     */
    public static Failure because(String reason) {
        int length = Math.min(Bounds.required("reason", reason).length(), Bounds.MAX_REASON_LENGTH);
        boolean splitsPair = length < reason.length() && Character.isHighSurrogate(reason.charAt(length - 1));
        return new Failure(reason.substring(0, splitsPair ? length - 1 : length), 0, Used.NOTHING);
    }

    /**
     * Sets the delay before the job may be delivered again.
     *
     * @param delay the delay
     * @return a failure with this delay
     */
    public Failure retryAfter(Duration delay) {
        return new Failure(reason, Micros.of("delay", delay), used);
    }

    /**
     * Says what the job really used of limits (rule 18). They then stand as if that had been its cost.
     *
     * @param reallyUsed the units by limit
     * @return a failure with this settlement
     */
    public Failure used(Used reallyUsed) {
        return new Failure(reason, delayMicros, Bounds.required("used", reallyUsed));
    }

    @Nullable
    String reason() {
        return reason;
    }

    long delayMicros() {
        return delayMicros;
    }

    Used used() {
        return used;
    }
}
