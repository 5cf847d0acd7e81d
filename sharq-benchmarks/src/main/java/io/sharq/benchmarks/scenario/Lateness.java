package io.sharq.benchmarks.scenario;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.Latency;
import io.sharq.benchmarks.load.Plan;
import io.sharq.benchmarks.load.Punctuality;
import io.sharq.benchmarks.load.Report;
import io.sharq.benchmarks.load.Workload;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How late limited jobs reach waiting callers, by the callers' clock. Each target has a floor beside it: calls that do
 * nothing, started by a timer at the same rate, and late by what the machine takes. Claims that a limit held jobs.
 *
 * @param targets the places to compare
 * @param queues the queues of the type
 * @param intervalMillis the interval of each
 * @param rate the jobs to enqueue a second
 * @param jobs the jobs of a round
 * @param waiters the callers that wait
 * @param draw how jobs choose their queues
 */
public record Lateness(
        List<String> targets, int queues, long intervalMillis, double rate, int jobs, int waiters, Draw draw)
        implements Scenario {
    static final String HELD_P50 = "late, held, p50 ms";
    static final String HELD_P99 = "late, held, p99 ms";
    private static final String FLOOR_P50 = "late, p50 ms";
    private static final String FLOOR_P99 = "late, p99 ms";

    /**
     * Checks the settings.
     *
     * @param targets the places to compare
     * @param queues the queues of the type
     * @param intervalMillis the interval of each
     * @param rate the jobs to enqueue a second
     * @param jobs the jobs of a round
     * @param waiters the callers that wait
     * @param draw how jobs choose their queues
     */
    public Lateness {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.stream().distinct().count() < targets.size()) {
            throw new InvalidValueException("target", "it must be one or several different places");
        }
        Settings.atLeast("queues", 1, queues);
        Settings.atLeast("interval", 1, (double) intervalMillis);
        Settings.atLeast("rate", 1, rate);
        Settings.atLeast("jobs", 1, jobs);
        Settings.atLeast("waiters", 1, waiters);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        List<Place> places = new ArrayList<>();
        try {
            List<Side> sides = new ArrayList<>();
            List<Quotient> quotients = new ArrayList<>();
            for (String target : targets) {
                Place place = Place.open(target, 2 * waiters);
                places.add(place);
                String floor = floor(target);
                sides.add(new Side(target, () -> measure(place)));
                sides.add(new Side(floor, () -> floor(place)));
                quotients.add(new Quotient(target + ": held p50 to the floor's", target, HELD_P50, floor, FLOOR_P50));
                quotients.add(new Quotient(target + ": held p99 to the floor's", target, HELD_P99, floor, FLOOR_P99));
            }
            String title = String.format(
                    Locale.ROOT,
                    "lateness by the caller's clock: %,d jobs at %,.0f/s over %,d queues of %d ms %s, %d waiters",
                    jobs,
                    rate,
                    queues,
                    intervalMillis,
                    draw instanceof Draw.InTurn ? "in turn" : "by chance",
                    waiters);
            return rounds.alternate(title, sides, quotients, places.get(0)::reference);
        } finally {
            places.forEach(Place::close);
        }
    }

    private static String floor(String target) {
        return "floor of " + target + ": a timer and a call that does nothing";
    }

    private Sample measure(Place place) {
        Plan plan = Runs.plan(Workload.MIXED, draw, 1, queues, jobs, intervalMillis, 1, 2 * waiters, 1, rate);
        Report report = Runs.run(plan, place.target());
        Sample sample = Sample.empty().withFaults(report.faults());
        Punctuality punctuality = report.punctuality();
        if (punctuality == null) {
            return sample;
        }
        sample = sample.with("jobs held by their limit", (double) punctuality.heldCount())
                .with("jobs that no limit held", (double) punctuality.freeCount());
        sample = late(sample, HELD_P50, HELD_P99, punctuality.held());
        sample = late(sample, "late, free, p50 ms", "late, free, p99 ms", punctuality.free());
        return Runs.cost(sample, report, "");
    }

    private static Sample late(Sample sample, String p50, String p99, @Nullable Latency lateness) {
        return lateness == null
                ? sample
                : sample.with(p50, lateness.p50() / 1e3).with(p99, lateness.p99() / 1e3);
    }

    private Sample floor(Place place) throws InterruptedException {
        Latency late = TimedCalls.run(place.target(), jobs, rate);
        return late(Sample.empty(), FLOOR_P50, FLOOR_P99, late);
    }
}
