package io.sharq.inmemory;

/**
 * The sort key of a lease in its type: by expiry, then by number (rule 9).
 *
 * @param expiresAtMicros when the lease ends
 * @param number the lease's number
 */
record LeaseKey(long expiresAtMicros, long number) implements Comparable<LeaseKey> {
    @Override
    public int compareTo(LeaseKey other) {
        int byInstant = Long.compare(expiresAtMicros, other.expiresAtMicros);
        return byInstant != 0 ? byInstant : Long.compare(number, other.number);
    }
}
