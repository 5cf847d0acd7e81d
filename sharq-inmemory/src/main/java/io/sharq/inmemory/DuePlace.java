package io.sharq.inmemory;

import io.sharq.rules.Place;

/**
 * The sort key of a scheduled job in its queue: by due instant, then by place.
 *
 * @param atMicros when it is due
 * @param place the place that it will take
 */
record DuePlace(long atMicros, Place place) implements Comparable<DuePlace> {
    @Override
    public int compareTo(DuePlace other) {
        int byInstant = Long.compare(atMicros, other.atMicros);
        return byInstant != 0 ? byInstant : place.compareTo(other.place);
    }
}
