package io.sharq.rules;

/** Rule 13: how long something must be remembered of a queue that holds no job. */
public final class Memory {
    private Memory() {}

    /**
     * When a queue may be forgotten, seen from an operation that leaves no job in it.
     *
     * @param queue the queue
     * @param isKept whether an operator's word stands that no time ends: it is pinned or paused
     * @param retainedUntilMicros the latest instant until which one of its finished jobs is remembered, 0 if none is
     * @param nowMicros the steady time
     * @return the instant, {@link Readiness#NEVER} if only an event ends it
     */
    public static long until(QueueFacts queue, boolean isKept, long retainedUntilMicros, long nowMicros) {
        if (isKept) {
            return Readiness.NEVER;
        }
        long counted = nowMicros + Minutes.WINDOW * Minutes.MINUTE_MICROS;
        return Math.max(Math.max(Readiness.floor(queue), retainedUntilMicros), counted);
    }
}
