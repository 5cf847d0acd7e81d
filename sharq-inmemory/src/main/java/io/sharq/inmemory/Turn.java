package io.sharq.inmemory;

import io.sharq.rules.QueueOrder;

/**
 * The sort key of a queue in turn: by the instant since which it is ready, then by revision (rule 4). Only queues whose
 * instants one change of a default changed have the same revision (rule 24).
 *
 * @param sinceMicros the instant since which the queue is ready
 * @param revision the revision at which it got the instant
 * @param queueId the queue
 */
record Turn(long sinceMicros, long revision, String queueId) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
        int byInstant = Long.compare(sinceMicros, other.sinceMicros);
        if (byInstant != 0) {
            return byInstant;
        }
        int byRevision = Long.compare(revision, other.revision);
        return byRevision != 0 ? byRevision : QueueOrder.compare(queueId, other.queueId);
    }
}
