package io.sharq.benchmarks.round;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of a run in rounds. Its component names are the names in the JSON. Immutable.
 *
 * @param title what was measured
 * @param machine where, and beside which load
 * @param rounds the rounds that count
 * @param sides the figures by side and name
 * @param ratios the ratios by name
 * @param dashes the figures that a side cannot give, each with its reason
 * @param unmet the claims that a round did not meet, and the faults; none if the figures show what they claim
 */
public record Outcome(
        String title,
        Machine machine,
        int rounds,
        Map<String, Map<String, Spread>> sides,
        Map<String, Spread> ratios,
        Map<String, Map<String, String>> dashes,
        List<String> unmet) {
    static Outcome of(
            String title, Machine machine, int rounds, Map<String, List<Sample>> samples, List<Quotient> quotients) {
        Map<String, Map<String, Spread>> sides = new LinkedHashMap<>();
        Map<String, Map<String, String>> dashes = new LinkedHashMap<>();
        Set<String> unmet = new LinkedHashSet<>();
        samples.forEach((side, own) -> {
            Map<String, List<Double>> values = new LinkedHashMap<>();
            for (Sample sample : own) {
                sample.figures()
                        .forEach((name, value) -> values.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(value));
                if (!sample.dashes().isEmpty()) {
                    dashes.computeIfAbsent(side, unused -> new LinkedHashMap<>())
                            .putAll(sample.dashes());
                }
                sample.unmet().forEach(fault -> unmet.add(side + ": " + fault));
            }
            Map<String, Spread> spreads = new LinkedHashMap<>();
            values.forEach((name, all) -> spreads.put(name, Spread.of(all)));
            sides.put(side, spreads);
        });
        Map<String, Spread> ratios = new LinkedHashMap<>();
        for (Quotient quotient : quotients) {
            List<Double> values = quotient.of(samples);
            if (!values.isEmpty()) {
                ratios.put(quotient.name(), Spread.of(values));
            }
        }
        return new Outcome(title, machine, rounds, sides, ratios, dashes, List.copyOf(unmet));
    }

    /**
     * Whether every claim was met.
     *
     * @return false if a claim was not met or something was wrong
     */
    public boolean isMet() {
        return unmet.isEmpty();
    }

    /**
     * The result as text.
     *
     * @return lines, each with its line end
     */
    public String table() {
        return OutcomeTable.of(this);
    }

    /**
     * The result as one line of JSON.
     *
     * @return a JSON object, without a line end
     */
    public String json() {
        try {
            return new JsonMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and strings is always written", e);
        }
    }
}
