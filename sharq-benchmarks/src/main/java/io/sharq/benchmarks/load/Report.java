package io.sharq.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured, and whether all that it moved is there. The names stand in the JSON as they are.
 *
 * @param workload what was measured
 * @param types the number of queue types
 * @param queues the number of queues in each
 * @param jobs the number of jobs
 * @param payloadBytes the bytes of each payload
 * @param intervalMillis the interval of each queue
 * @param batch the jobs of a call
 * @param clients the callers
 * @param pipeline the calls that each had under way
 * @param rate the jobs that were meant to start in a second, 0 for a closed loop
 * @param seconds how long it took
 * @param jobsASecond the jobs in a second
 * @param latencyMicros how long calls took, by what they did
 * @param spacing how exactly limited queues released
 * @param countDifference the largest difference of two queues' counts while all were backlogged, where measured
 * @param redis what a job cost the Redis below, if there is one
 * @param bytesAJob the memory that a waiting job takes, where measured
 * @param checks what was moved
 */
record Report(
        Workload workload,
        int types,
        int queues,
        int jobs,
        int payloadBytes,
        long intervalMillis,
        int batch,
        int clients,
        int pipeline,
        double rate,
        double seconds,
        double jobsASecond,
        Map<String, Latency> latencyMicros,
        Spacing spacing,
        @Nullable Integer countDifference,
        @Nullable ServerCost redis,
        @Nullable Double bytesAJob,
        Checks checks) {

    /** What should not have happened, each as a sentence. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(checks.faults());
        if (spacing.early() > 0) {
            faults.add(spacing.early() + " jobs were released early, by up to " + spacing.worstEarlyMicros() + " µs");
        }
        return faults;
    }
}
