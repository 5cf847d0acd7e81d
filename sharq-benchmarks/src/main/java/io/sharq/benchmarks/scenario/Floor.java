package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.Figures;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.load.Plan;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.load.Workload;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that a job takes Redis, as a ratio to the least that scripts can take: see {@link FloorTarget}. Single calls,
 * batches, and calls alone, which show the fixed cost of a script in scripts that do nothing. Claims that the floor
 * refuses duplicates and ended leases, and that limited queues are spaced on both sides.
 *
 * @param target the Redis, which no other client uses
 * @param jobs the jobs of a round and kind
 * @param queues the queues
 * @param batch the jobs of a batch
 */
public record Floor(String target, int jobs, int queues, int batch) implements Scenario {
    private static final String NO_OP = "script that does nothing";
    private static final String NO_OP_CPU = "Redis µs a script";
    private static final String NO_OP_INSIDE = "µs inside the script, alone";
    private static final List<String> CALLS = List.of("enqueue", "dequeue", "finish");
    private static final int SINGLES_IN_FLIGHT = 64;
    private static final int BATCHES_IN_FLIGHT = 8;
    private static final long BATCH_INTERVAL_MILLIS = 1;
    private static final int ALONE_SHARE = 10;

    /**
     * Checks the settings.
     *
     * @param target the Redis
     * @param jobs the jobs of a round and kind
     * @param queues the queues
     * @param batch the jobs of a batch
     */
    public Floor {
        Settings.atLeast("jobs", ALONE_SHARE, jobs);
        Settings.atLeast("queues", 1, queues);
        Settings.atLeast("batch", 2, batch);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.openRedis(target);
                FloorTarget unlimited = new FloorTarget(place.theRedis(), 0);
                FloorTarget limited = new FloorTarget(place.theRedis(), BATCH_INTERVAL_MILLIS)) {
            Target sharq = place.target();
            List<Side> sides = new ArrayList<>();
            sides.add(new Side("SharQ, single calls", () -> singles(sharq)));
            sides.add(new Side("floor, single calls", () -> singles(unlimited)));
            sides.add(new Side("SharQ, batches", () -> batches(sharq)));
            sides.add(new Side("floor, batches", () -> batches(limited)));
            sides.add(new Side("SharQ, one call alone", () -> alone(sharq)));
            sides.add(new Side("floor, one call alone", () -> FloorCheck.of(alone(unlimited), unlimited)));
            sides.add(new Side(NO_OP, () -> noOps(place.theRedis())));
            return rounds.alternate(
                    "Redis time to the floor: %,d jobs, %,d queues, single calls and batches of %d; batches at %d ms a queue"
                            .formatted(jobs, queues, batch, BATCH_INTERVAL_MILLIS),
                    sides,
                    quotients(),
                    place::reference);
        }
    }

    private static List<Quotient> quotients() {
        List<Quotient> quotients = new ArrayList<>();
        for (String kind : List.of("single calls", "batches")) {
            for (String call : List.of("enqueue: ", "dequeue + finish: ")) {
                String ours = "SharQ, " + kind;
                String least = "floor, " + kind;
                String redis = call + Runs.REDIS;
                String name = call + kind;
                quotients.add(new Quotient(name + ", to the floor", ours, redis, least, redis));
                quotients.add(new Quotient(name + ", in no-op scripts", ours, redis, NO_OP, NO_OP_CPU));
            }
        }
        for (String call : CALLS) {
            for (String side : List.of("SharQ", "floor")) {
                String name = side + ": " + call + " alone, in no-op scripts";
                quotients.add(new Quotient(name, side + ", one call alone", inside(call), NO_OP, NO_OP_INSIDE));
            }
        }
        return quotients;
    }

    private static String inside(String call) {
        return call + ": µs inside the script";
    }

    private Sample singles(Target to) {
        return both(to, 1, SINGLES_IN_FLIGHT, 0);
    }

    private Sample batches(Target to) {
        return both(to, batch, BATCHES_IN_FLIGHT, BATCH_INTERVAL_MILLIS);
    }

    private Sample both(Target to, int size, int inFlight, long intervalMillis) {
        Draw inTurn = new Draw.InTurn();
        Plan enqueue = Runs.plan(Workload.ENQUEUE, inTurn, 1, queues, jobs, 0, size, 1, inFlight, 0);
        Plan dequeue = Runs.plan(Workload.DEQUEUE, inTurn, 1, queues, jobs, intervalMillis, size, 1, inFlight, 0);
        return Runs.joined(
                Runs.sample(Runs.run(enqueue, to), "enqueue: "),
                Runs.sample(Runs.run(dequeue, to), "dequeue + finish: "));
    }

    private Sample alone(Target to) {
        Sample sample = Sample.empty();
        List<Double> micros = AloneCalls.scriptMicros(to, jobs / ALONE_SHARE, queues);
        for (int call = 0; call < CALLS.size(); call++) {
            sample = sample.with(inside(CALLS.get(call)), micros.get(call));
        }
        return sample;
    }

    private Sample noOps(MeasuredRedis redis) {
        Figures before = redis.figures();
        double rate = redis.noOpRate(jobs);
        Figures between = redis.figures();
        for (int i = 0; i < jobs / ALONE_SHARE; i++) {
            redis.noOpRate(1);
        }
        Figures after = redis.figures();
        return Sample.empty()
                .with("scripts/s", rate)
                .with(NO_OP_CPU, (between.cpuMicros() - before.cpuMicros()) / (double) jobs)
                .with(NO_OP_INSIDE, AloneCalls.microsACall(between, after));
    }
}
