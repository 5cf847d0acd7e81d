package io.sharq.tck.history;

/**
 * One operation of a client, up to its reply.
 *
 * @param request the request
 * @param reply the reply
 * @param invokedNanos when the first attempt began, on the clock of {@link System#nanoTime}
 * @param returnedNanos when the reply arrived
 * @param lost how many earlier attempts lost their reply; each of them may have changed something
 */
public record Call(Object request, Object reply, long invokedNanos, long returnedNanos, int lost) {
    /**
     * A call whose first attempt got a reply.
     *
     * @param request the request
     * @param reply the reply
     * @param invokedNanos when it began
     * @param returnedNanos when the reply arrived
     */
    public Call(Object request, Object reply, long invokedNanos, long returnedNanos) {
        this(request, reply, invokedNanos, returnedNanos, 0);
    }

    /** Whether an earlier attempt may have changed something. */
    boolean isUnclear() {
        return lost > 0;
    }

    @Override
    public String toString() {
        return request + " -> " + reply + (lost == 0 ? "" : " after " + lost + " lost answers");
    }
}
