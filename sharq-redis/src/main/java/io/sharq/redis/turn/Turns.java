package io.sharq.redis.turn;

import io.sharq.api.Stamp;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What this client knows of when each partition of a type has a queue in turn (rule 4). It learns from every reply, and
 * from what other clients' operations publish. What it knows of a partition is never later than the truth, but for what is
 * still on its way; so it may ask a partition in vain, but leaves none out. Thread-safe.
 */
public final class Turns {
    static final long NEVER = Long.MAX_VALUE;

    /** How long a partition counts as known that nothing was heard of, for a message may have been lost unnoticed. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a partition that failed is asked after all others. */
    private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Entry[] entries;
    private long calls;

    /** What was known of a partition when it was asked: how many news, and the number of the call among this client's. */
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

    /** What is known may have become wrong: each partition is to be looked at. */
    synchronized void forget() {
        for (Entry entry : entries) {
            entry.isKnown = false;
        }
    }

    /** The partitions of which nothing is known. */
    public synchronized BitSet unknown() {
        BitSet unknown = new BitSet(entries.length);
        for (int i = 0; i < entries.length; i++) {
            unknown.set(i, !entries[i].isKnown);
        }
        return unknown;
    }

    /** The partitions that have not answered for a while. */
    public synchronized BitSet stale() {
        long now = System.nanoTime();
        BitSet stale = new BitSet(entries.length);
        for (int i = 0; i < entries.length; i++) {
            stale.set(i, now - entries[i].confirmedNanos > STALE_NANOS);
        }
        return stale;
    }

    /** The same, to be looked at by the caller: for as long again they are left to it. */
    public synchronized BitSet takeStale() {
        BitSet stale = stale();
        long now = System.nanoTime();
        stale.stream().forEach(partition -> entries[partition].confirmedNanos = now);
        return stale;
    }

    /** Called before a partition is asked; what it returns goes with the answer. */
    public synchronized Asked asking(int partition) {
        entries[partition].lastCall = ++calls;
        return new Asked(entries[partition].news, calls);
    }

    /** A partition said when its first queue in turn is ready. Of one that is not open, news meanwhile know better. */
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

    /** An operation changed a partition, and perhaps brought its first queue in turn forward. */
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

    /** A partition could not be asked. */
    public synchronized void failed(int partition) {
        entries[partition].hasFailed = true;
        entries[partition].failedNanos = System.nanoTime();
    }

    public synchronized boolean isSuspect(int partition) {
        return entries[partition].isSuspect(System.nanoTime());
    }

    /**
     * Told instants are of the wall clock: when it has stepped back, they are too late. An earlier instant shows that only if
     * it was asked for after the later one had come, for answers may be taken in another order than they were given.
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

    /** The partition whose first queue has been ready longest, or is ready first, without those left out; -1 for none. */
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

    /** Whether what is known is the partition's own word, and not only the earliest that it may be. */
    public synchronized boolean isSure(int partition) {
        return entries[partition].isExact || entries[partition].headMicros == NEVER;
    }

    /** When the first queue of any partition is ready, as far as is known. */
    public synchronized OptionalLong earliest() {
        long earliest = NEVER;
        for (Entry entry : entries) {
            earliest = Math.min(earliest, entry.headMicros);
        }
        return earliest == NEVER ? OptionalLong.empty() : OptionalLong.of(earliest);
    }
}
