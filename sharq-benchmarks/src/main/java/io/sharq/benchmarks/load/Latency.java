package io.sharq.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * A distribution, in microseconds.
 *
 * @param count how many values
 * @param p50 half of them are at most this
 * @param p90 nine in ten
 * @param p99 99 in a hundred
 * @param p999 999 in a thousand
 * @param max the largest
 */
record Latency(long count, double p50, double p90, double p99, double p999, double max) {
    static Latency ofNanos(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(90) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e3);
    }
}
