package io.sharq.benchmarks.round;

import java.util.Arrays;
import java.util.List;

/**
 * The values of one figure over the rounds of a run.
 *
 * @param median the median
 * @param least the smallest value
 * @param most the largest value
 */
public record Spread(double median, double least, double most) {
    /**
     * The spread of some values.
     *
     * @param values at least one
     * @return their spread
     */
    public static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
