package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.Plan;
import io.sharq.benchmarks.load.Report;
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
 * The memory of a waiting job with a payload of 26 bytes and a UUID, compared with the least that scripts can keep.
 * Claims that the memory grew and that all jobs were there.
 *
 * @param target the Redis, which no other client uses
 * @param jobs the jobs of a round
 */
public record WaitingBytes(String target, int jobs) implements Scenario {
    private static final String BYTES = "bytes a waiting job";
    private static final int MANY = 100;
    private static final int BATCH = 64;
    private static final int PIPELINE = 4;

    /**
     * Checks the settings.
     *
     * @param target the Redis
     * @param jobs the jobs of a round
     */
    public WaitingBytes {
        Settings.atLeast("jobs", MANY, jobs);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.openRedis(target);
                FloorTarget floor = new FloorTarget(place.theRedis(), 0)) {
            List<Side> sides = new ArrayList<>();
            List<Quotient> quotients = new ArrayList<>();
            for (int each : List.of(MANY, 1)) {
                String ours = "SharQ, " + each + " a queue";
                String least = "floor, " + each + " a queue";
                sides.add(new Side(ours, () -> measure(place.target(), each)));
                sides.add(new Side(least, () -> measure(floor, each)));
                quotients.add(new Quotient("bytes to the floor's, " + each + " a queue", ours, BYTES, least, BYTES));
            }
            return rounds.alternate("memory of %,d waiting jobs".formatted(jobs), sides, quotients, place::reference);
        }
    }

    private Sample measure(Target to, int each) {
        Plan plan = Runs.plan(Workload.ENQUEUE, new Draw.InTurn(), 1, jobs / each, jobs, 0, BATCH, 1, PIPELINE, 0);
        Report report = Runs.run(plan, to);
        Double bytes = report.bytesAJob();
        return Sample.empty()
                .with(BYTES, bytes == null ? 0 : bytes)
                .withFaults(report.faults())
                .claim(bytes != null && bytes > 0, "the memory of the Redis did not grow");
    }
}
