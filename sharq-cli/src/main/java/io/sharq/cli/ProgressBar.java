package io.sharq.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, redrawn at most ten times a second and erased at the end. Thread-safe. */
final class ProgressBar {
    private static final String WIPE = "\r\033[K";
    private static final int WIDTH = 30;
    private static final long EVERY_NANOS = 100_000_000;

    private final @Nullable PrintStream terminal;
    private final String label;
    private long drawnNanos;
    private boolean isDrawn;

    /** A bar of jobs; without a terminal it draws nothing. */
    ProgressBar(@Nullable PrintStream terminal, String label) {
        this.terminal = terminal;
        this.label = label;
    }

    synchronized void show(long done, long known) {
        long now = System.nanoTime();
        if (terminal == null || (isDrawn && now - drawnNanos < EVERY_NANOS)) {
            return;
        }
        isDrawn = true;
        drawnNanos = now;
        int filled = known == 0 ? 0 : (int) (WIDTH * done / known);
        terminal.printf(
                Locale.ROOT,
                "%s%s [%s%s] %,d of %,d jobs",
                WIPE,
                label,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                known);
        terminal.flush();
    }

    /** Erases the bar, so that something else can be printed. */
    synchronized void erase() {
        if (terminal != null && isDrawn) {
            terminal.print(WIPE);
            terminal.flush();
        }
    }
}
