package io.sharq.benchmarks.load;

import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param workload what is measured
 * @param types the number of queue types
 * @param queues the number of queues in each type
 * @param jobs the number of jobs that are measured
 * @param payloadSize the bytes of each payload
 * @param intervalMillis the interval of every queue, 0 for no limit
 * @param batch the jobs of one call
 * @param clients the callers, each a thread at its start
 * @param pipeline the calls that each caller has under way
 * @param rate the jobs to start in a second, 0 for as many as the callers manage
 * @param patience how long no job may come before the rest counts as missing
 */
record Plan(
        Workload workload,
        int types,
        int queues,
        int jobs,
        int payloadSize,
        long intervalMillis,
        int batch,
        int clients,
        int pipeline,
        double rate,
        Duration patience) {

    /** The same with another number of jobs. */
    Plan withJobs(int newJobs) {
        return new Plan(
                workload,
                types,
                queues,
                newJobs,
                payloadSize,
                intervalMillis,
                batch,
                clients,
                pipeline,
                rate,
                patience);
    }

    int slots() {
        return clients * pipeline;
    }

    int operations() {
        return (jobs + batch - 1) / batch;
    }

    /** A limited queue may rightly be silent for its interval. */
    Duration longestSilence() {
        return patience.plusMillis(intervalMillis);
    }
}
