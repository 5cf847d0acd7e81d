package io.sharq.examples;

/** A progress bar on standard error, redrawn in place. Thread-safe. */
final class ProgressBar {
    private static final int WIDTH = 40;

    private final int total;
    private int drawn = -1;

    ProgressBar(int total) {
        this.total = total;
    }

    synchronized void show(int done) {
        int filled = done * WIDTH / total;
        if (filled > drawn || done == total) {
            drawn = filled;
            System.err.printf("\r[%s%s] %d of %d", "#".repeat(filled), " ".repeat(WIDTH - filled), done, total);
            if (done == total) {
                System.err.println();
            }
        }
    }
}
