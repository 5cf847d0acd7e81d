package io.sharq;

import io.sharq.api.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The reason why a job failed, and the delay before its next delivery. Immutable. */
public final class Failure {
    /** A failure without a reason or a delay. */
    public static final Failure UNEXPLAINED = new Failure(null, 0);

    private final @Nullable String reason;
    private final long delayMicros;

    private Failure(@Nullable String reason, long delayMicros) {
        this.reason = reason;
        this.delayMicros = delayMicros;
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
        return new Failure(reason.substring(0, splitsPair ? length - 1 : length), 0);
    }

    /**
     * Sets the delay before the job may be delivered again.
     *
     * @param delay the delay
     * @return a failure with this delay
     */
    public Failure retryAfter(Duration delay) {
        return new Failure(reason, Micros.of("delay", delay));
    }

    @Nullable
    String reason() {
        return reason;
    }

    long delayMicros() {
        return delayMicros;
    }
}
