package io.sharq;

import io.sharq.api.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Alarms in real time, run on one daemon thread. Thread-safe. */
final class SystemAlarms implements Alarms, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    SystemAlarms() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sharq-alarms");
            thread.setDaemon(true);
            return thread;
        });
        // A wait that ends early removes its alarm, which would otherwise stay in memory until its instant.
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
        if (executor.isShutdown()) {
            return () -> {};
        }
        Future<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
