package io.sharq.tck.mutants;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;
import java.util.List;

/** The kit on the mutant at hand. Its name does not end in Test, so that only {@link MutantsTest} runs it. */
public class MutantConformance extends BackendConformance {
    private static volatile MutantLoader mutant = MutantLoader.of(new Mutant("", "none", List.of()));

    static void use(MutantLoader loader) {
        mutant = loader;
    }

    @Override
    protected Backend open(TimeSource clock) {
        return mutant.open(clock);
    }
}
