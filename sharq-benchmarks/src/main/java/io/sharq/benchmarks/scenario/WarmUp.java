package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.load.Targets;
import io.sharq.benchmarks.process.OwnRedis;
import io.sharq.benchmarks.process.OwnServer;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A fresh server's first minute: the time from its start to its first response, and then cycles of enqueue, dequeue and
 * finish by callers that each make one request at a time, counted by second. The plateau is the median of the last
 * quarter. Claims that the plateau is flat, that every second had responses, and that none was refused.
 *
 * @param seconds how long the load lasts
 * @param callers the callers
 * @param queues the queues
 */
public record WarmUp(int seconds, int callers, int queues) implements Scenario {
    private static final String PLATEAU = "plateau, requests/s";
    private static final String NO_OPS = "scripts/s";
    private static final String SERVER = "a fresh server";
    private static final String NO_OP = "script that does nothing";
    private static final int NO_OP_SCRIPTS = 100_000;
    private static final int LEAST_SECONDS = 4;

    /**
     * Checks the settings.
     *
     * @param seconds how long the load lasts
     * @param callers the callers
     * @param queues the queues
     */
    public WarmUp {
        Settings.atLeast("seconds", LEAST_SECONDS, seconds);
        Settings.atLeast("clients", 1, callers);
        Settings.atLeast("queues", 1, queues);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (OwnRedis redis = OwnRedis.start();
                MeasuredRedis measured = new MeasuredRedis(redis.uri(), false)) {
            return rounds.alternate(
                    "a fresh server's first %d s: cycles by %d callers over %d queues"
                            .formatted(seconds, callers, queues),
                    List.of(
                            new Side(SERVER, () -> firstMinute(redis)),
                            new Side(NO_OP, () -> Sample.empty().with(NO_OPS, measured.noOpRate(NO_OP_SCRIPTS)))),
                    List.of(
                            new Quotient("first 10 s to the plateau", SERVER, Seconds.FIRST, SERVER, PLATEAU),
                            new Quotient("plateau to no-op scripts", SERVER, PLATEAU, NO_OP, NO_OPS)),
                    measured::reference);
        }
    }

    private Sample firstMinute(OwnRedis redis) throws IOException {
        try (OwnServer server = OwnServer.start(redis.port());
                Target target = Targets.ofLongPolls(URI.create(server.uri()), callers)) {
            target.nothing().join();
            double firstAnswer = (System.nanoTime() - server.startNanos()) / 1e9;
            double cpuAtStart = server.cpu().toMillis() / 1e3;
            CountedCycles cycles = new CountedCycles(target, queues, seconds);
            Sample sample = Sample.empty();
            try {
                cycles.run(callers);
            } catch (CompletionException e) {
                sample = sample.claim(false, "a call failed: " + e.getCause());
            }
            long cpu = server.cpu().toNanos() - (long) (cpuAtStart * 1e9);
            Seconds counted = cycles.counted();
            sample = sample.with("start to the first response, s", firstAnswer)
                    .with("processor time until then, s", cpuAtStart)
                    .with(Seconds.FIRST, counted.firstTen())
                    .with(PLATEAU, counted.plateau())
                    .with("seconds until warm", counted.untilWarm())
                    .with("server µs a request", cpu / 1e3 / Math.max(1, counted.total()));
            for (int second = 0; second < counted.count(); second++) {
                sample = sample.with("second %d, requests/s".formatted(second + 1), (double) counted.rate(second));
            }
            return sample.claim(counted.isFlat(), "no plateau was reached: the rate still grew at the end")
                    .claim(!counted.hasSilence(), "a second passed without a response");
        }
    }
}
