package io.sharq.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What a job cost the Redis below.
 *
 * @param cpuMicrosAJob its processor time
 * @param callsAJob the scripts that it ran
 * @param commandsAJob the commands that they ran
 */
record ServerCost(double cpuMicrosAJob, double callsAJob, double commandsAJob) {
    static @Nullable ServerCost between(@Nullable Figures before, @Nullable Figures after, int jobs) {
        return before == null || after == null
                ? null
                : new ServerCost(
                        (after.cpuMicros() - before.cpuMicros()) / (double) jobs,
                        (after.calls() - before.calls()) / (double) jobs,
                        (after.commands() - before.commands()) / (double) jobs);
    }
}
