package io.sharq.migration;

/** Counts the jobs of an import and notifies its listener. Thread-safe. */
final class MoveProgress {
    private final ImportListener listener;
    private long done;
    private long known;

    MoveProgress(ImportListener listener) {
        this.listener = listener;
    }

    synchronized void done(long jobs) {
        done += jobs;
        listener.progressed(done, Math.max(done, known));
    }

    /** So many jobs wait beside those that are done. */
    synchronized void waiting(long jobs) {
        known = done + jobs;
    }

    synchronized long done() {
        return done;
    }
}
