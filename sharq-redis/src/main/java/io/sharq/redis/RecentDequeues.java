package io.sharq.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In which partitions the latest dequeues of a type got jobs, or may have: the same nonce again must find the same leases
 * again. Thread-safe.
 */
final class RecentDequeues {
    static final int KEPT = 4_096;

    private final Map<Long, Parts> byNonce = new LinkedHashMap<>();

    /**
     * The partitions of one dequeue.
     *
     * @param sure those that gave jobs
     * @param perhaps those whose answers were lost
     * @param isAnew whether there was a dequeue under the nonce before, some of whose leases partitions may still know
     */
    record Parts(List<Integer> sure, List<Integer> perhaps, boolean isAnew) {
        private static final Parts NONE = new Parts(List.of(), List.of(), false);
        private static final Parts ANEW = new Parts(List.of(), List.of(), true);

        /** One that is sure keeps its place: a repeated answer has the order of the first, whichever part comes first. */
        private Parts with(int partition, boolean isSure) {
            if (sure.contains(partition)) {
                return this;
            }
            List<Integer> newSure = new ArrayList<>(sure);
            List<Integer> newPerhaps = new ArrayList<>(perhaps);
            newPerhaps.remove((Integer) partition);
            (isSure ? newSure : newPerhaps).add(partition);
            return new Parts(List.copyOf(newSure), List.copyOf(newPerhaps), isAnew);
        }

        /** Those that gave jobs, in the order in which they did, then the others. */
        List<Integer> all() {
            List<Integer> all = new ArrayList<>(sure);
            all.addAll(perhaps);
            return all;
        }
    }

    synchronized Parts of(long nonce) {
        return byNonce.getOrDefault(nonce, Parts.NONE);
    }

    synchronized void gave(long nonce, int partition) {
        put(nonce, of(nonce).with(partition, true));
    }

    synchronized void mayHaveGiven(long nonce, int partition) {
        put(nonce, of(nonce).with(partition, false));
    }

    /** What came of the nonce so far counts no more. */
    synchronized void beginsAnew(long nonce) {
        put(nonce, Parts.ANEW);
    }

    private void put(long nonce, Parts parts) {
        byNonce.put(nonce, parts);
        if (byNonce.size() > KEPT) {
            byNonce.remove(byNonce.keySet().iterator().next());
        }
    }
}
