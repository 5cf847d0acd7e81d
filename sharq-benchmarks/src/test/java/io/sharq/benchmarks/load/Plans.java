package io.sharq.benchmarks.load;

import java.time.Duration;

/** Small plans. */
final class Plans {
    private Plans() {}

    static Plan of(Workload workload, int queues, int jobs, long intervalMillis, int batch) {
        return new Plan(
                workload,
                new Draw.InTurn(),
                1,
                queues,
                jobs,
                26,
                intervalMillis,
                batch,
                2,
                3,
                0,
                Duration.ofSeconds(5));
    }
}
