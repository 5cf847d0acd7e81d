package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.Lease;
import io.sharq.api.InvalidValueException;
import io.sharq.logging.FailureLog;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the requests of one or more handlers. Each loop binds to a thread that has work, performs its batches until it
 * is empty for a while, and then binds to another. Two loops, in one process or in two, are never at work on one strict
 * thread at one time: the leases of a batch are its lock, prolonged while it lives and lost when it dies. Thread-safe.
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
    private final List<Recurring> recurring = new ArrayList<>();
    private volatile boolean isClosing;

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

    /** Performs requests until the worker is closed or the calling thread is interrupted. */
    public void loop() {
        long unused = loop(Long.MAX_VALUE);
    }

    /**
     * Performs requests until a number of them has been taken, the worker is closed, or the calling thread is interrupted.
     * Several threads may loop at once.
     *
     * @param limit how many requests, those that fail included
     * @return how many were taken
     */
    public long loop(long limit) {
        startRecurring();
        Loop loop = new Loop(this, tubes);
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
            WorkerThreads.start("sharq-worker-" + i, this::loop);
        }
        return this;
    }

    private synchronized void startRecurring() {
        if (recurring.isEmpty() && !isClosing) {
            for (Tube<?> tube : tubes) {
                Recurring ticks = new Recurring(queue, tube.handler());
                recurring.add(ticks);
                WorkerThreads.start("sharq-recurring-" + tube.handler().name(), ticks::run);
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
        return new BatchInHand<>(queue.sharq(), tube.handler(), backoff, this::tell, deliveries);
    }

    KeepAlive keepAlive(List<Lease> leases) {
        return KeepAlive.begin(queue.sharq().async(), alarms, leases, settings().lease());
    }

    @SuppressWarnings("IllegalCatch") // A listener must not end the worker.
    void tell(WorkerEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            if (COUNTED.isFirst("A listener failed", e)) {
                LOG.warn("a listener failed on {}", event, e);
            }
        }
    }

    /**
     * Ends all loops. Batches in hand are finished within the close timeout; after that, they are given back and the
     * threads that work on them interrupted. A second call changes nothing.
     */
    @Override
    public void close() {
        isClosing = true;
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
         * Who hears of what the worker does.
         *
         * @param newListener the listener
         * @return this
         */
        public Builder listener(WorkerListener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * What wakes the worker to prolong leases, for tests with a clock of their own.
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
            long names =
                    tubes.stream().map(tube -> tube.handler().name()).distinct().count();
            if (tubes.isEmpty() || names < tubes.size()) {
                throw new InvalidValueException("handlers", "There must be at least one, each of a name of its own.");
            }
            return new Worker(this);
        }
    }
}
