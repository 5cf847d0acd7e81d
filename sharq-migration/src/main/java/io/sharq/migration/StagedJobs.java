package io.sharq.migration;

import java.util.List;

/**
 * The batch of one queue in its staging list.
 *
 * @param queue the queue
 * @param state how it came there
 * @param left the jobs left in the queue's list
 * @param jobs the jobs in their order
 */
record StagedJobs(OriginalQueue queue, State state, long left, List<OriginalJob> jobs) {
    enum State {
        /** Moved there now. */
        MOVED,
        /** Left there by an import that was interrupted. */
        REPEATED,
        /** Nothing was moved: the original has put the queue back since it was fenced. */
        OPEN
    }
}
