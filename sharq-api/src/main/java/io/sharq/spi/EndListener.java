package io.sharq.spi;

import io.sharq.api.JobKey;

/**
 * A listener for the end of watched jobs (rule 27). The backend calls it on a thread of its own, perhaps while it holds
 * locks: an implementation returns at once and calls no backend from it.
 */
public interface EndListener {
    /**
     * A watched job has ended: it was finished, cancelled or cleared, or is dead.
     *
     * @param job the job
     */
    void ended(JobKey job);

    /** Calls of {@link #ended} may have been lost, so that callers that wait must read their jobs again. */
    void missed();
}
