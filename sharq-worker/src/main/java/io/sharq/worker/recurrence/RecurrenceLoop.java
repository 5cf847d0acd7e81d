package io.sharq.worker.recurrence;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.logging.FailureLog;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.execution.LoopGroup;
import io.sharq.worker.execution.ManagedLoop;
import io.sharq.worker.execution.SafeThrowable;
import io.sharq.worker.execution.WorkerName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the recurrences of one handler: takes a due job, registers its request, and postpones it to the next
 * instant. Each loop is run once, by one thread.
 */
public final class RecurrenceLoop implements ManagedLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RecurrenceLoop.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final SharQ sharq;
    private final WorkerName worker;
    private final RecurrenceTarget target;
    private final RecurrenceStore store;
    private final RecurrenceLoopSettings settings;
    private final WorkerListener listener;
    private final LoopGroup group;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile boolean isAbandoned;
    private volatile @Nullable CompletableFuture<?> waiting;

    /** A loop that does nothing yet. */
    public RecurrenceLoop(
            SharQ sharq,
            WorkerName worker,
            RecurrenceTarget target,
            RecurrenceLoopSettings settings,
            WorkerListener listener,
            LoopGroup group) {
        this.sharq = sharq;
        this.worker = worker;
        this.target = target;
        this.store = new RecurrenceStore(sharq, settings.lease());
        this.settings = settings;
        this.listener = listener;
        this.group = group;
    }

    /** Carries out recurrences until the group closes. No failure ends it. */
    @SuppressWarnings("IllegalCatch") // Recurrences go on, whatever fails.
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!group.isClosing()) {
                try {
                    Dequeued due = await(sharq.async().dequeue(options()));
                    due.jobs().forEach(this::carryOut);
                } catch (CancellationException e) {
                    // The group closes, which ends the loop.
                } catch (CompletionException e) {
                    retry(e.getCause() == null ? e : e.getCause());
                } catch (Throwable e) {
                    retry(e);
                }
            }
        } finally {
            ended.countDown();
        }
    }

    /** Carries out the recurrences that are due, without a wait. */
    public void runDue() {
        List<Delivery> due;
        do {
            due = sharq.dequeue(options().waitAtMost(Duration.ZERO)).jobs();
            due.forEach(this::carryOut);
        } while (!due.isEmpty() && !group.isClosing());
    }

    private void retry(Throwable cause) {
        new SafeThrowable(cause)
                .warn(
                        COUNTED,
                        "Due recurrences cannot be taken",
                        LOG,
                        "due recurrences of " + target.handler() + " cannot be taken; trying again");
        if (!(cause instanceof BackendException)) {
            listener.on(new WorkerEvent.LoopFailed(worker.name(), target.handler(), "", cause));
        }
        try {
            Object unused = await(new CompletableFuture<Void>()
                    .completeOnTimeout(null, settings.retryDelay().toNanos(), TimeUnit.NANOSECONDS));
        } catch (CancellationException e) {
            // The group closes, which ends the loop.
        }
    }

    private <R> R await(CompletableFuture<R> wait) {
        waiting = wait;
        if (group.isClosing()) {
            wait.cancel(false);
        }
        return wait.join();
    }

    private DequeueOptions options() {
        return worker.in(DequeueOptions.of(RecurrenceStore.type(target.handler())))
                .count(settings.count())
                .lease(settings.lease())
                .waitAtMost(settings.waitLimit());
    }

    /** Carries out one recurrence. Its failure holds up no other. */
    @SuppressWarnings("IllegalCatch") // A payload that cannot be read, for example.
    public void carryOut(Delivery delivery) {
        try {
            if (group.isClosing()) {
                LeaseStatus unused = sharq.release(delivery.lease());
            } else {
                fire(delivery);
            }
        } catch (BackendException e) {
            new SafeThrowable(e)
                    .warn(
                            COUNTED,
                            "A recurrence is delayed",
                            LOG,
                            "the recurrence " + delivery.job().queue() + " is delayed until its lease ends");
        } catch (Throwable e) {
            failed(delivery, delivery.releasedAt(), e);
        }
    }

    private void failed(Delivery delivery, Instant due, Throwable cause) {
        String name = delivery.job().queue().id();
        new SafeThrowable(cause)
                .warn(
                        COUNTED,
                        "A recurrence failed",
                        LOG,
                        "the recurrence " + name + " of " + target.handler() + " failed at " + due);
        listener.on(new WorkerEvent.RecurrenceFailed(worker.name(), target.handler(), name, due, cause));
    }

    private void fire(Delivery delivery) {
        Optional<NextRun> run = sharq.find(delivery.job()).flatMap(NextRun::of);
        if (run.filter(NextRun::cancelled).isPresent()) {
            boolean unused = store.cancel(delivery.job());
            return;
        }
        RecurringJob job = delivery.payloadAs(RecurringJob.class);
        Instant now = delivery.releasedAt();
        Instant due = run.map(NextRun::due).orElse(null);
        if (due != null && due.isAfter(now)) {
            postpone(delivery, NextRun.at(due, job));
        } else if (due == null || register(delivery, job, due)) {
            postpone(delivery, NextRun.at(job.when().next(now), job));
        }
    }

    /**
     * Registers the request of a run. What user code throws fails this run only.
     *
     * @return whether the job's lease is still this loop's
     */
    @SuppressWarnings("IllegalCatch") // Routes, rules and the request's class are user code.
    private boolean register(Delivery delivery, RecurringJob job, Instant due) {
        if (sharq.extend(delivery.lease(), settings.lease()).isEmpty()) {
            return false;
        }
        try {
            target.register(job.request(), due);
        } catch (BackendException e) {
            throw e;
        } catch (Throwable e) {
            if (isAbandoned) {
                // Interrupted at the end of the worker, so this run is left to the next one.
                clearInterrupt();
                LeaseStatus unused = sharq.release(delivery.lease());
                return false;
            }
            failed(delivery, due, e);
        } finally {
            clearInterrupt();
        }
        return true;
    }

    /** User code may leave the thread interrupted, and then every call of the store would fail. */
    private static void clearInterrupt() {
        boolean unused = Thread.interrupted();
    }

    private void postpone(Delivery delivery, NextRun next) {
        FailStatus unused = sharq.fail(delivery.lease(), next.postponed(delivery.releasedAt()));
    }

    @Override
    public void wake() {
        CompletableFuture<?> wait = waiting;
        if (wait != null) {
            wait.cancel(false);
        }
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return thread == Thread.currentThread() || ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Interrupts user code. If that ends it, its run is released for another worker. */
    @Override
    public void abandon() {
        isAbandoned = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
