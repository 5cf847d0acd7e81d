package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.Dequeued;
import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a worker's loop: it binds to sub-queues that have work, one after the other. Run by one thread. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final Worker worker;
    private final List<Tube<?>> tubes;
    private final boolean ownsThread;
    private final Thread thread = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable BatchInHand<?> kept;
    private int turn;

    /** Guarded by this, as everything below: another thread ends the wait and gives back the batches. */
    private @Nullable CompletableFuture<?> waiting;

    private final Set<BatchInHand<?>> inHand = new HashSet<>();
    private boolean isGivenUp;

    /**
     * A loop of the calling thread.
     *
     * @param ownsThread whether the thread is the worker's, so that an interrupt that the worker did not make is a leftover
     *     of a handler's
     */
    Loop(Worker worker, List<Tube<?>> tubes, boolean ownsThread) {
        this.worker = worker;
        this.tubes = tubes;
        this.ownsThread = ownsThread;
    }

    long run(long most) {
        long left = most;
        try {
            while (left > 0 && !isEnding()) {
                left -= step(left);
            }
            return most - left;
        } finally {
            try {
                BatchInHand<?> last = kept;
                if (last != null) {
                    giveBack(last);
                }
            } finally {
                ended.countDown();
            }
        }
    }

    /** One binding, and how many requests it took. */
    @SuppressWarnings("IllegalCatch") // A loop ends when it should, and for no other reason.
    private long step(long left) {
        try {
            BatchInHand<?> batch = kept != null ? kept : take(left);
            kept = null;
            return batch == null ? 0 : new Binding<>(this, batch).run(left);
        } catch (Throwable e) {
            worker.failed("", "", e);
            pause();
            return 0;
        }
    }

    private @Nullable BatchInHand<?> take(long most) {
        if (tubes.size() == 1) {
            return await(tubes.get(0), most, settings().coordinatorDelay());
        }
        for (int i = 0; i < tubes.size(); i++) {
            Tube<?> tube = tubes.get(turn++ % tubes.size());
            BatchInHand<?> batch = take(tube, most);
            if (batch != null) {
                return batch;
            }
        }
        return awaitAny(most);
    }

    private <T> @Nullable BatchInHand<T> take(Tube<T> tube, long most) {
        try {
            return open(tube, tube.take(most));
        } catch (BackendException e) {
            unreachable(e);
            return null;
        }
    }

    /** Waits on all handlers at once. Of those that answer, one is worked on now; others go back. */
    private @Nullable BatchInHand<?> awaitAny(long most) {
        List<CompletableFuture<Dequeued>> waits = new ArrayList<>();
        tubes.forEach(tube -> waits.add(tube.await(most, settings().coordinatorDelay())));
        List<Delivery> none = await(
                CompletableFuture.anyOf(waits.toArray(CompletableFuture[]::new)).thenApply(any -> List.of()));
        BatchInHand<?> first = null;
        for (int i = 0; i < waits.size(); i++) {
            waits.get(i).cancel(false);
            BatchInHand<?> batch = open(tubes.get(i), waits.get(i).isCancelled() ? none : await(jobs(waits.get(i))));
            if (batch != null && first != null) {
                giveBack(batch);
            } else if (batch != null) {
                first = batch;
            }
        }
        return first;
    }

    private static CompletableFuture<List<Delivery>> jobs(CompletableFuture<Dequeued> wait) {
        return wait.thenApply(Dequeued::jobs);
    }

    private void giveBack(BatchInHand<?> batch) {
        batch.release();
        putDown(batch);
    }

    /** A batch of any sub-queue, or nothing if the wait or this loop ends before. */
    <T> @Nullable BatchInHand<T> await(Tube<T> tube, long most, Duration wait) {
        CompletableFuture<Dequeued> dequeue = tube.await(most, wait);
        CompletableFuture<List<Delivery>> jobs = jobs(dequeue);
        CompletableFuture<?> unused = jobs.whenComplete((done, failure) -> {
            if (jobs.isCancelled() && !dequeue.cancel(false)) {
                // It was answered at this moment: nobody works on what it brought.
                CompletableFuture<?> unusedBack = dequeue.thenAccept(tube::giveBack);
            }
        });
        return open(tube, await(jobs));
    }

    private List<Delivery> await(CompletableFuture<List<Delivery>> jobs) {
        begin(jobs);
        try {
            return jobs.get();
        } catch (CancellationException e) {
            return List.of();
        } catch (InterruptedException e) {
            boolean isCancelled = jobs.cancel(false);
            if (endsOnInterrupt()) {
                Thread.currentThread().interrupt();
            }
            return isCancelled || jobs.isCompletedExceptionally() ? List.of() : jobs.join();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendException failure) {
                unreachable(failure);
                return List.of();
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

    private void unreachable(BackendException failure) {
        if (COUNTED.isFirst("No requests can be taken", failure)) {
            LOG.warn("no requests can be taken; trying again in {}", settings().coordinatorDelay(), failure);
        }
        pause();
    }

    /** As long as an idle worker waits before it looks again; a worker that is closed does not wait. */
    private void pause() {
        List<Delivery> none = await(new CompletableFuture<List<Delivery>>()
                .completeOnTimeout(List.of(), settings().coordinatorDelay().toNanos(), TimeUnit.NANOSECONDS));
        assert none.isEmpty();
    }

    WorkerSettings settings() {
        return worker.settings();
    }

    boolean isEnding() {
        return worker.isClosing() || (endsOnInterrupt() && thread.isInterrupted());
    }

    /** Whether an interrupt of this loop's thread means that it is to end. */
    synchronized boolean endsOnInterrupt() {
        return !ownsThread || isGivenUp;
    }

    void tell(WorkerEvent event) {
        worker.tell(event);
    }

    void failed(String handler, String subQueue, Throwable cause) {
        worker.failed(handler, subQueue, cause);
    }

    /** For the next binding. */
    void keepForNext(BatchInHand<?> batch) {
        kept = batch;
    }

    /** Takes a batch in hand, with its leases kept alive until it is put down. */
    <T> @Nullable BatchInHand<T> open(Tube<T> tube, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return null;
        }
        BatchInHand<T> batch = worker.batch(tube, deliveries);
        synchronized (this) {
            inHand.add(batch);
        }
        return batch;
    }

    void putDown(BatchInHand<?> batch) {
        batch.close();
        synchronized (this) {
            inHand.remove(batch);
            if (isGivenUp) {
                thread.interrupt();
            }
        }
        forgetLeftOverInterrupt();
    }

    /** User code may leave its thread interrupted; only an interrupt that is to end this loop stays. */
    void forgetLeftOverInterrupt() {
        if (!endsOnInterrupt()) {
            boolean unused = Thread.interrupted();
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

    /** Gives back what is in hand, whatever a handler still does with it. */
    void giveUp() {
        List<BatchInHand<?>> batches;
        synchronized (this) {
            isGivenUp = true;
            batches = List.copyOf(inHand);
            thread.interrupt();
        }
        batches.forEach(BatchInHand::release);
    }
}
