package io.sharq.benchmarks.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A record of what happened to each job of a run. Thread-safe; its figures are exact once all calls have ended. */
final class Ledger {
    private final Jobs jobs;
    private final AtomicIntegerArray deliveries;
    private final long[] enqueuedFrom;
    private final long[] enqueuedTo;
    private final long[] releasedFrom;
    private final long[] releasedTo;
    private final long[] received;
    private final long[] numbers;
    private final LongAdder enqueued = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder finished = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder altered = new LongAdder();
    private final LongAdder misplaced = new LongAdder();
    private final LongAdder lostLeases = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Ledger(Jobs jobs) {
        this.jobs = jobs;
        this.deliveries = new AtomicIntegerArray(jobs.count());
        this.enqueuedFrom = new long[jobs.count()];
        this.enqueuedTo = new long[jobs.count()];
        this.releasedFrom = new long[jobs.count()];
        this.releasedTo = new long[jobs.count()];
        this.received = new long[jobs.count()];
        this.numbers = new long[jobs.count()];
    }

    void enqueued(int first, List<Window> windows) {
        for (int i = 0; i < windows.size(); i++) {
            enqueuedFrom[first + i] = windows.get(i).fromMicros();
            enqueuedTo[first + i] = windows.get(i).toMicros();
        }
        enqueued.add(windows.size());
    }

    /** Records jobs that the caller has since an instant on its own clock. */
    void delivered(List<Handed> handed, long atMicros) {
        handed.forEach(job -> delivered(job, atMicros));
    }

    private void delivered(Handed handed, long atMicros) {
        int job = jobs.number(handed.id());
        if (job < 0) {
            foreign.increment();
            return;
        }
        delivered.increment();
        int queue = jobs.queueIndex(job);
        if (!handed.type().equals(jobs.type(queue)) || !handed.queueId().equals(jobs.queueId(queue))) {
            misplaced.increment();
        }
        if (!handed.payload().equals(jobs.payload(job))) {
            altered.increment();
        }
        if (deliveries.getAndIncrement(job) == 0) {
            releasedFrom[job] = handed.released().fromMicros();
            releasedTo[job] = handed.released().toMicros();
            received[job] = atMicros;
            numbers[job] = handed.number();
        }
    }

    void finished(int asked, int lost) {
        finished.add(asked - lost);
        lostLeases.add(lost);
    }

    /** Records a call that failed. Keeps the first. */
    void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    boolean wasReleased(int job) {
        return deliveries.get(job) > 0;
    }

    Window enqueuedAt(int job) {
        return new Window(enqueuedFrom[job], enqueuedTo[job]);
    }

    Window releasedAt(int job) {
        return new Window(releasedFrom[job], releasedTo[job]);
    }

    long receivedAtMicros(int job) {
        return received[job];
    }

    long number(int job) {
        return numbers[job];
    }

    long enqueuedSoFar() {
        return enqueued.sum();
    }

    long finishedSoFar() {
        return finished.sum();
    }

    Checks checks() {
        int missing = 0;
        int repeated = 0;
        for (int job = 0; job < jobs.count(); job++) {
            int times = deliveries.get(job);
            missing += times == 0 ? 1 : 0;
            repeated += times > 1 ? 1 : 0;
        }
        Throwable cause = failure.get();
        return new Checks(
                enqueued.sum(),
                delivered.sum(),
                finished.sum(),
                missing,
                repeated,
                altered.sum(),
                misplaced.sum(),
                foreign.sum(),
                lostLeases.sum(),
                cause == null ? null : cause.toString());
    }
}
