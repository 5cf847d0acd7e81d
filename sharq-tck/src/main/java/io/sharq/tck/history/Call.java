package io.sharq.tck.history;

/**
 * One operation of a client, answered in the end.
 *
 * @param request what was asked
 * @param reply what was answered
 * @param invokedNanos when it was called first, on the clock of {@link System#nanoTime}
 * @param returnedNanos when it had answered
 * @param lost how many answers of earlier attempts were lost, each of which may have changed something
 */
public record Call(Object request, Object reply, long invokedNanos, long returnedNanos, int lost) {
    /**
     * A call that was answered at once.
     *
     * @param request what was asked
     * @param reply what was answered
     * @param invokedNanos when it was called
     * @param returnedNanos when it had answered
     */
    public Call(Object request, Object reply, long invokedNanos, long returnedNanos) {
        this(request, reply, invokedNanos, returnedNanos, 0);
    }

    /** Whether an attempt before the answered one may have changed something. */
    boolean isUnclear() {
        return lost > 0;
    }

    @Override
    public String toString() {
        return request + " -> " + reply + (lost == 0 ? "" : " after " + lost + " lost answers");
    }
}
