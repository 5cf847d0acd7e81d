package io.sharq.tck.history;

/**
 * Something that happened to a queue, or was seen of it without a change.
 *
 * @param deed what
 * @param partition what numbers it
 * @param revision its number; of what was only seen, that of the last change before
 * @param atMicros its instant on the backend's clock
 * @param call the call that did it
 */
record Change(Deed deed, int partition, long revision, long atMicros, Call call) {
    Change in(int itsPartition) {
        return deed instanceof Deed.Released ? new Change(deed, itsPartition, revision, atMicros, call) : this;
    }

    boolean isSeenOnly() {
        return deed instanceof Deed.Seen;
    }

    @Override
    public String toString() {
        return "#" + revision + " at " + atMicros + ": " + deed;
    }
}
