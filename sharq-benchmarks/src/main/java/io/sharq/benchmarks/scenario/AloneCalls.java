package io.sharq.benchmarks.scenario;

import io.sharq.api.Payload;
import io.sharq.benchmarks.load.Figures;
import io.sharq.benchmarks.load.Handed;
import io.sharq.benchmarks.load.Job;
import io.sharq.benchmarks.load.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Calls of one job, one at a time, so that none shares a script with another. */
final class AloneCalls {
    private static final Payload PAYLOAD = Strings.json("x".repeat(Runs.PAYLOAD_BYTES - 2));

    private AloneCalls() {}

    /** The time inside the script of an enqueue, a dequeue and a finish. */
    static List<Double> scriptMicros(Target target, int jobs, int queues) {
        String type = "bench-" + UUID.randomUUID();
        Figures start = figures(target);
        for (int job = 0; job < jobs; job++) {
            String id = UUID.randomUUID().toString();
            target.enqueue(List.of(new Job(type, "queue-" + job % queues, id, PAYLOAD, 0)))
                    .join();
        }
        Figures enqueued = figures(target);
        List<List<Handed>> handed = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            handed.add(target.dequeue(type, 1, Duration.ZERO).join());
        }
        Figures dequeued = figures(target);
        handed.forEach(one -> target.finish(one).join());
        Figures finished = figures(target);
        return List.of(microsACall(start, enqueued), microsACall(enqueued, dequeued), microsACall(dequeued, finished));
    }

    static double microsACall(Figures before, Figures after) {
        return (after.scriptMicros() - before.scriptMicros()) / (double) Math.max(1, after.calls() - before.calls());
    }

    private static Figures figures(Target target) {
        return target.figures().orElseThrow(() -> new IllegalStateException("the target has no Redis"));
    }
}
