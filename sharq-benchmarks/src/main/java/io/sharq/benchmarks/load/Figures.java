package io.sharq.benchmarks.load;

/**
 * What a Redis has done and holds.
 *
 * @param cpuMicros the processor time that it has used
 * @param calls the scripts that it has run
 * @param commands the commands that those scripts and its clients have run
 * @param usedBytes the memory that it uses
 */
record Figures(long cpuMicros, long calls, long commands, long usedBytes) {}
