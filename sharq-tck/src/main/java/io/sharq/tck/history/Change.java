package io.sharq.tck.history;

/**
 * Something that happened to a queue.
 *
 * @param deed what
 * @param revision its number
 * @param atMicros its instant on the backend's clock
 * @param call the call that did it
 */
record Change(Deed deed, long revision, long atMicros, Call call) {
    @Override
    public String toString() {
        return "#" + revision + " at " + atMicros + ": " + deed;
    }
}
