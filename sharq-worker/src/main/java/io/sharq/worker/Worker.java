package io.sharq.worker;

import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import io.sharq.worker.execution.DaemonAlarms;
import io.sharq.worker.execution.EventReporter;
import io.sharq.worker.execution.LoopGroup;
import io.sharq.worker.execution.WorkerName;
import io.sharq.worker.loop.LoopSettings;
import io.sharq.worker.loop.RequestSource;
import io.sharq.worker.loop.WorkerLoop;
import io.sharq.worker.recurrence.RecurrenceLoop;
import io.sharq.worker.recurrence.RecurrenceLoopSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Performs the requests of one or more handlers. Each loop binds to a sub-queue that has work, performs its batches until
 * it is empty for a while, and then binds to another. Thread-safe.
 *
 * <p>The leases of a batch lock its strict sub-queue: while they last, no other loop, in this process or another, gets a
 * request of it. The worker renews them until the batch is settled. They are lost if the store cannot be reached or this
 * process stands still for longer than a lease. The listener then gets
 * {@link io.sharq.worker.event.WorkerEvent.LeaseLost}, and the handler's thread is interrupted. Until this process notices
 * and the handler ends, another worker may perform the same requests.
 *
 * <p>Whatever a handler, a listener or a request's class throws, the loop goes on: it is the failure of the requests in
 * the batch. A loop that itself fails reports {@link io.sharq.worker.event.WorkerEvent.LoopFailed} and goes on after a
 * pause.
 */
public final class Worker implements AutoCloseable {
    private static final int MAX_LOOPS = 100_000;

    private final Queue queue;
    private final WorkerName name;
    private final List<RequestSource> sources;
    private final LoopSettings settings;
    private final Alarms alarms;
    private final EventReporter reporter;
    private final LoopGroup group;

    /** The recurrence loops that have no thread yet. Guarded by itself. */
    private final Deque<NamedLoop> recurrences = new ArrayDeque<>();

    /** The recurrence loops of {@link #performReady()}, which have no thread. */
    private final List<RecurrenceLoop> due;

    private record NamedLoop(String name, RecurrenceLoop loop) {}

    Worker(WorkerBuilder values) {
        this.queue = values.queue();
        this.name = WorkerName.of(queue.sharq(), queue.settings().consumer());
        this.reporter = new EventReporter(name.name(), values.listener());
        Alarms given = values.alarms();
        DaemonAlarms own = new DaemonAlarms();
        this.alarms = given == null ? own : given;
        this.settings = settings(queue.settings());
        this.group = new LoopGroup(reporter, settings.idleWait(), own::close);
        this.sources = values.handlers().stream().map(this::source).toList();
        values.handlers().forEach(work -> recurrences.add(new NamedLoop(work.name(), recurrenceLoop(work))));
        this.due = values.handlers().stream().map(this::recurrenceLoop).toList();
    }

    private static LoopSettings settings(WorkerSettings values) {
        Backoff backoff = new Backoff(
                values.firstBackoff(),
                values.longestBackoff(),
                () -> ThreadLocalRandom.current().nextLong());
        return new LoopSettings(
                values.coordinatorDelay(), values.emptyLimit(), values.emptyPause(), values.lease(), backoff);
    }

    private RequestSource source(HandlerWork<?> work) {
        int batchSize = work.batchSize().orElse(queue.settings().batchSize());
        SharQ sharq = queue.sharq();
        return new RequestSource(
                sharq, name, work, Math.min(batchSize, sharq.settings().maxBatchSize()), settings.lease());
    }

    private RecurrenceLoop recurrenceLoop(HandlerWork<?> work) {
        WorkerSettings values = queue.settings();
        int count =
                Math.min(values.recurrentTasksLimit(), queue.sharq().settings().maxBatchSize());
        return new RecurrenceLoop(
                queue.sharq(),
                name,
                queue.recurrenceTarget(work),
                new RecurrenceLoopSettings(
                        count, values.lease(), values.recurrentCheckInterval(), values.coordinatorDelay()),
                reporter,
                group);
    }

