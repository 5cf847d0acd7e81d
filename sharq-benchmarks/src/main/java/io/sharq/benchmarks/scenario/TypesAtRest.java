package io.sharq.benchmarks.scenario;

import com.sun.management.OperatingSystemMXBean;
import io.sharq.AsyncSharQ;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.EnqueueResult;
import io.sharq.benchmarks.load.Figures;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What types cost that keep one job each, delayed by an hour, without any call: the processor time of the Redis and
 * of this process a second, compared with one such type. Claims that all types and their jobs are there afterwards.
 *
 * @param target the Redis
 * @param types the number of types
 * @param seconds how long they are watched in a round
 */
public record TypesAtRest(String target, int types, double seconds) implements Scenario {
    private static final String REDIS = "Redis ms a second";
    private static final String PROCESS = "this process ms a second";
    private static final String SCRIPTS = "scripts a second";
    private static final int AT_ONCE = 256;

    /** Two rounds of upkeep, so that what the enqueues left to do is done. */
    private static final Duration SETTLE =
            SharQSettings.defaults().jobRequeueInterval().multipliedBy(2);

    /**
     * Checks the settings.
     *
     * @param target the Redis
     * @param types the number of types
     * @param seconds how long they are watched in a round
     */
    public TypesAtRest {
        Settings.atLeast("types", 2, types);
        Settings.atLeast("seconds", 0.1, seconds);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.openRedis(target)) {
            String address = place.address();
            String one = "one type at rest";
            String many = "%,d types at rest".formatted(types);
            return rounds.alternate(
                    "%,d types at rest, watched for %.1f s".formatted(types, seconds),
                    List.of(new Side(one, () -> watch(address, 1)), new Side(many, () -> watch(address, types))),
                    List.of(
                            new Quotient("Redis time of many types to one", many, REDIS, one, REDIS),
                            new Quotient("process time of many types to one", many, PROCESS, one, PROCESS)),
                    place::reference);
        }
    }

    private Sample watch(String address, int count) throws InterruptedException {
        MeasuredRedis redis = new MeasuredRedis(address, false);
        try (redis;
                SharQ sharq = SharQ.builder()
                        .backend(redis.open())
                        .settings(SharQSettings.defaults())
                        .open()) {
            AsyncSharQ async = sharq.async();
            boolean areQueued = fill(async, count);
            Thread.sleep(SETTLE.toMillis());
            Figures before = redis.figures();
            long cpuBefore = processNanos();
            long startNanos = System.nanoTime();
            Thread.sleep((long) (seconds * 1e3));
            double watched = (System.nanoTime() - startNanos) / 1e9;
            long cpuAfter = processNanos();
            Figures after = redis.figures();
            long waiting = async.metrics().join().length();
            return Sample.empty()
                    .with(REDIS, (after.cpuMicros() - before.cpuMicros()) / 1e3 / watched)
                    .with(PROCESS, (cpuAfter - cpuBefore) / 1e6 / watched)
                    .with(SCRIPTS, (after.calls() - before.calls()) / watched)
                    .claim(areQueued, "not every type took its job")
                    .claim(waiting == count, waiting + " jobs wait in " + count + " types");
        }
    }

    private static boolean fill(AsyncSharQ async, int count) {
        boolean areQueued = true;
        for (int first = 0; first < count; first += AT_ONCE) {
            List<CompletableFuture<EnqueueResult>> calls = new ArrayList<>();
            for (int type = first; type < Math.min(count, first + AT_ONCE); type++) {
                calls.add(async.enqueue(
                        NewJob.of("rest-" + type, "queue", "job", "x").delay(Duration.ofHours(1))));
            }
            areQueued &= calls.stream().allMatch(call -> call.join().isQueued());
        }
        return areQueued;
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
