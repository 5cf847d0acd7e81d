package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.Plan;
import io.sharq.benchmarks.load.Workload;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.util.List;

/**
 * Single cycles over many types with one queue each, compared with the same over one type with as many queues. Claims
 * that every type is used at least twice.
 *
 * @param target the place
 * @param types the number of types
 * @param jobs the jobs of a round
 * @param inFlight the cycles in flight
 */
public record ManyTypes(String target, int types, int jobs, int inFlight) implements Scenario {
    /**
     * Checks the settings.
     *
     * @param target the place
     * @param types the number of types
     * @param jobs the jobs of a round
     * @param inFlight the cycles in flight
     */
    public ManyTypes {
        Settings.atLeast("types", 2, types);
        Settings.atLeast("jobs", 1, jobs);
        Settings.atLeast("in-flight", 1, inFlight);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.open(target, inFlight)) {
            String one = "one type";
            String many = "%,d types".formatted(types);
            return rounds.alternate(
                    "single cycles over %,d types and over one type: %,d jobs, %d in flight"
                            .formatted(types, jobs, inFlight),
                    List.of(new Side(one, () -> measure(place, 1)), new Side(many, () -> measure(place, types))),
                    List.of(
                            new Quotient("rate over many types to one", many, Runs.RATE, one, Runs.RATE),
                            new Quotient("Redis time over many types to one", many, Runs.REDIS, one, Runs.REDIS)),
                    place::reference);
        }
    }

    private Sample measure(Place place, int ofTypes) {
        Plan plan = Runs.plan(Workload.CYCLE, new Draw.InTurn(), ofTypes, types / ofTypes, jobs, 0, 1, 1, inFlight, 0);
        return Runs.sample(Runs.run(plan, place.target()), "")
                .claim(
                        jobs >= 2 * types,
                        "not every type was used twice: there are %,d jobs for %,d types".formatted(jobs, types));
    }
}