    /**
     * A worker with default options.
     *
     * @param queue where requests wait
     * @param handlers perform the requests, at least one
     * @return the worker
     * @throws io.sharq.api.InvalidValueException if an argument is null, or if {@link WorkerBuilder#build} refuses the
     *     handlers
     */
    public static Worker of(Queue queue, Handler<?>... handlers) {
        return builder(queue).handlers(handlers).build();
    }

    /**
     * A builder of workers.
     *
     * @param queue where requests wait
     * @return a builder
     * @throws io.sharq.api.InvalidValueException if the queue is null
     */
    public static WorkerBuilder builder(Queue queue) {
        return new WorkerBuilder(queue);
    }

    /**
     * Performs requests on the calling thread until the worker is closed or the thread is interrupted. A handler that
     * throws an {@link InterruptedException} or leaves the thread interrupted ends this call too, because the thread
     * belongs to the caller. Returns at once if the worker is closed.
     */
    public void loop() {
        long unused = loop(Long.MAX_VALUE);
    }

    /**
     * Performs requests on the calling thread until a number of them has been taken, or until {@link #loop()} would end.
     * Several threads may loop at once.
     *
     * @param limit how many requests to take at the most, including those that fail
     * @return how many were taken
     * @throws io.sharq.api.InvalidValueException if the limit is negative
     */
    public long loop(long limit) {
        return loop(Bounds.range("limit", limit, 0, Long.MAX_VALUE), false);
    }

    /**
     * Registers the requests of recurrences that are due, and performs requests on the calling thread until none is ready. It
     * starts no thread and never waits for requests. So a test can move a clock, call this, and look at the outcome.
     *
     * @return how many requests were taken, including those that fail
     * @throws io.sharq.api.BackendException if recurrences cannot be read
     */
    public long performReady() {
        return performReady(Long.MAX_VALUE);
    }

    /**
     * Registers the requests of recurrences that are due, and performs requests on the calling thread until a number of them
     * has been taken or none is ready.
     *
     * @param limit how many requests to take at the most, including those that fail
     * @return how many were taken
     * @throws io.sharq.api.InvalidValueException if the limit is negative
     * @throws io.sharq.api.BackendException if recurrences cannot be read
     * @see #performReady()
     */
    public long performReady(long limit) {
        Bounds.range("limit", limit, 0, Long.MAX_VALUE);
        due.forEach(RecurrenceLoop::runDue);
        WorkerLoop loop = new WorkerLoop(sources, settings.withoutWaits(), alarms, reporter, group, false);
        return group.run(loop, () -> loop.runReady(limit));
    }

    private long loop(long limit, boolean ownsThread) {
        startRecurrences();
        WorkerLoop loop = new WorkerLoop(sources, settings, alarms, reporter, group, ownsThread);
        return group.run(loop, () -> loop.run(limit));
    }

    /**
     * Starts threads that loop until the worker is closed: virtual threads on Java 21 and later, else daemon threads. They
     * do not keep the JVM alive.
     *
     * @param loops how many threads
     * @return this worker
     * @throws io.sharq.api.InvalidValueException if the number is not from 1 to 100,000
     * @throws IllegalStateException if the worker is closed
     */
    public Worker start(int loops) {
        Bounds.range("loops", loops, 1, MAX_LOOPS);
        for (int i = 1; i <= loops; i++) {
            group.startThread("sharq-worker-" + i, () -> {
                long unused = loop(Long.MAX_VALUE, true);
            });
        }
        return this;
    }

    private void startRecurrences() {
        synchronized (recurrences) {
            while (!recurrences.isEmpty() && !group.isClosing()) {
                NamedLoop next = recurrences.element();
                group.startThread("sharq-recurring-" + next.name(), () -> {
                    group.run(next.loop(), () -> {
                        next.loop().run();
                        return null;
                    });
                });
                recurrences.remove();
            }
        }
    }

    /**
     * The health of this worker.
     *
     * @return a snapshot
     */
    public WorkerHealth health() {
        return new WorkerHealth(group.started(), group.running(), reporter.lastFailure());
    }

    /**
     * Ends all loops and waits for them up to the close timeout. Then batches that are still being performed are given back,
     * and the threads that still run user code are interrupted. A loop of the calling thread ends after this call. A second
     * call has no effect.
     */
    @Override
    public void close() {
        group.close(queue.settings().closeTimeout());
    }
}
