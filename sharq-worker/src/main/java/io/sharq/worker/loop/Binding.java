package io.sharq.worker.loop;

import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.execution.EventReporter;
import io.sharq.worker.execution.SafeThrowable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The binding of a loop to a sub-queue, from the first batch until the sub-queue has been empty for a while. */
final class Binding {
    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** So that a sub-queue that never runs empty starves no other. */
    private static final int MAX_BATCHES = 64;

    private final WorkerLoop loop;
    private final LoopSettings settings;
    private final EventReporter reporter;
    private final LeasedBatch first;
    private final RequestSource source;
    private final String subQueue;
    private long taken;

    Binding(WorkerLoop loop, LoopSettings settings, EventReporter reporter, LeasedBatch first) {
        this.loop = loop;
        this.settings = settings;
        this.reporter = reporter;
        this.first = first;
        this.source = first.source();
        this.subQueue = first.subQueue();
    }

    /** Performs batches until the sub-queue stays empty, the loop's limit is reached, or the loop ends. */
    void run() {
        count(first);
        if (!start()) {
            return;
        }
        reporter.on(new WorkerEvent.Bound(source.consumer(), handler(), subQueue));
        try {
            LeasedBatch next = first;
            for (int batches = 1; next != null; batches++) {
                perform(next);
                next = batches < MAX_BATCHES && loop.remaining() > 0 && !loop.isEnding() ? next() : null;
            }
        } finally {
            stop();
            reporter.on(new WorkerEvent.Unbound(source.consumer(), handler(), subQueue, taken));
        }
    }

    private void count(LeasedBatch batch) {
        taken += batch.size();
        loop.count(batch.size());
    }

    private void perform(LeasedBatch batch) {
        long start = System.nanoTime();
        try {
            Map<Integer, Throwable> failures = batch.perform();
            settle(batch, failures, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            if (endsLoop(e)) {
                batch.release();
            } else {
                // The handler threw this by itself.
                settle(batch, batch.failureOfAll(e), Duration.ofNanos(System.nanoTime() - start));
            }
        } finally {
            loop.close(batch);
        }
    }

    /** Settles a batch even if the thread is interrupted, because its requests were performed. */
    @SuppressWarnings("IllegalCatch") // Requests that cannot be settled come back when their leases end.
    private void settle(LeasedBatch batch, Map<Integer, Throwable> failures, Duration took) {
        boolean isInterrupted = Thread.interrupted();
        try {
            batch.settle(failures, took);
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be settled", e)) {
                LOG.warn(
                        "{} of sub-queue {} could not be settled; they come back when their leases end",
                        handler(),
                        subQueue,
                        e);
            }
        } catch (Throwable e) {
            reporter.loopFailed(handler(), subQueue, e);
        } finally {
            if (isInterrupted && loop.endsOnInterrupt()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next batch of this sub-queue. A batch of another one that arrives meanwhile is left to the loop's next binding. */
    private @Nullable LeasedBatch next() {
        LeasedBatch next = take();
        for (int pause = 0; next == null && pause < settings.emptyLimit() && !loop.isEnding(); pause++) {
            next = loop.await(source, settings.emptyPause());
            if (next != null && !next.subQueue().equals(subQueue)) {
                loop.keepForNextBinding(next);
                return null;
            }
        }
        if (next != null) {
            count(next);
        }
        return next;
    }

    private @Nullable LeasedBatch take() {
        try {
            return loop.open(source, source.take(subQueue, loop.remaining()));
        } catch (BackendException e) {
            if (COUNTED.isFirst("No requests can be taken", e)) {
                LOG.warn("no requests of {} can be taken", handler(), e);
            }
            return null;
        }
    }

    private String handler() {
        return source.name();
    }

    @SuppressWarnings("IllegalCatch") // A handler that cannot start must not end the worker.
    private boolean start() {
        try {
            source.work().start();
            return true;
        } catch (Throwable e) {
            if (endsLoop(e)) {
                first.release();
            } else {
                settle(first, first.failureOfAll(e), Duration.ZERO);
            }
            loop.close(first);
            return false;
        } finally {
            loop.clearStrayInterrupt();
        }
    }

    @SuppressWarnings("IllegalCatch") // A handler that cannot stop must not end the worker.
    private void stop() {
        try {
            source.work().stop();
        } catch (Throwable e) {
            if (!endsLoop(e)) {
                new SafeThrowable(e)
                        .warn(
                                COUNTED,
                                "A handler could not stop",
                                LOG,
                                handler() + " could not stop with its sub-queue " + subQueue);
            }
        } finally {
            loop.clearStrayInterrupt();
        }
    }

    /** Whether user code was interrupted to end the loop. Restores the interrupt in that case. */
    private boolean endsLoop(Throwable thrown) {
        boolean isInterrupt = thrown instanceof InterruptedException && loop.endsOnInterrupt();
        if (isInterrupt) {
            Thread.currentThread().interrupt();
        }
        return isInterrupt;
    }
}
