package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.Plan;
import io.sharq.benchmarks.load.Report;
import io.sharq.benchmarks.load.Run;
import io.sharq.benchmarks.load.ServerCost;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.load.Workload;
import io.sharq.benchmarks.round.Sample;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Runs of a load as trials of a scenario. */
final class Runs {
    static final String RATE = "jobs/s";
    static final String REDIS = "Redis µs a job";
    static final String SCRIPTS = "scripts a job";
    static final int PAYLOAD_BYTES = 26;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Runs() {}

    static Plan plan(
            Workload workload,
            Draw draw,
            int types,
            int queues,
            int jobs,
            long intervalMillis,
            int batch,
            int clients,
            int pipeline,
            double rate) {
        return new Plan(
                workload,
                draw,
                types,
                queues,
                jobs,
                PAYLOAD_BYTES,
                intervalMillis,
                batch,
                clients,
                pipeline,
                rate,
                PATIENCE);
    }

    static Report run(Plan plan, Target target) {
        return new Run(plan, target, ThreadLocalRandom.current().nextLong()).execute();
    }

    /** The rate, the cost in Redis if there is one, and the faults. */
    static Sample sample(Report report, String prefix) {
        Sample sample = Sample.empty().with(prefix + RATE, report.jobsASecond()).withFaults(report.faults());
        return cost(sample, report, prefix);
    }

    static Sample cost(Sample sample, Report report, String prefix) {
        ServerCost redis = report.redis();
        return redis == null
                ? sample
                : sample.with(prefix + REDIS, redis.cpuMicrosAJob()).with(prefix + SCRIPTS, redis.callsAJob());
    }

    /** The figures of both. */
    static Sample joined(Sample first, Sample second) {
        Sample both = first;
        for (var figure : second.figures().entrySet()) {
            both = both.with(figure.getKey(), figure.getValue());
        }
        return both.withFaults(second.unmet());
    }
}
