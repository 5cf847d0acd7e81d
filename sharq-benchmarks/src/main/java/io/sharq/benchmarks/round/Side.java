package io.sharq.benchmarks.round;

import java.io.IOException;

/**
 * One of the things that a run compares.
 *
 * @param name its name in the outcome
 * @param trial measures it once
 */
public record Side(String name, Trial trial) {
    /** One measurement. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Measures once.
         *
         * @return the figures, and the claims that were not met
         * @throws IOException if a process or a file fails
         * @throws InterruptedException if the thread was interrupted meanwhile
         */
        Sample measure() throws IOException, InterruptedException;
    }
}
