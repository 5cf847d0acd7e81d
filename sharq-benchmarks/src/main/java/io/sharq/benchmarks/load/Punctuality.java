package io.sharq.benchmarks.load;

import java.util.Arrays;
import java.util.Comparator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How late limited jobs reached their callers: the time on the caller's clock from the instant at which the rules
 * allowed the release until the caller had the job. That instant is the job's enqueue, or the queue's previous release
 * plus the interval if that is later; then the limit held the job. Where a target reports a span instead of an
 * instant, its begin counts, so no lateness is too small.
 *
 * @param heldCount the jobs that their limit held
 * @param freeCount the jobs that no limit held
 * @param held the lateness of the jobs that were held, null if there are none
 * @param free the lateness of the others, null if there are none
 */
public record Punctuality(
        long heldCount,
        long freeCount,
        @Nullable Latency held,
        @Nullable Latency free) {
    /**
     * Examines every release of a run.
     *
     * @param aheadMicros by how much the target's clock is ahead of the caller's
     */
    static Punctuality of(Jobs jobs, Ledger ledger, long intervalMillis, long aheadMicros) {
        Histogram held = new Histogram(3);
        Histogram free = new Histogram(3);
        for (int[] queue : Spacing.byQueue(jobs, ledger)) {
            int[] inOrder = Arrays.stream(queue)
                    .boxed()
                    .sorted(Comparator.comparingLong(
                                    (Integer job) -> ledger.releasedAt(job).fromMicros())
                            .thenComparingLong(ledger::number))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int k = 0; k < inOrder.length; k++) {
                long enqueued = ledger.enqueuedAt(inOrder[k]).fromMicros();
                long spaced = k == 0
                        ? Long.MIN_VALUE
                        : ledger.releasedAt(inOrder[k - 1]).fromMicros() + intervalMillis * 1_000;
                boolean isHeld = spaced > enqueued;
                long allowed = (isHeld ? spaced : enqueued) - aheadMicros;
                long late = Math.max(0, ledger.receivedAtMicros(inOrder[k]) - allowed);
                (isHeld ? held : free).recordValue(late * 1_000);
            }
        }
        return new Punctuality(held.getTotalCount(), free.getTotalCount(), orNull(held), orNull(free));
    }

    private static @Nullable Latency orNull(Histogram lateness) {
        return lateness.getTotalCount() == 0 ? null : Latency.ofNanos(lateness);
    }
}
