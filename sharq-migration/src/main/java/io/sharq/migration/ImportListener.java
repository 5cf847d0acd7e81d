package io.sharq.migration;

/** Is notified of the progress of an import, on one of its threads. */
@FunctionalInterface
public interface ImportListener {
    /**
     * Jobs were moved, or read in a dry run.
     *
     * @param done the jobs so far
     * @param known the jobs that are known to wait, those that are done included
     */
    void progressed(long done, long known);
}
