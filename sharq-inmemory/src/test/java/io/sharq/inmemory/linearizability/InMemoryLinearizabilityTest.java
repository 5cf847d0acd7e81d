package io.sharq.inmemory.linearizability;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** What threads see of the in-memory backend at once, one thread could have seen of the model, one call after the other. */
class InMemoryLinearizabilityTest {
    /** How many scenarios there are for each in the default build; the long profile asks for more. */
    private static final int EFFORT = Integer.getInteger("sharq.test.effort", 1);

    @Test
    void twoThreads() {
        new StressOptions()
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(4)
                .actorsAfter(2)
                .iterations(25 * EFFORT)
                .invocationsPerIteration(500)
                .sequentialSpecification(ModelOperations.class)
                .check(InMemoryOperations.class);
    }

    @Test
    void threeThreads() {
        new StressOptions()
                .threads(3)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(1)
                .iterations(20 * EFFORT)
                .invocationsPerIteration(500)
                .sequentialSpecification(ModelOperations.class)
                .check(InMemoryOperations.class);
    }

    /** Each switch between threads is chosen, not left to chance: fewer scenarios, but the rare moments in each. */
    @Test
    void chosenSwitches() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(1)
                .iterations(8 * EFFORT)
                .invocationsPerIteration(100)
                .sequentialSpecification(ModelOperations.class)
                .check(InMemoryOperations.class);
    }
}
