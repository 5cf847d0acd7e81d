package io.sharq.benchmarks.round;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one side measured in one round.
 *
 * @param figures the figures by name, in the order in which they are printed
 * @param unmet a sentence for each claim that the round did not exercise, and for each fault
 * @param dashes the figures that the side cannot give, each with its reason
 */
public record Sample(Map<String, Double> figures, List<String> unmet, Map<String, String> dashes) {
    /**
     * Keeps copies.
     *
     * @param figures the figures by name
     * @param unmet the claims that were not met
     * @param dashes the figures that the side cannot give
     */
    public Sample {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        unmet = List.copyOf(unmet);
        dashes = Collections.unmodifiableMap(new LinkedHashMap<>(dashes));
    }

    /**
     * A sample without figures and faults.
     *
     * @return an empty sample
     */
    public static Sample empty() {
        return new Sample(Map.of(), List.of(), Map.of());
    }

    /**
     * This sample with another figure.
     *
     * @param name its name, which says the unit
     * @param value its value
     * @return a new sample
     */
    public Sample with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(figures);
        more.put(name, value);
        return new Sample(more, unmet, dashes);
    }

    /**
     * This sample with a dash.
     *
     * @param name the figure that the side cannot give
     * @param reason why
     * @return a new sample
     */
    public Sample without(String name, String reason) {
        Map<String, String> more = new LinkedHashMap<>(dashes);
        more.put(name, reason);
        return new Sample(figures, unmet, more);
    }

    /**
     * This sample with a fault if a claim does not hold.
     *
     * @param holds whether the claim holds
     * @param fault the sentence if it does not
     * @return a sample
     */
    public Sample claim(boolean holds, String fault) {
        return holds ? this : withFaults(List.of(fault));
    }

    /**
     * This sample with more faults.
     *
     * @param faults a sentence for each
     * @return a new sample
     */
    public Sample withFaults(List<String> faults) {
        List<String> more = new ArrayList<>(unmet);
        more.addAll(faults);
        return new Sample(figures, more, dashes);
    }
}
