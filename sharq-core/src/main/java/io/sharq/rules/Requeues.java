package io.sharq.rules;

import io.sharq.api.Bounds;

/** Rule 9: whether a job is requeued after its lease expired or failed. */
public final class Requeues {
    private Requeues() {}

    /**
     * Whether the job is requeued once more.
     *
     * @param requeues the number of its requeues so far
     * @param limit its requeue limit, -1 for no limit
     * @return true if it is requeued, false if it dies
     */
    public static boolean comesBack(int requeues, int limit) {
        return limit == Bounds.REQUEUE_ALWAYS || requeues < limit;
    }
}
