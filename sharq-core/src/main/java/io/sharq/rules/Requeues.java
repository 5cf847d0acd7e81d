package io.sharq.rules;

import io.sharq.api.Bounds;

/** Rule 9: whether a job whose lease expired or failed comes back. */
public final class Requeues {
    private Requeues() {}

    /**
     * Whether the job comes back once more.
     *
     * @param requeues how often it came back already
     * @param limit its requeue limit, -1 for always
     * @return true if it comes back, false if it dies
     */
    public static boolean comesBack(int requeues, int limit) {
        return limit == Bounds.REQUEUE_ALWAYS || requeues < limit;
    }
}
