package io.sharq.benchmarks.load;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How exactly limited queues released their jobs.
 *
 * @param early the releases that certainly came before the interval had passed; there must be none
 * @param worstEarlyMicros by how much the worst of them came too early
 * @param lateness how long after the interval and its enqueue a job was released; null where queues have no limit
 */
public record Spacing(
        long early, long worstEarlyMicros, @Nullable Latency lateness) {
    private static final Spacing UNLIMITED = new Spacing(0, 0, null);

    /** Examines every release of a run. */
    static Spacing of(Jobs jobs, Ledger ledger, long intervalMillis) {
        if (intervalMillis == 0) {
            return UNLIMITED;
        }
        Count count = new Count(intervalMillis * 1_000);
        for (int[] queue : byQueue(jobs, ledger)) {
            count.look(queue, ledger);
        }
        return new Spacing(count.early, count.worstEarly, Latency.ofNanos(count.lateness));
    }

    static int[][] byQueue(Jobs jobs, Ledger ledger) {
        int[] sizes = new int[jobs.queueCount()];
        for (int job = 0; job < jobs.count(); job++) {
            sizes[jobs.queueIndex(job)] += ledger.wasReleased(job) ? 1 : 0;
        }
        int[][] queues = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int job = jobs.count() - 1; job >= 0; job--) {
            if (ledger.wasReleased(job)) {
                int queue = jobs.queueIndex(job);
                queues[queue][--sizes[queue]] = job;
            }
        }
        return queues;
    }

    private static final class Count {
        private final long intervalMicros;
        private final Histogram lateness = new Histogram(2);
        private long early;
        private long worstEarly;

        Count(long intervalMicros) {
            this.intervalMicros = intervalMicros;
        }

        /**
         * Examines the releases of one queue, in any order. The k-th of the sorted window starts is not after the k-th
         * release, and the k-th of the sorted window ends is not before it. So a release that counts as early is early
         * for certain.
         */
        void look(int[] queue, Ledger ledger) {
            long[] from = sorted(queue, job -> ledger.releasedAt(job).fromMicros());
            long[] to = sorted(queue, job -> ledger.releasedAt(job).toMicros());
            long[] enqueued = sorted(queue, job -> ledger.enqueuedAt(job).toMicros());
            for (int k = 0; k < queue.length; k++) {
                long spaced = k == 0 ? enqueued[k] : to[k - 1] + intervalMicros;
                if (k > 0 && to[k] - from[k - 1] < intervalMicros) {
                    early++;
                    worstEarly = Math.max(worstEarly, intervalMicros - (to[k] - from[k - 1]));
                }
                lateness.recordValue(Math.max(0, to[k] - Math.max(spaced, enqueued[k])) * 1_000);
            }
        }

        private static long[] sorted(int[] queue, java.util.function.IntToLongFunction instant) {
            return Arrays.stream(queue).mapToLong(instant).sorted().toArray();
        }
    }
}
