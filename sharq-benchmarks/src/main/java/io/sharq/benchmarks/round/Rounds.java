package io.sharq.benchmarks.round;

import io.sharq.api.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Alternates between sides: each round measures every side once, and every second round goes through them backwards, so
 * that a machine that becomes slower does not favour one of them.
 *
 * @param measured the rounds that count
 * @param warmup the rounds before them, which do not count
 * @param progress takes a sentence before each measurement
 */
public record Rounds(int measured, int warmup, Consumer<String> progress) {
    /**
     * Checks the numbers.
     *
     * @param measured the rounds that count, at least 1
     * @param warmup the rounds before them, at least 0
     * @param progress takes a sentence before each measurement
     */
    public Rounds {
        if (measured < 1) {
            throw new InvalidValueException("rounds", "it must be at least 1, but is " + measured);
        }
        if (warmup < 0) {
            throw new InvalidValueException("warmup-rounds", "it must be at least 0, but is " + warmup);
        }
    }

    /**
     * Runs all rounds.
     *
     * @param title what the run claims to measure
     * @param sides what is compared
     * @param quotients the ratios to form
     * @param reference describes the store, after the rounds
     * @return the medians, the ratios and the claims that were not met in a round that counts
     * @throws IOException if a measurement fails
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public Outcome alternate(String title, List<Side> sides, List<Quotient> quotients, Supplier<Reference> reference)
            throws IOException, InterruptedException {
        double loadBefore = Machine.load();
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        sides.forEach(side -> samples.put(side.name(), new ArrayList<>()));
        for (int round = -warmup; round < measured; round++) {
            List<Side> order = new ArrayList<>(sides);
            if (round % 2 != 0) {
                Collections.reverse(order);
            }
            for (Side side : order) {
                progress.accept(
                        round < 0
                                ? "warm-up: " + side.name()
                                : "round " + (round + 1) + " of " + measured + ": " + side.name());
                Sample sample = side.trial().measure();
                if (round >= 0) {
                    samples.getOrDefault(side.name(), List.of()).add(sample);
                }
            }
        }
        Reference store = reference.get();
        Machine machine = Machine.now(store.redis(), store.noOpsASecond(), loadBefore);
        return Outcome.of(title, machine, measured, samples, quotients);
    }
}
