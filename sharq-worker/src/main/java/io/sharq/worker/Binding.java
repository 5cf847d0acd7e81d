package io.sharq.worker;

import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop's time with one sub-queue of a handler, from the first batch until the sub-queue is empty for a while. */
final class Binding<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** So that a sub-queue that never runs empty starves no other. */
    private static final int MOST_BATCHES = 64;

    private final Loop loop;
    private final BatchInHand<T> first;
    private final Tube<T> tube;
    private final String thread;
    private long taken;

    Binding(Loop loop, BatchInHand<T> first) {
        this.loop = loop;
        this.first = first;
        this.tube = first.tube();
        this.thread = first.thread();
    }

    /**
     * Performs batches.
     *
     * @param most how many requests at the most
     * @return how many were taken
     */
    long run(long most) {
        if (!start()) {
            return first.size();
        }
        loop.tell(new WorkerEvent.Bound(name(), thread));
        try {
            BatchInHand<T> next = first;
            int batches = 0;
            while (next != null) {
                taken += next.size();
                batches++;
                perform(next);
                next = taken < most && batches < MOST_BATCHES && !loop.isEnding() ? more(most - taken) : null;
            }
        } finally {
            stop();
            loop.tell(new WorkerEvent.Unbound(name(), thread, taken));
        }
        return taken;
    }

    private void perform(BatchInHand<T> batch) {
        long start = System.nanoTime();
        try {
            Map<Integer, Throwable> failures = batch.perform();
            settle(batch, failures, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            if (endsLoop(e)) {
                batch.release();
            } else {
                // Nothing interrupted the handler: it threw this by itself.
                settle(batch, batch.all(e), Duration.ofNanos(System.nanoTime() - start));
            }
        } finally {
            loop.putDown(batch);
        }
    }

    /** Also with the thread interrupted: what was performed is performed. */
    @SuppressWarnings("IllegalCatch") // What cannot be settled comes back when its leases end.
    private void settle(BatchInHand<T> batch, Map<Integer, Throwable> failures, Duration took) {
        boolean isInterrupted = Thread.interrupted();
        try {
            batch.settle(failures, took);
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be settled", e)) {
                LOG.warn(
                        "{} of sub-queue {} could not be settled; they come back when their leases end",
                        name(),
                        thread,
                        e);
            }
        } catch (Throwable e) {
            loop.failed(name(), thread, e);
        } finally {
            if (isInterrupted && loop.endsOnInterrupt()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of this sub-queue, or, once it is empty, nothing; a batch of another that comes meanwhile is the loop's next. */
    private @Nullable BatchInHand<T> more(long most) {
        BatchInHand<T> own = own(most);
        for (int pause = 0; own == null && pause < loop.settings().emptyLimit() && !loop.isEnding(); pause++) {
            own = loop.await(tube, most, loop.settings().emptyPause());
            if (own != null && !own.thread().equals(thread)) {
                loop.keepForNext(own);
                return null;
            }
        }
        return own;
    }

    private @Nullable BatchInHand<T> own(long most) {
        try {
            return loop.open(tube, tube.take(thread, most));
        } catch (BackendException e) {
            if (COUNTED.isFirst("No requests can be taken", e)) {
                LOG.warn("no requests of {} can be taken", name(), e);
            }
            return null;
        }
    }

    private String name() {
        return tube.name();
    }

    @SuppressWarnings("IllegalCatch") // A handler that cannot start must not end the worker.
    private boolean start() {
        try {
            tube.handler().start();
            return true;
        } catch (Throwable e) {
            if (endsLoop(e)) {
                first.release();
            } else {
                settle(first, first.all(e), Duration.ZERO);
            }
            loop.putDown(first);
            return false;
        } finally {
            loop.forgetLeftOverInterrupt();
        }
    }

    @SuppressWarnings("IllegalCatch") // Nor one that cannot stop.
    private void stop() {
        try {
            tube.handler().stop();
        } catch (Throwable e) {
            if (!endsLoop(e)) {
                new Thrown(e)
                        .warn(
                                COUNTED,
                                "A handler could not stop",
                                LOG,
                                name() + " could not stop with its sub-queue " + thread);
            }
        } finally {
            loop.forgetLeftOverInterrupt();
        }
    }

    /** Whether user code ended because its thread was interrupted to end the loop, which the interrupt then goes on to do. */
    private boolean endsLoop(Throwable thrown) {
        boolean isInterrupt = thrown instanceof InterruptedException && loop.endsOnInterrupt();
        if (isInterrupt) {
            Thread.currentThread().interrupt();
        }
        return isInterrupt;
    }
}
