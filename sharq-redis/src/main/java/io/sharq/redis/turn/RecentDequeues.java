package io.sharq.redis.turn;

import java.util.ArrayList;
import java.util.List;

/**
 * The partitions in which recent dequeues of a type got jobs, or may have. A repeated nonce must find the same leases.
 * Thread-safe.
 */
public final class RecentDequeues {
    private final RecentDequeuesCache memory;
    private final String type;

    RecentDequeues(RecentDequeuesCache memory, String type) {
        this.memory = memory;
        this.type = type;
    }

    /**
     * The partitions of one dequeue.
     *
     * @param sure those that returned jobs
     * @param perhaps those whose responses were lost
     * @param isAnew whether an earlier dequeue had the nonce, some of whose leases partitions may still know
     */
    public record Parts(List<Integer> sure, List<Integer> perhaps, boolean isAnew) {
        static final Parts NONE = new Parts(List.of(), List.of(), false);
        private static final Parts ANEW = new Parts(List.of(), List.of(), true);

        /**
         * Adds a partition. One that is sure keeps its position, so that a repeated response has the order of the first,
         * whichever part arrives first.
         */
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

        /** Returns those that returned jobs, in the order in which they did, then the others. */
        public List<Integer> all() {
            List<Integer> all = new ArrayList<>(sure);
            all.addAll(perhaps);
            return all;
        }
    }

    public Parts of(long nonce) {
        return memory.get(type, nonce);
    }

    public void gave(long nonce, int partition) {
        memory.update(type, nonce, parts -> parts.with(partition, true));
    }

    public void mayHaveGiven(long nonce, int partition) {
        memory.update(type, nonce, parts -> parts.with(partition, false));
    }

    /** Discards the partitions of a nonce, because it begins a new dequeue. */
    public void beginsAnew(long nonce) {
        memory.update(type, nonce, parts -> Parts.ANEW);
    }
}
