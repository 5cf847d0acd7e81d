package io.sharq.inmemory;

/**
 * A lease's place among those of its type, in the order of their expiry (rule 9).
 *
 * @param expiresAtMicros when it ends
 * @param number its number
 */
record LeaseKey(long expiresAtMicros, long number) implements Comparable<LeaseKey> {
    @Override
    public int compareTo(LeaseKey other) {
        int byInstant = Long.compare(expiresAtMicros, other.expiresAtMicros);
        return byInstant != 0 ? byInstant : Long.compare(number, other.number);
    }
}
