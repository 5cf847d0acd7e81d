package io.sharq.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * The cost of a job in Redis.
 *
 * @param cpuMicrosAJob its processor time, in microseconds
 * @param callsAJob the scripts run
 * @param commandsAJob the commands run
 */
public record ServerCost(double cpuMicrosAJob, double callsAJob, double commandsAJob) {
    static @Nullable ServerCost between(@Nullable Figures before, @Nullable Figures after, int jobs) {
        return before == null || after == null
                ? null
                : new ServerCost(
                        (after.cpuMicros() - before.cpuMicros()) / (double) jobs,
                        (after.calls() - before.calls()) / (double) jobs,
                        (after.commands() - before.commands()) / (double) jobs);
    }
}
