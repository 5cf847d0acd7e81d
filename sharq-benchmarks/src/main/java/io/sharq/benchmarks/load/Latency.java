package io.sharq.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * A latency distribution in microseconds.
 *
 * @param count the number of values
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the largest value
 */
public record Latency(long count, double p50, double p90, double p99, double p999, double max) {
    /**
     * The distribution of a histogram.
     *
     * @param nanos values in nanoseconds
     * @return the distribution, in microseconds
     */
    public static Latency ofNanos(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(90) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e3);
    }
}
