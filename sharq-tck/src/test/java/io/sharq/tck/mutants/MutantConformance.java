package io.sharq.tck.mutants;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.util.List;
import java.util.Optional;

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

    @Override
    protected Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return Optional.of(mutant.open(clock, bounds));
    }

    /** The mutant is another class of the same name. */
    @Override
    protected long countStored(Backend backend) {
        try {
            return (long) backend.getClass().getMethod("size").invoke(backend);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the mutant cannot be asked", e);
        }
    }
}
