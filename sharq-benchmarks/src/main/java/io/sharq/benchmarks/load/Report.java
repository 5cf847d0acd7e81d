package io.sharq.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a run, and its faults. The component names are the names in the JSON.
 *
 * @param workload the operations measured
 * @param types the number of queue types
 * @param queues the number of queues in each
 * @param jobs the number of jobs
 * @param payloadBytes the bytes of each payload
 * @param intervalMillis the interval of each queue
 * @param batch the jobs of a call
 * @param clients the callers
 * @param pipeline the calls that each had in flight
 * @param rate the jobs that were meant to start per second, 0 for a closed loop
 * @param seconds the duration
 * @param jobsASecond the jobs per second
 * @param latencyMicros the latencies by operation
 * @param spacing how exactly limited queues released
 * @param punctuality how late limited jobs reached their callers, null where queues have no limit
 * @param countDifference the largest difference of two queues' counts while all were backlogged, if measured
 * @param redis the cost of a job in Redis, if the target uses one
 * @param bytesAJob the memory of a waiting job, if measured
 * @param checks the jobs that were moved, and the faults
 */
public record Report(
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
        @Nullable Punctuality punctuality,
        @Nullable Integer countDifference,
        @Nullable ServerCost redis,
        @Nullable Double bytesAJob,
        Checks checks) {

    /**
     * The faults.
     *
     * @return a sentence for each, none if there is none
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>(checks.faults());
        if (spacing.early() > 0) {
            faults.add(spacing.early() + " jobs were released early, by up to " + spacing.worstEarlyMicros() + " µs");
        }
        if (workload == Workload.MIXED && punctuality != null && punctuality.heldCount() == 0) {
            faults.add("no limit was met: no job had to wait for its queue's interval, so the lateness says nothing"
                    + " about limits; draw queues by chance, or raise the rate or the interval");
        }
        return faults;
    }
}
