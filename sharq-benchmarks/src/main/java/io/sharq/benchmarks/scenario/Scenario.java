package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Rounds;
import java.io.IOException;

/** A measurement in rounds. */
public interface Scenario {
    /**
     * Measures.
     *
     * @param rounds how often
     * @return the medians, the ratios and the claims that were not met
     * @throws io.sharq.api.InvalidValueException if a setting cannot be used; its field has the name of the setting
     * @throws IOException if a process of the measurement fails
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    Outcome run(Rounds rounds) throws IOException, InterruptedException;
}
