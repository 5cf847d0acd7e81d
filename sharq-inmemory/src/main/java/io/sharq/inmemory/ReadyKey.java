package io.sharq.inmemory;

/**
 * The sort key of what stands in the order of rule 21: by the instant from which it is ready, then by the own turn of the
 * queue.
 *
 * @param readyMicros the instant from which it is ready
 * @param turn the queue's own turn
 */
record ReadyKey(long readyMicros, Turn turn) implements Comparable<ReadyKey> {
    /** The key of a queue that draws from no limits. */
    static ReadyKey of(Turn turn) {
        return new ReadyKey(turn.sinceMicros(), turn);
    }

    @Override
    public int compareTo(ReadyKey other) {
        int byReady = Long.compare(readyMicros, other.readyMicros);
        return byReady != 0 ? byReady : turn.compareTo(other.turn);
    }
}
