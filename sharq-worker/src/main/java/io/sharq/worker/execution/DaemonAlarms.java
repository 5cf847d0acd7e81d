package io.sharq.worker.execution;

import io.sharq.api.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Alarms on one daemon thread. Once closed, it schedules nothing. Thread-safe. */
public final class DaemonAlarms implements Alarms, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "sharq-worker-leases");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts no thread before the first alarm. */
    public DaemonAlarms() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> due = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed: no batch is in flight whose lease could need a renewal.
            return () -> {};
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
