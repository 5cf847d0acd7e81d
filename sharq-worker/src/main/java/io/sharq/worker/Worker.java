package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.api.InvalidValueException;
import io.sharq.logging.FailureLog;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the requests of one or more handlers. Each loop binds to a sub-queue that has work, performs its batches until
 * it is empty for a while, and then binds to another. Thread-safe.
 *
 * <p>The leases of a batch lock its strict sub-queue: no other loop, in this process or another, is given a request of it
 * while they last. The worker renews them until the batch is settled. If they are lost all the same, because the store was
 * away or this process stood still for longer than a lease, the listener gets {@link WorkerEvent.LeaseLost} and the
 * handler's thread is interrupted. Until this process notices, and the handler ends, another worker may perform the same
 * requests at the same time.
 *
 * <p>Whatever a handler, a listener or a request's class throws, its loop goes on: that is the failure of the requests in
 * hand. A loop that itself failed reports {@link WorkerEvent.LoopFailed} and goes on after a pause.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final Queue queue;
    private final List<Tube<?>> tubes;
    private final WorkerListener listener;
    private final Alarms alarms;
    private final Backoff backoff;
    private final Set<Loop> loops = ConcurrentHashMap.newKeySet();
    private final List<Recurring<?>> recurring = new ArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean isClosing;
    private volatile @Nullable Throwable lastFailure;

    private Worker(Builder values) {
        this.queue = values.queue;
        this.tubes = List.copyOf(values.tubes);
        this.listener = values.listener;
        this.alarms = values.alarms == null ? new DaemonAlarms() : values.alarms;
        this.backoff = new Backoff(
                queue.settings().firstBackoff(),
                queue.settings().longestBackoff(),
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * A worker with default settings.
     *
     * @param queue where requests wait
     * @param handlers who performs them, at least one
     * @return the worker
     */
    public static Worker of(Queue queue, Handler<?>... handlers) {
        return builder(queue).handlers(handlers).build();
    }

    /**
     * A worker.
     *
     * @param queue where requests wait
     * @return a builder
     */
    public static Builder builder(Queue queue) {
        return new Builder(queue);
    }

    /**
     * Performs requests until the worker is closed or the calling thread is interrupted. A handler that throws an
     * {@link InterruptedException}, or leaves its thread interrupted, ends this call too: the thread is its caller's.
     */
    public void loop() {
        long unused = loop(Long.MAX_VALUE);
    }

    /**
     * Performs requests until a number of them has been taken, the worker is closed, or the calling thread is interrupted
     * as {@link #loop()} says. Several threads may loop at once.
     *
     * @param limit how many requests, those that fail included
     * @return how many were taken
     */
    public long loop(long limit) {
        return loop(limit, false);
    }

    private long loop(long limit, boolean ownsThread) {
        startRecurring();
        Loop loop = new Loop(this, tubes, ownsThread);
        loops.add(loop);
        try {
            return loop.run(limit);
        } finally {
            loops.remove(loop);
        }
    }

    /**
     * Loops on threads of its own, virtual ones where the JDK has them, until it is closed. They do not keep the JVM alive.
     *
     * @param loops how many
     * @return this
     */
    public Worker start(int loops) {
        for (int i = 1; i <= loops; i++) {
            startThread("sharq-worker-" + i, () -> {
                long unused = loop(Long.MAX_VALUE, true);
            });
        }
        return this;
    }

    /** Runs a task until the worker is closed: again, if it ends before. */
    private void startThread(String name, Runnable task) {
        started.incrementAndGet();
        running.incrementAndGet();
        WorkerThreads.start(name, () -> {
            try {
                while (!isClosing) {
                    run(task);
                }
            } finally {
                running.decrementAndGet();
            }
        });
    }

    @SuppressWarnings("IllegalCatch") // Nobody else would see it.
    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed("", "", e);
            LockSupport.parkNanos(settings().coordinatorDelay().toNanos());
        }
    }

    /**
     * How this worker is.
     *
     * @return a snapshot
     */
    public WorkerHealth health() {
        return new WorkerHealth(started.get(), running.get(), Optional.ofNullable(lastFailure));
    }

    private synchronized void startRecurring() {
        if (recurring.isEmpty() && !isClosing) {
            for (Tube<?> tube : tubes) {
                Recurring<?> ticks = new Recurring<>(queue, tube, this::tell);
                recurring.add(ticks);
                startThread("sharq-recurring-" + tube.name(), ticks::run);
            }
        }
    }

    boolean isClosing() {
        return isClosing;
    }

    WorkerSettings settings() {
        return queue.settings();
    }

    <T> BatchInHand<T> batch(Tube<T> tube, List<Delivery> deliveries) {
        BatchInHand<T> batch = new BatchInHand<>(queue.sharq(), tube, backoff, this::tell, Worker::notice, deliveries);
        batch.keepAlive(alarms, settings().lease());
        return batch;
    }

    private static void notice(Runnable task) {
        WorkerThreads.start("sharq-worker-notice", task);
    }

    @SuppressWarnings("IllegalCatch") // A listener must not end the worker.
    void tell(WorkerEvent event) {
        try {
            listener.on(event);
        } catch (Throwable e) {
            new Thrown(e)
                    .warn(
                            COUNTED,
                            "A listener failed",
                            LOG,
                            "a listener failed on " + event.getClass().getSimpleName());
        }
    }

    /** A failure that is no request's. */
    void failed(String handler, String subQueue, Throwable cause) {
        lastFailure = cause;
        new Thrown(cause).warn(COUNTED, "A loop failed", LOG, "a loop failed, and goes on");
        tell(new WorkerEvent.LoopFailed(handler, subQueue, cause));
    }

    /**
     * Ends all loops. Batches in hand are finished within the close timeout; after that, they are given back and the
     * threads that perform them interrupted. A second call changes nothing.
     */
    @Override
    public void close() {
        isClosing = true;
        started.set(0);
        synchronized (this) {
            recurring.forEach(Recurring::close);
        }
        loops.forEach(Loop::wake);
        long deadline = System.nanoTime() + settings().closeTimeout().toNanos();
        try {
            for (Loop loop : loops) {
                if (!loop.awaitEnd(deadline - System.nanoTime())) {
                    LOG.warn(
                            "a batch in hand was not done within {}, and is given back",
                            settings().closeTimeout());
                    loop.giveUp();
                }
            }
        } catch (InterruptedException e) {
            loops.forEach(Loop::giveUp);
            Thread.currentThread().interrupt();
        }
        if (alarms instanceof DaemonAlarms own) {
            own.close();
        }
    }

    /** Collects what a worker needs. Not thread-safe. */
    public static final class Builder {
        private final Queue queue;
        private final List<Tube<?>> tubes = new ArrayList<>();
        private WorkerListener listener = event -> {};
        private @Nullable Alarms alarms;

        private Builder(Queue queue) {
            this.queue = queue;
        }

        /**
         * Who performs requests.
         *
         * @param handlers handlers of different names
         * @return this
         */
        public Builder handlers(Handler<?>... handlers) {
            for (Handler<?> handler : handlers) {
                tubes.add(new Tube<>(queue, handler));
            }
            return this;
        }

        /**
         * What the worker's events go to.
         *
         * @param newListener the listener
         * @return this
         */
        public Builder listener(WorkerListener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * What wakes the worker to renew leases, for tests with a clock of their own.
         *
         * @param newAlarms the alarms
         * @return this
         */
        public Builder alarms(Alarms newAlarms) {
            alarms = newAlarms;
            return this;
        }

        /**
         * The worker.
         *
         * @return a worker that does nothing yet
         * @throws InvalidValueException if there is no handler, or two have one name
         */
        public Worker build() {
            long names = tubes.stream().map(Tube::name).distinct().count();
            if (tubes.isEmpty() || names < tubes.size()) {
                throw new InvalidValueException("handlers", "There must be at least one, each of a name of its own.");
            }
            return new Worker(this);
        }
    }
}
