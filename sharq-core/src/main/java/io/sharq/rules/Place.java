package io.sharq.rules;

/**
 * Rule 5: a job's place in its queue, given by its enqueue and kept for life.
 *
 * @param order the rank, lower first
 * @param sequence the revision of the enqueue
 */
public record Place(int order, long sequence) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        int byOrder = Integer.compare(order, other.order);
        return byOrder != 0 ? byOrder : Long.compare(sequence, other.sequence);
    }
}
