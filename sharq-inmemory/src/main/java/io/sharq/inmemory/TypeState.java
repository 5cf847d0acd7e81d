package io.sharq.inmemory;

import io.sharq.api.Stamp;
import io.sharq.rules.Defaults;
import io.sharq.rules.Minutes;
import io.sharq.rules.Readiness;
import io.sharq.rules.Revision;
import io.sharq.rules.limit.LimitInstant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The state of a queue type: its queues, turns, leases, dead jobs and counts. Thread-safe. */
final class TypeState {
    private static final int PARTITION = 0;

    final String name;
    final TypeClock clock;
    final Queues queues = new Queues();
    final Turns turns = new Turns();
    final TypeLimits limits;
    final ConcurrentSkipListMap<LeaseKey, Job> leases = new ConcurrentSkipListMap<>();

    /** Dead jobs by the revision at which they died (rule 14). */
    final ConcurrentSkipListMap<Long, Job> dead = new ConcurrentSkipListMap<>();

    /**
     * The jobs with a deadline (rule 23). A job keeps its entry under a lease. It loses it at the deadline, and when it is
     * dead, finished or gone.
     */
    final ConcurrentSkipListMap<DeadlinePlace, Job> deadlines = new ConcurrentSkipListMap<>();

    /** The number of {@link #dead} jobs, counted beside the map so that reading it is cheap. */
    final AtomicInteger deadCount = new AtomicInteger();

    /** The jobs of each dequeue by its nonce, until the first of their leases ends. */
    final ConcurrentHashMap<Long, List<Job>> dequeues = new ConcurrentHashMap<>();

    final TypeCounts counts = new TypeCounts();
    final Remembered remembered;
    final UpkeepSchedule visits;
    final Object visitLock = new Object();

    /** The instant of upkeep's next visit, in the steady time of {@link UpkeepSchedule}; {@link Readiness#NEVER} for no visit. */
    volatile long visitMicros = Readiness.NEVER;

    volatile boolean isPaused;

    /** Rule 24. Each queue has resolved them, except while a change of them is being carried out. */
    volatile Defaults defaults = Defaults.NONE;

    /** Held while the defaults change, so that changes are carried out one after the other. */
    final Object defaultsLock = new Object();

    /** Whether it was removed from the backend. An operation that finds it set looks the type up again. */
    volatile boolean isGone;

    private final AtomicLong revision = new AtomicLong();

    TypeState(String name, TypeClock clock, UpkeepSchedule visits) {
        this.name = name;
        this.clock = clock;
        this.visits = visits;
        this.remembered = new Remembered(clock);
        this.limits = new TypeLimits(name, clock);
    }

    /** Takes the next revision for one change. */
    long change(long nowMicros) {
        clock.changed(nowMicros);
        return revision.accumulateAndGet(nowMicros, Revision::next);
    }

    Stamp stamp(long nowMicros) {
        return stamp(revision.get(), nowMicros);
    }

    Stamp stamp(long atRevision, long nowMicros) {
        return new Stamp(PARTITION, atRevision, clock.toWallMicros(nowMicros));
    }

    long minute(long nowMicros) {
        return Minutes.of(clock.toWallMicros(nowMicros));
    }

    /** Arranges a visit of upkeep at an instant or before, both in the type's steady time. */
    void visitAt(long atMicros, long nowMicros) {
        visits.arrange(this, atMicros, nowMicros);
    }

    /** The earliest instant at which a queue is ready, with its limits; {@link Readiness#NEVER} if none is in turn. */
    long earliestMicros(LimitInstant at) {
        return Math.min(turns.earliestMicros(), limits.earliestMicros(at));
    }

    /** Whether nothing of it was ever changed. */
    boolean isUnused() {
        return revision.get() == 0;
    }

    boolean isEmpty() {
        return queues.isEmpty() && limits.isEmpty() && !isPaused && defaults.isEmpty();
    }
}
