package io.sharq.tck.history;

/**
 * A change of a queue, or an observation of a queue that a call did not change.
 *
 * @param deed what was changed or observed
 * @param partition the partition that numbers it
 * @param revision its number; for an observation, the number of the last change before
 * @param atMicros its instant on the backend's clock
 * @param call the call that made it
 */
record Change(QueueEffect deed, int partition, long revision, long atMicros, Call call) {
    Change in(int itsPartition) {
        return deed instanceof QueueEffect.Released ? new Change(deed, itsPartition, revision, atMicros, call) : this;
    }

    boolean isSeenOnly() {
        return deed instanceof QueueEffect.Seen;
    }

    @Override
    public String toString() {
        return "#" + revision + " at " + atMicros + ": " + deed;
    }
}
