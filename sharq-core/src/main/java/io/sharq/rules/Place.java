package io.sharq.rules;

/**
 * Rule 5: a job's place in its queue. Its enqueue assigns it, and it never changes.
 *
 * @param order the job's order, lower first
 * @param sequence the revision of the enqueue
 */
public record Place(int order, long sequence) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        int byOrder = Integer.compare(order, other.order);
        return byOrder != 0 ? byOrder : Long.compare(sequence, other.sequence);
    }
}
