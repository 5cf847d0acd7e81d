package io.sharq;

import io.sharq.api.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a job failed, and when it may be tried again. Immutable. */
public final class Failure {
    /** No reason, and at once. */
    public static final Failure UNEXPLAINED = new Failure(null, 0);

    private final @Nullable String reason;
    private final long delayMicros;

    private Failure(@Nullable String reason, long delayMicros) {
        this.reason = reason;
        this.delayMicros = delayMicros;
    }

    /**
     * A failure for a reason, which is kept with the job.
     *
     * @param reason the reason; what is longer than 1,000 characters is cut off
     * @return the failure
     */
    public static Failure because(String reason) {
        int length = Math.min(Bounds.required("reason", reason).length(), Bounds.MAX_REASON_LENGTH);
        boolean splitsPair = length < reason.length() && Character.isHighSurrogate(reason.charAt(length - 1));
        return new Failure(reason.substring(0, splitsPair ? length - 1 : length), 0);
    }

    /**
     * Lets the job wait before it comes back.
     *
     * @param delay how long
     * @return a failure that says so
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
