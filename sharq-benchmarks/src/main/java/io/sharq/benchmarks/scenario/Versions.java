package io.sharq.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.process.OtherBench;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time that a job takes Redis with this version, as a ratio to that with another version: single calls and batches. Each
 * version runs its own {@code sharq bench} in a JVM of its own, which fails if it does not move every job.
 *
 * @param target the Redis, which no other client uses
 * @param own the {@code sharq.jar} of this version
 * @param other the {@code sharq.jar} of another version
 * @param jobs the jobs of a round and kind
 * @param warmup the jobs moved before them
 */
public record Versions(String target, Path own, Path other, int jobs, int warmup) implements Scenario {
    private static final String THIS = "this version";
    private static final String OTHER = "other version";

    /** The kinds of call, with the options that make them. */
    private static final Map<String, List<String>> KINDS = kinds();

    /**
     * Checks the settings.
     *
     * @param target the Redis
     * @param own the jar of this version
     * @param other the jar of the other one
     * @param jobs the jobs of a round and kind
     * @param warmup the jobs moved before them
     */
    public Versions {
        Settings.atLeast("jobs", 1, jobs);
        Settings.atLeast("warmup", 0, warmup);
        check("own", own);
        check("other", other);
    }

    private static void check(String field, Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new InvalidValueException(field, "\"" + jar + "\" is no file");
        }
    }

    private static Map<String, List<String>> kinds() {
        List<String> singles = List.of("--pipeline=256");
        List<String> batches = List.of("--pipeline=8", "--batch=64");
        List<String> limited = List.of("--pipeline=8", "--batch=64", "--queues=1000", "--interval=1");
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("enqueue, single calls", options("enqueue", singles));
        kinds.put("enqueue, batches of 64", options("enqueue", batches));
        kinds.put("dequeue + finish, single calls", options("dequeue", singles));
        kinds.put("dequeue + finish, batches of 64 from limited queues", options("dequeue", limited));
        return kinds;
    }

    private static List<String> options(String workload, List<String> more) {
        List<String> options = new ArrayList<>(List.of("--workload=" + workload, "--clients=1"));
        options.addAll(more);
        return List.copyOf(options);
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.openRedis(target)) {
            String uri = place.address();
            List<Quotient> quotients = KINDS.keySet().stream()
                    .map(kind -> new Quotient(kind, THIS, figure(kind), OTHER, figure(kind)))
                    .toList();
            return rounds.alternate(
                    "Redis time of this version to that of %s: %,d jobs after %,d".formatted(other, jobs, warmup),
                    List.of(new Side(THIS, () -> measure(own, uri)), new Side(OTHER, () -> measure(other, uri))),
                    quotients,
                    place::reference);
        }
    }

    private Sample measure(Path jar, String uri) throws IOException, InterruptedException {
        Sample sample = Sample.empty();
        for (Map.Entry<String, List<String>> kind : KINDS.entrySet()) {
            List<String> options = new ArrayList<>(List.of(uri, "--jobs=" + jobs, "--warmup=" + warmup));
            options.addAll(kind.getValue());
            JsonNode micros = OtherBench.run(jar, options).at("/redis/cpuMicrosAJob");
            if (!micros.isNumber()) {
                throw new IOException("the report of " + jar + " has no time of Redis");
            }
            sample = sample.with(figure(kind.getKey()), micros.asDouble());
        }
        return sample;
    }

    private static String figure(String kind) {
        return kind + ": " + Runs.REDIS;
    }
}
