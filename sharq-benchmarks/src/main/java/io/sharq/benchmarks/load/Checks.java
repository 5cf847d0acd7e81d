package io.sharq.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was moved, and what should not have happened.
 *
 * @param enqueued the jobs that were taken
 * @param delivered the jobs that were handed out
 * @param finished the jobs that were finished
 * @param missing the jobs that never came
 * @param repeated the jobs that came more than once
 * @param altered the jobs that came with another payload
 * @param misplaced the jobs that came from another queue
 * @param foreign the jobs that came and are none of this run's
 * @param lostLeases the finishes that came too late
 * @param failure the first call that failed, if any
 */
record Checks(
        long enqueued,
        long delivered,
        long finished,
        long missing,
        long repeated,
        long altered,
        long misplaced,
        long foreign,
        long lostLeases,
        @Nullable String failure) {
    /** Each as a sentence, none if all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (failure != null) {
            faults.add("a call failed: " + failure);
        }
        add(faults, missing, "jobs are missing");
        add(faults, repeated, "jobs were handed out more than once");
        add(faults, altered, "jobs came with another payload");
        add(faults, misplaced, "jobs came from another queue");
        add(faults, foreign, "jobs came that this run did not enqueue");
        add(faults, lostLeases, "leases were lost");
        return faults;
    }

    private static void add(List<String> faults, long count, String fault) {
        if (count > 0) {
            faults.add(count + " " + fault);
        }
    }
}
