package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Workers that fail, die and are slow, on a clock that the test moves: one seed is one course of events. */
class SimulationTest {
    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    @Label("each thread is performed in order, each request once, and no thread by two workers at one time")
    void threadsKeepTheirOrder(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, -1);
        simulation.run();
        simulation
                .registered()
                .forEach((thread, users) -> assertThat(simulation.performed(thread))
                        .as("thread " + thread)
                        .containsExactlyElementsOf(users));
    }

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    @Label("a request that has used up its requeues is dead, and the others are performed in order")
    void whatIsNotPerformedIsDead(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, 2);
        simulation.run();
        simulation.registered().forEach((thread, users) -> {
            assertThat(simulation.performed(thread))
                    .isSubsetOf(users)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(simulation.performed(thread).size() + simulation.dead(thread))
                    .as("thread " + thread)
                    .isEqualTo(users.size());
        });
    }

    /** The simulation would prove nothing if nothing happened in it. */
    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    @Label("failures, crashes and slow workers happen")
    void muchHappens(@ForAll long seed) {
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
