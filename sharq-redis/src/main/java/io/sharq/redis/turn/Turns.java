package io.sharq.redis.turn;

import io.sharq.api.Stamp;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A cache of when each partition of a type has a queue in turn (rule 4). It is updated from every response, and from the
 * notifications of other clients' operations. A cached instant is never later than the real one, except for updates in
 * transit. So a query may find no job, but no ready partition is skipped. Thread-safe.
 */
public final class Turns {
    static final long NEVER = Long.MAX_VALUE;

    /** How long a partition counts as known after its last response, because a message may have been lost silently. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a partition that failed is queried after all others. */
    private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Entry[] entries;
    private long calls;

    /** A snapshot taken before a partition is queried: the number of its updates, and the number of the call. */
    public record Asked(long news, long call) {}

    private static final class Entry {
        private boolean isKnown;
        private boolean isExact;
        private long headMicros = NEVER;
        private long turn;
        private long revision;
        private long atMicros;
        private long atCalls;
        private long news;
        private long lastCall;
        private long confirmedNanos = System.nanoTime() - 2 * STALE_NANOS;
        private boolean hasFailed;
        private long failedNanos;

        private boolean isSuspect(long nowNanos) {
            return hasFailed && nowNanos - failedNanos < SUSPECT_NANOS;
        }
    }

    Turns(int partitions) {
        entries = new Entry[partitions];
        Arrays.setAll(entries, i -> new Entry());
    }

    /** Marks all partitions as unknown, because their cached instants may be wrong. */
    synchronized void forget() {
        for (Entry entry : entries) {
            entry.isKnown = false;
        }
    }

    /** Returns the partitions of which nothing is known. */
    public synchronized BitSet unknown() {
        BitSet unknown = new BitSet(entries.length);
        for (int i = 0; i < entries.length; i++) {
            unknown.set(i, !entries[i].isKnown);
        }
        return unknown;
    }

    /** Returns the partitions that have not responded for a while. */
    public synchronized BitSet stale() {
        long now = System.nanoTime();
        BitSet stale = new BitSet(entries.length);
        for (int i = 0; i < entries.length; i++) {
            stale.set(i, now - entries[i].confirmedNanos > STALE_NANOS);
        }
        return stale;
    }

    /** Returns the stale partitions and leaves them to the caller: they count as fresh for the same span. */
    public synchronized BitSet takeStale() {
        BitSet stale = stale();
        long now = System.nanoTime();
        stale.stream().forEach(partition -> entries[partition].confirmedNanos = now);
        return stale;
    }

    /** Takes a snapshot before a partition is queried. Pass it on with the response. */
    public synchronized Asked asking(int partition) {
        entries[partition].lastCall = ++calls;
        return new Asked(entries[partition].news, calls);
    }

    /**
     * Records when a partition's first queue in turn is ready. If the partition is not open, updates since the snapshot take
     * precedence.
     */
    public synchronized void answered(int partition, Asked asked, PartitionHead head) {
        Stamp stamp = head.stamp();
        Entry entry = entries[partition];
        observe(entry, asked, stamp.atMicros());
        entry.hasFailed = false;
        boolean isNewest = stamp.revision() == 0 ? entry.news == asked.news : stamp.revision() >= entry.revision;
        if (isNewest) {
            entry.headMicros = head.sinceMicros().orElse(NEVER);
            entry.turn = head.turn();
            entry.revision = stamp.revision();
            entry.isExact = true;
        }
        entry.isKnown = true;
        entry.confirmedNanos = System.nanoTime();
    }

    /** Records that an operation changed a partition, and perhaps brought its first queue in turn forward. */
    public synchronized void changed(int partition, long revision, OptionalLong headMicros) {
        Entry entry = entries[partition];
        if (revision <= entry.revision) {
            return;
        }
        entry.revision = revision;
        entry.isExact = false;
        entry.news++;
        if (headMicros.isPresent() && headMicros.getAsLong() < entry.headMicros) {
            entry.headMicros = headMicros.getAsLong();
            entry.turn = revision;
        }
    }

    /** Records that a partition could not be queried. */
    public synchronized void failed(int partition) {
        entries[partition].hasFailed = true;
        entries[partition].failedNanos = System.nanoTime();
    }

    public synchronized boolean isSuspect(int partition) {
        return entries[partition].isSuspect(System.nanoTime());
    }

    /**
     * Detects a wall clock that has stepped back: the cached instants are of that clock, and are then too late. An earlier
     * instant shows a step back only if it was requested after the later one had arrived, because responses may be processed
     * out of order.
     */
    private void observe(Entry entry, Asked asked, long atMicros) {
        if (atMicros < entry.atMicros && asked.call <= entry.atCalls) {
            return;
        }
        if (atMicros < entry.atMicros) {
            forget();
        }
        entry.atMicros = atMicros;
        entry.atCalls = calls;
    }

    /**
     * Returns the partition whose first queue has been ready longest, or is ready first, without those left out; -1 for
     * none.
     */
    public synchronized int first(BitSet leftOut) {
        long now = System.nanoTime();
        int best = -1;
        for (int i = leftOut.nextClearBit(0); i < entries.length; i = leftOut.nextClearBit(i + 1)) {
            if (best < 0 || isBefore(entries[i], entries[best], now)) {
                best = i;
            }
        }
        return best;
    }

    private static boolean isBefore(Entry one, Entry other, long nowNanos) {
        boolean isSuspect = one.isSuspect(nowNanos);
        if (isSuspect != other.isSuspect(nowNanos)) {
            return !isSuspect;
        }
        if (one.headMicros != other.headMicros) {
            return one.headMicros < other.headMicros;
        }
        return one.turn == other.turn ? one.lastCall < other.lastCall : one.turn < other.turn;
    }

    public synchronized long headMicros(int partition) {
        return entries[partition].headMicros;
    }

    /** Whether the cached instant is the partition's own, and not only a lower bound. */
    public synchronized boolean isSure(int partition) {
        return entries[partition].isExact || entries[partition].headMicros == NEVER;
    }

    /** Returns the earliest known instant at which a queue of any partition is ready. */
    public synchronized OptionalLong earliest() {
        long earliest = NEVER;
        for (Entry entry : entries) {
            earliest = Math.min(earliest, entry.headMicros);
        }
        return earliest == NEVER ? OptionalLong.empty() : OptionalLong.of(earliest);
    }
}
