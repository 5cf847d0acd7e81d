package io.sharq.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a run moved, and its faults.
 *
 * @param enqueued the jobs that were enqueued
 * @param delivered the jobs that were handed out
 * @param finished the jobs that were finished
 * @param missing the jobs that were never handed out
 * @param repeated the jobs that were handed out more than once
 * @param altered the jobs with a wrong payload
 * @param misplaced the jobs that came from a wrong queue
 * @param foreign the jobs that do not belong to this run
 * @param lostLeases the finishes whose lease had ended
 * @param failure the first call that failed, if any
 */
public record Checks(
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
    /**
     * The faults.
     *
     * @return a sentence for each, none if there is none
     */
    public List<String> faults() {
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
