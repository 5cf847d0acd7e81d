package io.sharq.migration;

import java.time.Duration;

/**
 * What an import moves and how.
 *
 * @param filter which queues it concerns
 * @param activeJobs what happens to queues with active jobs
 * @param longestWait how long it waits for active jobs
 * @param listener is notified of progress
 * @param threads how many groups of queues are moved at once
 */
record ImportOptions(
        QueueFilter filter, ActiveJobs activeJobs, Duration longestWait, ImportListener listener, int threads) {}
