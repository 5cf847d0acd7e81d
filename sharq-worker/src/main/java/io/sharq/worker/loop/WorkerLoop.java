package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.time.Alarms;
import io.sharq.worker.execution.EventReporter;
import io.sharq.worker.execution.LoopGroup;
import io.sharq.worker.execution.ManagedLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Binds to sub-queues that have work, one after the other, until a number of requests has been taken. Each loop is run
 * once, by the thread that creates it.
 */
public final class WorkerLoop implements ManagedLoop {
    private final LoopSettings settings;
    private final Alarms alarms;
    private final EventReporter reporter;
    private final LoopGroup group;
    private final boolean ownsThread;
    private final Thread thread = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CancellableWait wait;
    private final BatchTaker taker;
    private @Nullable LeasedBatch kept;
    private long remaining;

    /** The batches that are not settled yet. Guarded by this, like the field below. */
    private final Set<LeasedBatch> open = new HashSet<>();

    private boolean isAbandoned;

    /**
     * A loop of the calling thread.
     *
     * @param ownsThread whether the thread was started for this loop. Only {@link #abandon} ends such a loop by an
     *     interrupt; any other interrupt was left behind by user code.
     */
    public WorkerLoop(
            List<RequestSource> sources,
            LoopSettings settings,
            Alarms alarms,
            EventReporter reporter,
            LoopGroup group,
            boolean ownsThread) {
        this.settings = settings;
        this.alarms = alarms;
        this.reporter = reporter;
        this.group = group;
        this.ownsThread = ownsThread;
        this.wait = new CancellableWait(group::isClosing, this::endsOnInterrupt);
        this.taker = new BatchTaker(this, sources, settings, wait);
    }

    /**
     * Takes and performs requests until the limit is reached or the loop ends.
     *
     * @return how many requests were taken, at most the limit
     */
    public long run(long limit) {
        return run(limit, true);
    }

    private long run(long limit, boolean waits) {
        remaining = limit;
        try {
            while (remaining > 0 && !isEnding()) {
                if (!step() && !waits) {
                    break;
                }
            }
            return limit - remaining;
        } finally {
            try {
                LeasedBatch last = kept;
                if (last != null) {
                    last.release();
                    close(last);
                }
            } finally {
                ended.countDown();
            }
        }
    }

    /**
     * Takes and performs requests until the limit is reached or none is ready. The loop must have settings
     * {@linkplain LoopSettings#withoutWaits without waits}.
     *
     * @return how many requests were taken, at most the limit
     */
    public long runReady(long limit) {
        return run(limit, false);
    }

    /** Runs one binding. Returns false if there was no request, or the loop failed. */
    @SuppressWarnings("IllegalCatch") // Only closing, an interrupt or the limit ends a loop.
    private boolean step() {
        try {
            LeasedBatch batch = kept != null ? kept : taker.take();
            kept = null;
            if (batch != null) {
                new Binding(this, settings, reporter, batch).run();
            }
            return batch != null;
        } catch (Throwable e) {
            reporter.loopFailed("", "", e);
            wait.pause(settings.idleWait());
            return false;
        }
    }

    /** Opens a batch: its leases are renewed until {@link #close(LeasedBatch)}. Returns null if there are no requests. */
    @Nullable
    @SuppressWarnings("IllegalCatch") // Whatever fails, the requests go back.
    LeasedBatch open(RequestSource source, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return null;
        }
        try {
            LeasedBatch batch =
                    new LeasedBatch(source, settings.backoff(), reporter, reporter::onOwnThread, deliveries);
            batch.renewLeases(alarms, settings.lease());
            synchronized (this) {
                open.add(batch);
            }
            return batch;
        } catch (Throwable e) {
            source.release(deliveries);
            throw e;
        }
    }

    /** Closes a batch that is settled or released. */
    void close(LeasedBatch batch) {
        batch.close();
        synchronized (this) {
            open.remove(batch);
            if (isAbandoned) {
                thread.interrupt();
            }
        }
        clearStrayInterrupt();
    }

    /** Waits for a batch of a source; null if the wait or this loop ends before. */
    @Nullable
    LeasedBatch await(RequestSource source, Duration limit) {
        return taker.await(source, limit);
    }

    /** How many more requests this loop may take. */
    long remaining() {
        return remaining;
    }

    /** Counts requests that were taken. */
    void count(int taken) {
        remaining -= taken;
    }

    boolean isEnding() {
        return group.isClosing() || (endsOnInterrupt() && thread.isInterrupted());
    }

    /** Whether an interrupt of this loop's thread ends the loop. */
    synchronized boolean endsOnInterrupt() {
        return !ownsThread || isAbandoned;
    }

    /** Clears an interrupt that user code left behind. */
    void clearStrayInterrupt() {
        if (!endsOnInterrupt()) {
            boolean unused = Thread.interrupted();
        }
    }

    /** Leaves a batch that arrived for another sub-queue to the next binding. */
    void keepForNextBinding(LeasedBatch batch) {
        kept = batch;
    }

    @Override
    public void wake() {
        wait.cancel();
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return thread == Thread.currentThread() || ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void abandon() {
        List<LeasedBatch> abandoned;
        synchronized (this) {
            isAbandoned = true;
            abandoned = List.copyOf(open);
            thread.interrupt();
        }
        abandoned.forEach(LeasedBatch::abandon);
    }
}
