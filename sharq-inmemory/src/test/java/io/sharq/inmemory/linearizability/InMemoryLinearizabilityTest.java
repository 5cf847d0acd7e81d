package io.sharq.inmemory.linearizability;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** What threads see of the in-memory backend at once, one thread could have seen of the model, one call after the other. */
class InMemoryLinearizabilityTest {
    /** How many scenarios there are for each in the default build; the long profile asks for more. */
    private static final int EFFORT = Integer.getInteger("sharq.test.effort", 1);

    /**
     * When an execution counts as hung. Lincheck's own 10 s are too short for the first one on a busy machine: it instruments
     * hundreds of classes. Then Lincheck would report a hung execution, and spend many minutes on making it smaller.
     */
    private static final Duration HUNG = Duration.ofMinutes(10);

    @Test
    void twoThreads() {
        StressOptions options = new StressOptions()
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(4)
                .actorsAfter(2);
        check("two threads", options, 25 * EFFORT, 500);
    }

    @Test
    void threeThreads() {
        StressOptions options = new StressOptions()
                .threads(3)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(1);
        check("three threads", options, 20 * EFFORT, 500);
    }

    /**
     * Each switch between threads is chosen, not left to chance: fewer scenarios, but the rare moments in each. An execution
     * costs far more than one that is left to chance, so that a build has half of a long run's share of scenarios.
     */
    @Test
    void chosenSwitches() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(1);
        check("chosen switches of two threads", options, EFFORT == 1 ? 4 : 8 * EFFORT, 100);
    }

    private static void check(String name, Options<?, ?> options, int scenarios, int executions) {
        System.out.printf("Lincheck, %s: %d scenarios, of each up to %d executions%n", name, scenarios, executions);
        long begun = System.nanoTime();
        options.iterations(scenarios);
        options.invocationsPerIteration(executions);
        options.sequentialSpecification(ModelOperations.class);
        options.invocationTimeout$lincheck(HUNG.toMillis());
        options.check(InMemoryOperations.class);
        System.out.printf(
                "  all done after %,d ms%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
}
