package io.sharq.inmemory;

/**
 * A queue's place among those in turn (rule 4).
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
