package io.sharq.benchmarks.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A ratio of two figures, which is formed in each round, so that a slow minute of the machine is in both.
 *
 * @param name what it says
 * @param side the side of the numerator
 * @param figure its figure
 * @param baseSide the side of the denominator
 * @param baseFigure its figure
 */
public record Quotient(String name, String side, String figure, String baseSide, String baseFigure) {
    /** The ratios of the rounds that have both figures. */
    List<Double> of(Map<String, List<Sample>> samples) {
        List<Double> ratios = new ArrayList<>();
        List<Sample> over = samples.getOrDefault(side, List.of());
        List<Sample> base = samples.getOrDefault(baseSide, List.of());
        for (int round = 0; round < Math.min(over.size(), base.size()); round++) {
            Double value = over.get(round).figures().get(figure);
            Double unit = base.get(round).figures().get(baseFigure);
            if (value != null && unit != null && unit != 0) {
                ratios.add(value / unit);
            }
        }
        return ratios;
    }
}
