package io.sharq.logging;

import io.sharq.api.BackendException;
import io.sharq.api.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Limits the logging of repeated failures. The caller logs the first failure of each kind in full; further ones are
 * counted. Every minute from the first one on, the count of the last minute is logged. After a minute without a
 * failure the total is logged, and the next failure of the kind is a first one again. Thread-safe.
 */
public final class FailureLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** The most kinds tracked at a time. Further kinds are counted as one. */
    private static final int MOST_KINDS = 100;

    private static final String OTHERS = "Other failures";

    private static final class Count {
        private final String what;
        private long sinceReport;
        private long total = 1;
        private String last;

        private Count(String what, String last) {
            this.what = what;
            this.last = last;
        }
    }

    private final Logger log;
    private final Alarms alarms;
    private final Map<String, Count> counts = new HashMap<>();

    /**
     * A log whose reports run in real time.
     *
     * @param log the logger of the counts
     */
    public FailureLog(Logger log) {
        this(log, FailureLog::later);
    }

    /**
     * A log whose reports run on the given alarms.
     *
     * @param log the logger of the counts
     * @param alarms runs the reports
     */
    public FailureLog(Logger log, Alarms alarms) {
        this.log = log;
        this.alarms = alarms;
    }

    private static Registration later(Duration delay, Runnable task) {
        CompletableFuture<Void> run = CompletableFuture.runAsync(
                task, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
        return () -> run.cancel(false);
    }

    /**
     * Records a failure. Two failures are of the same kind if {@code what} is the same and the reason is. For a
     * store's failure the reason is the outcome and the class of the cause. For any other it is its class and the
     * place in the code that threw it.
     *
     * @param what the thing that failed, as a sentence without values
     * @param failure the failure
     * @return true if it is the first of its kind, which the caller logs in full
     */
    public boolean isFirst(String what, Throwable failure) {
        boolean isOnlyOne;
        synchronized (this) {
            String kind = what + " " + reason(unwrapped(failure));
            Count count = counts.get(counts.containsKey(kind) || counts.size() < MOST_KINDS ? kind : OTHERS);
            if (count != null) {
                count.sinceReport++;
                count.total++;
                count.last = String.valueOf(failure);
                return false;
            }
            boolean isOther = counts.size() >= MOST_KINDS;
            counts.put(isOther ? OTHERS : kind, new Count(isOther ? OTHERS : what, String.valueOf(failure)));
            isOnlyOne = counts.size() == 1;
        }
        if (isOnlyOne) {
            schedule();
        }
        return true;
    }

    private void schedule() {
        var unused = alarms.schedule(PAUSE, this::report);
    }

    private void report() {
        boolean isOver;
        synchronized (this) {
            for (Iterator<Count> each = counts.values().iterator(); each.hasNext(); ) {
                Count count = each.next();
                if (count.sinceReport > 0) {
                    log.warn("{}: {} more in the last minute, the last: {}", count.what, count.sinceReport, count.last);
                    count.sinceReport = 0;
                } else {
                    each.remove();
                    if (count.total > 1) {
                        log.info("{}: none in the last minute, {} in all", count.what, count.total);
                    }
                }
            }
            isOver = counts.isEmpty();
        }
        if (!isOver) {
            schedule();
        }
    }

    /** Logs the counts that have not been reported yet. Call it at the end of a program. */
    public synchronized void flush() {
        for (Count count : counts.values()) {
            if (count.sinceReport > 0) {
                log.warn("{}: {} more, the last: {}", count.what, count.sinceReport, count.last);
                count.sinceReport = 0;
            }
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof BackendException backend) {
            Throwable cause = backend.getCause();
            return backend.outcome() + " "
                    + (cause == null ? "" : cause.getClass().getName());
        }
        StackTraceElement[] places = failure.getStackTrace();
        return failure.getClass().getName() + (places.length == 0 ? "" : " " + places[0]);
    }
}
