package io.sharq.benchmarks.load;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A progress line, updated every half second and erased at the end. */
final class Progress {
    private static final long EVERY_MILLIS = 500;
    private static final String WIPE = "\r\033[K";

    private final PrintStream out;
    private final int jobs;
    private final Ledger ledger;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sharq-bench-progress");
        thread.setDaemon(true);
        return thread;
    });

    Progress(PrintStream out, int jobs, Ledger ledger) {
        this.out = out;
        this.jobs = jobs;
        this.ledger = ledger;
        var unused = timer.scheduleAtFixedRate(this::print, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void print() {
        out.printf(
                Locale.ROOT,
                "%s%,d of %,d enqueued, %,d finished",
                WIPE,
                ledger.enqueuedSoFar(),
                jobs,
                ledger.finishedSoFar());
        out.flush();
    }

    void close() {
        timer.shutdownNow();
        out.print(WIPE);
        out.flush();
    }
}
