package io.sharq.migration;

/**
 * A set of job names that keeps a hash of 64 bits of each, so that millions fit in memory. Two names of one hash are taken for
 * one, which among ten million is as likely as one in 300,000; the set only decides how something is reported. Not
 * thread-safe.
 */
final class JobNames {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] hashes = new long[FIRST_CAPACITY];
    private int size;

    boolean contains(String name) {
        return hashes[slot(hashes, hash(name))] != 0;
    }

    /** Returns false if the name was there. */
    boolean add(String name) {
        long hash = hash(name);
        int at = slot(hashes, hash);
        if (hashes[at] != 0) {
            return false;
        }
        hashes[at] = hash;
        if (++size * 2L > hashes.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] wider = new long[hashes.length * 2];
        for (long hash : hashes) {
            if (hash != 0) {
                wider[slot(wider, hash)] = hash;
            }
        }
        hashes = wider;
    }

    private static int slot(long[] table, long hash) {
        int at = (int) (hash ^ (hash >>> 32)) & (table.length - 1);
        while (table[at] != 0 && table[at] != hash) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        // The finish of SplitMix64: it spreads what FNV leaves in the high bits.
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
