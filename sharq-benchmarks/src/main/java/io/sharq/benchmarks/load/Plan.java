package io.sharq.benchmarks.load;

import java.time.Duration;

/**
 * The settings of a run.
 *
 * @param workload the operations to measure
 * @param draw how jobs choose their queues
 * @param types the number of queue types
 * @param queues the number of queues in each type
 * @param jobs the number of measured jobs
 * @param payloadSize the bytes of each payload
 * @param intervalMillis the interval of every queue, 0 for no limit
 * @param batch the jobs of one call
 * @param clients the callers, each of which starts on its own thread
 * @param pipeline the calls that each caller has in flight
 * @param rate the jobs to start per second, 0 for a closed loop
 * @param patience how long no job may come before the remaining jobs count as missing
 */
public record Plan(
        Workload workload,
        Draw draw,
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

    /** The same plan with another number of jobs. */
    Plan withJobs(int newJobs) {
        return new Plan(
                workload,
                draw,
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

    /** How long a wait for a job may last. A limited queue may release nothing for its interval. */
    Duration longestSilence() {
        return patience.plusMillis(intervalMillis);
    }
}
