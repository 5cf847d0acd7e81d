package io.sharq.tck.history;

/**
 * One operation of a client.
 *
 * @param request what was asked
 * @param reply what was answered
 * @param invokedNanos when it was called, on the clock of {@link System#nanoTime}
 * @param returnedNanos when it had answered
 */
public record Call(Object request, Object reply, long invokedNanos, long returnedNanos) {
    @Override
    public String toString() {
        return request + " -> " + reply;
    }
}
