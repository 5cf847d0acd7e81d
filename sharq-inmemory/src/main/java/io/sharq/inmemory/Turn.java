package io.sharq.inmemory;

/**
 * The sort key of a queue in turn: by the instant since which it is ready, then by revision (rule 4).
 *
 * @param sinceMicros the instant since which the queue is ready
 * @param revision the revision at which it got the instant
 */
record Turn(long sinceMicros, long revision) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
        int byInstant = Long.compare(sinceMicros, other.sinceMicros);
        return byInstant != 0 ? byInstant : Long.compare(revision, other.revision);
    }
}
