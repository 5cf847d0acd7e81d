package io.sharq.rules;

import org.jspecify.annotations.Nullable;

/**
 * Rule 22: the hold of a queue whose jobs an upstream refuses for now. A throttle that names a time holds the queue for it.
 * Throttles that name none hold it for 1 s, 2 s, 4 s and so on, up to the longest hold.
 *
 * @param level the number of times that the hold has grown, 0 if it has not
 * @param raisedAt the revision at which a throttle last raised the hold, 0 if none did; a job released before that does not
 *     make it grow
 * @param heldUntilMicros the end of the queue's hold, whatever its reason, 0 if it has none
 */
public record Throttling(int level, long raisedAt, long heldUntilMicros) {
    /** The reason of a hold that a throttle began. */
    public static final String REASON = "throttled";

    /** The first hold that names no time, in microseconds. */
    static final long FIRST_MICROS = 1_000_000;

    /** The level beyond which the hold exceeds every longest hold that is allowed: 2^25 s are more than 365 days. */
    static final int MAX_LEVEL = 26;

    /**
     * The state after a throttle. Equal to this state if the throttle changes nothing.
     *
     * @param leaseNumber the number of the lease that ends, which is the revision of the job's release
     * @param retryAfterMicros the time that the throttle names, null if none
     * @param maxHoldMicros the longest hold that grows by itself, and the quiet span after which growth starts over
     * @param nowMicros the steady time
     * @param revision the revision of the throttle
     * @return the state
     */
    public Throttling after(
            long leaseNumber, @Nullable Long retryAfterMicros, long maxHoldMicros, long nowMicros, long revision) {
        if (retryAfterMicros != null) {
            long untilMicros = nowMicros + retryAfterMicros;
            return untilMicros > heldUntilMicros ? new Throttling(level, revision, untilMicros) : this;
        }
        if (leaseNumber < raisedAt) {
            return this;
        }
        boolean isQuiet = nowMicros >= heldUntilMicros + maxHoldMicros;
        int grown = isQuiet ? 1 : Math.min(level + 1, MAX_LEVEL);
        long spanMicros = Math.min(maxHoldMicros, FIRST_MICROS << (grown - 1));
        return new Throttling(grown, revision, Math.max(heldUntilMicros, nowMicros + spanMicros));
    }
}
