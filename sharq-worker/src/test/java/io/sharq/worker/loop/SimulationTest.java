package io.sharq.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Workers that fail, die and are slow, on a clock that the test moves. Each seed is one sequence of events. */
class SimulationTest {
    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    @Label("each sub-queue is performed in order, each request once, and no sub-queue by two workers at once")
    void subQueuesKeepTheirOrder(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, -1);
        simulation.run();
        simulation
                .registered()
                .forEach((subQueue, users) -> assertThat(simulation.performed(subQueue))
                        .as("sub-queue " + subQueue)
                        .containsExactlyElementsOf(users));
    }

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    @Label("a request that has used up its requeues is dead, and the others are performed in order")
    void aRequestThatIsNotPerformedIsDead(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, 2);
        simulation.run();
        simulation.registered().forEach((subQueue, users) -> {
            assertThat(simulation.performed(subQueue))
                    .isSubsetOf(users)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(simulation.performed(subQueue).size() + simulation.dead(subQueue))
                    .as("sub-queue " + subQueue)
                    .isEqualTo(users.size());
        });
    }

    /** Guards the other properties against a simulation without faults. */
    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    @Label("failures, crashes and slow workers happen")
    void faultsHappen(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, -1);
        simulation.run();
        assertThat(simulation.failures()).isPositive();
        assertThat(simulation.crashes()).isPositive();
        assertThat(simulation.prolonged()).isPositive();
    }

    /** Opens what a simulation runs on. */
    static SharQ open(ManualTime time) {
        return SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .settings(SharQSettings.defaults())
                .alarms(time)
                .upkeep(false)
                .open();
    }
}
