package io.sharq.tck.differential;

import java.util.ArrayList;
import java.util.List;

/** The steps that read all visible state. Queues come first, so that due jobs are in their places in all counts. */
final class Everything {
    static final List<Step> STEPS = steps();

    private Everything() {}

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (String type : Sequences.TYPES) {
            for (String queue : Sequences.QUEUES) {
                steps.add(Steps.describe(type, queue));
                steps.add(Steps.metrics(type, queue));
                steps.add(Steps.jobs(type, queue));
                Sequences.JOBS.forEach(job -> steps.add(Steps.find(type, queue, job)));
            }
            steps.add(Steps.listDefaults(type));
            Sequences.LIMITS.forEach(limit -> steps.add(LimitSteps.describeLimit(type, limit)));
            steps.add(Steps.metrics(type));
            steps.add(Steps.queues(type));
            steps.add(Steps.deadJobs(type));
        }
        steps.add(Steps.metrics());
        return List.copyOf(steps);
    }
}
