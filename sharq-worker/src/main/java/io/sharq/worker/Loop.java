package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.Dequeued;
import io.sharq.Lease;
import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a worker's loop: it binds to threads that have work, one after the other. Run by one thread. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** A batch, and whose it is. */
    private record Taken<T>(Tube<T> tube, List<Delivery> deliveries) {}

    private final Worker worker;
    private final List<Tube<?>> tubes;
    private final Thread thread = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Taken<?> kept;
    private int turn;

    /** Guarded by this: another thread ends the wait and gives back the batch. */
    private @Nullable CompletableFuture<?> waiting;

    private @Nullable BatchInHand<?> inHand;
    private boolean isGivenUp;

    Loop(Worker worker, List<Tube<?>> tubes) {
        this.worker = worker;
        this.tubes = tubes;
    }

    long run(long most) {
        long left = most;
        try {
            while (left > 0 && !isEnding()) {
                Taken<?> taken = kept != null ? kept : take(left);
                kept = null;
                if (taken != null) {
                    left -= bind(taken, left);
                }
            }
            return most - left;
        } finally {
            if (kept != null) {
                giveBack(kept);
            }
            ended.countDown();
        }
    }

    private <T> long bind(Taken<T> taken, long most) {
        String name = taken.deliveries.get(0).job().queue().id();
        return new Binding<>(this, taken.tube, name).run(taken.deliveries, most);
    }

    private @Nullable Taken<?> take(long most) {
        if (tubes.size() == 1) {
            return taken(tubes.get(0), await(tubes.get(0), most, settings().coordinatorDelay()));
        }
        for (int i = 0; i < tubes.size(); i++) {
            Tube<?> tube = tubes.get(turn++ % tubes.size());
            Taken<?> taken = taken(tube, take(tube, most));
            if (taken != null) {
                return taken;
            }
        }
        return awaitAny(most);
    }

    private static <T> @Nullable Taken<T> taken(Tube<T> tube, List<Delivery> deliveries) {
        return deliveries.isEmpty() ? null : new Taken<>(tube, deliveries);
    }

    private List<Delivery> take(Tube<?> tube, long most) {
        try {
            return tube.take(most);
        } catch (BackendException e) {
            return unreachable(e);
        }
    }

    /** Waits on all handlers at once. Of those that answer, one is worked on now and one is kept; others go back. */
    private @Nullable Taken<?> awaitAny(long most) {
        List<CompletableFuture<Dequeued>> waits = new ArrayList<>();
        tubes.forEach(tube -> waits.add(tube.await(most, settings().coordinatorDelay())));
        List<Delivery> none = await(
                CompletableFuture.anyOf(waits.toArray(CompletableFuture[]::new)).thenApply(any -> List.of()));
        Taken<?> first = null;
        for (int i = 0; i < waits.size(); i++) {
            waits.get(i).cancel(false);
            Taken<?> taken = taken(tubes.get(i), waits.get(i).isCancelled() ? none : await(jobs(waits.get(i))));
            if (taken != null && first != null) {
                giveBack(taken);
            } else if (taken != null) {
                first = taken;
            }
        }
        return first;
    }

    private static CompletableFuture<List<Delivery>> jobs(CompletableFuture<Dequeued> wait) {
        return wait.thenApply(Dequeued::jobs);
    }

    private void giveBack(Taken<?> taken) {
        inHand(taken.tube, taken.deliveries).release();
        putDown(null);
    }

    /** A batch of any thread, or nothing if the wait or this loop ends before. */
    List<Delivery> await(Tube<?> tube, long most, Duration wait) {
        CompletableFuture<Dequeued> dequeue = tube.await(most, wait);
        CompletableFuture<List<Delivery>> jobs = jobs(dequeue);
        CompletableFuture<?> unused = jobs.whenComplete((done, failure) -> {
            if (jobs.isCancelled()) {
                dequeue.cancel(false);
            }
        });
        return await(jobs);
    }

    private List<Delivery> await(CompletableFuture<List<Delivery>> jobs) {
        begin(jobs);
        try {
            return jobs.get();
        } catch (CancellationException e) {
            return List.of();
        } catch (InterruptedException e) {
            jobs.cancel(false);
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendException failure) {
                return unreachable(failure);
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            begin(null);
        }
    }

    private synchronized void begin(@Nullable CompletableFuture<?> wait) {
        waiting = wait;
        if (wait != null && worker.isClosing()) {
            wait.cancel(false);
        }
    }

    private List<Delivery> unreachable(BackendException failure) {
        if (COUNTED.isFirst("No requests can be taken", failure)) {
            LOG.warn("no requests can be taken; trying again in {}", settings().coordinatorDelay(), failure);
        }
        LockSupport.parkNanos(settings().coordinatorDelay().toNanos());
        return List.of();
    }

    WorkerSettings settings() {
        return worker.settings();
    }

    boolean isEnding() {
        return worker.isClosing() || thread.isInterrupted();
    }

    void tell(WorkerEvent event) {
        worker.tell(event);
    }

    /** For the next binding. */
    void keepForNext(Tube<?> tube, List<Delivery> deliveries) {
        kept = taken(tube, deliveries);
    }

    synchronized <T> BatchInHand<T> inHand(Tube<T> tube, List<Delivery> deliveries) {
        BatchInHand<T> batch = worker.batch(tube, deliveries);
        inHand = batch;
        return batch;
    }

    KeepAlive keepAlive(BatchInHand<?> batch) {
        List<Lease> leases = batch.leases();
        return worker.keepAlive(leases);
    }

    synchronized void putDown(@Nullable BatchInHand<?> batch) {
        inHand = null;
        if (isGivenUp) {
            thread.interrupt();
        }
    }

    /** Ends a wait. */
    synchronized void wake() {
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    boolean awaitEnd(long nanos) throws InterruptedException {
        return thread == Thread.currentThread() || ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Gives back the batch in hand, whatever its handler still does with it. */
    void giveUp() {
        BatchInHand<?> batch;
        synchronized (this) {
            isGivenUp = true;
            batch = inHand;
            thread.interrupt();
        }
        if (batch != null) {
            batch.release();
        }
    }
}
