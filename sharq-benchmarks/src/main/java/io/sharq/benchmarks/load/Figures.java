package io.sharq.benchmarks.load;

/**
 * A snapshot of a Redis server's counters.
 *
 * @param cpuMicros the processor time used, in microseconds
 * @param calls the scripts run
 * @param commands the commands run by those scripts and by clients
 * @param usedBytes the memory in use
 * @param scriptMicros the time inside scripts, in microseconds
 */
public record Figures(long cpuMicros, long calls, long commands, long usedBytes, long scriptMicros) {}
