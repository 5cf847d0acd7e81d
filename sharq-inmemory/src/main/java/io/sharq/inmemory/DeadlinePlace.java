package io.sharq.inmemory;

/**
 * The sort key of a job with a deadline in its type: by deadline, then by enqueue.
 *
 * @param atMicros the deadline
 * @param sequence the number of its enqueue
 */
record DeadlinePlace(long atMicros, long sequence) implements Comparable<DeadlinePlace> {
    @Override
    public int compareTo(DeadlinePlace other) {
        int byInstant = Long.compare(atMicros, other.atMicros);
        return byInstant != 0 ? byInstant : Long.compare(sequence, other.sequence);
    }
}
