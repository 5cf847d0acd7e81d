package io.sharq.rules;

/**
 * The numbers that a partition assigns to its changes, one for each. An enqueued job's sequence (rule 5), a lease's
 * number (rule 8) and a queue's turn (rule 4) are the revisions of the changes that created them. Revisions follow
 * the clock, so that they keep increasing after a failover that lost the last of them.
 */
public final class Revision {
    private Revision() {}

    /**
     * The number of the next change.
     *
     * @param last the number of the last change
     * @param nowMicros the steady time
     * @return a greater number
     */
    public static long next(long last, long nowMicros) {
        return Math.max(last + 1, nowMicros);
    }
}
