package io.sharq.worker.execution;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All loops of a worker and the threads started for them. It is open until {@link #close}. Thread-safe. */
public final class LoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(LoopGroup.class);

    private final EventReporter reporter;
    private final Duration restartDelay;
    private final Runnable cleanup;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<ManagedLoop> loops = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private volatile int started;

    /**
     * A group without loops.
     *
     * @param restartDelay the pause before a thread's task is run again after it failed
     * @param cleanup runs once the group is closed and its last loop has ended, possibly more than once
     */
    public LoopGroup(EventReporter reporter, Duration restartDelay, Runnable cleanup) {
        this.reporter = reporter;
        this.restartDelay = restartDelay;
        this.cleanup = cleanup;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** The threads that should run: all that were started, or none once the group is closing. */
    public int started() {
        return started;
    }

    /** The threads that run. */
    public int running() {
        return running.get();
    }

    /**
     * Starts a thread that repeats a task until the group closes.
     *
     * @throws IllegalStateException if the group is closing
     */
    @SuppressWarnings("IllegalCatch") // The counts stay true whatever keeps a thread from starting.
    public synchronized void startThread(String name, Runnable task) {
        if (isClosing()) {
            throw new IllegalStateException("the worker is closed");
        }
        started++;
        running.incrementAndGet();
        try {
            WorkerThreads.start(name, () -> repeat(task));
        } catch (Throwable e) {
            started--;
            running.decrementAndGet();
            throw e;
        }
    }

    private void repeat(Runnable task) {
        try {
            while (!isClosing()) {
                attempt(task);
            }
        } finally {
            running.decrementAndGet();
        }
    }

    @SuppressWarnings("IllegalCatch") // The thread goes on, and the failure is reported.
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            reporter.loopFailed("", "", e);
            pause();
        }
    }

    /** Ends early when the group closes, or when user code has left the thread interrupted. */
    private void pause() {
        try {
            boolean unused = closing.await(restartDelay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // The thread is this group's own, and only closing ends it.
        }
    }

    /** Runs a loop on the calling thread as a member of this group. */
    public <R> R run(ManagedLoop loop, Supplier<R> body) {
        loops.add(loop);
        try {
            return body.get();
        } finally {
            loops.remove(loop);
            cleanUpIfEnded();
        }
    }

    private void cleanUpIfEnded() {
        if (isClosing() && loops.isEmpty()) {
            cleanup.run();
        }
    }

    /** Ends all loops: waits for each up to the timeout in all, then abandons those that still run. */
    public void close(Duration timeout) {
        synchronized (this) {
            closing.countDown();
            started = 0;
        }
        loops.forEach(ManagedLoop::wake);
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (ManagedLoop loop : loops) {
                if (!loop.awaitEnd(deadline - System.nanoTime())) {
                    LOG.warn("a loop did not end within {}: its requests are given back", timeout);
                    loop.abandon();
                }
            }
        } catch (InterruptedException e) {
            loops.forEach(ManagedLoop::abandon);
            Thread.currentThread().interrupt();
        }
        cleanUpIfEnded();
    }
}
