package io.sharq.rules;

/** Rule 13: the retention of a queue that holds no job. */
public final class Memory {
    private Memory() {}

    /**
     * The instant at which a queue may be forgotten, computed by an operation that leaves no job in it.
     *
     * @param queue the queue
     * @param isKept whether it is pinned or paused, which keeps it until an operator ends that
     * @param retainedUntilMicros the latest end of the retention of its finished jobs, 0 if there are none
     * @param nowMicros the steady time
     * @return the instant, {@link Readiness#NEVER} if no passing of time allows it
     */
    public static long until(QueueFacts queue, boolean isKept, long retainedUntilMicros, long nowMicros) {
        if (isKept) {
            return Readiness.NEVER;
        }
        long counted = nowMicros + Minutes.WINDOW * Minutes.MINUTE_MICROS;
        return Math.max(Math.max(Readiness.floor(queue), retainedUntilMicros), counted);
    }
}
