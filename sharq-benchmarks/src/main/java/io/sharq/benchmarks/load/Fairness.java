package io.sharq.benchmarks.load;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The fairness among the queues of a type while all of them are backlogged: the largest difference of two queues'
 * counts at any time until the first queue runs empty. It needs a target that reports the order of releases.
 */
final class Fairness {
    private final Jobs jobs;
    private final int[] waiting;
    private final int[] released;

    private Fairness(Jobs jobs) {
        this.jobs = jobs;
        this.waiting = new int[jobs.queueCount()];
        this.released = new int[jobs.queueCount()];
        for (int job = 0; job < jobs.count(); job++) {
            waiting[jobs.queueIndex(job)]++;
        }
    }

    /** The largest difference over all types. All jobs must have been enqueued before the first was released. */
    static int largestDifference(Jobs jobs, Ledger ledger) {
        return new Fairness(jobs).look(jobs, ledger);
    }

    private int look(Jobs all, Ledger ledger) {
        int[] inOrder = IntStream.range(0, all.count())
                .filter(ledger::wasReleased)
                .boxed()
                .sorted(Comparator.comparingLong(
                                (Integer job) -> ledger.releasedAt(job).fromMicros())
                        .thenComparingLong(ledger::number))
                .mapToInt(Integer::intValue)
                .toArray();
        int queuesOfAType = (int) IntStream.range(0, jobs.queueCount())
                .filter(queue -> jobs.type(queue).equals(jobs.type(0)))
                .count();
        int largest = 0;
        for (int first = 0; first < jobs.queueCount(); first += queuesOfAType) {
            largest = Math.max(largest, ofType(inOrder, first, first + queuesOfAType));
        }
        return largest;
    }

    private int ofType(int[] inOrder, int from, int to) {
        int most = 0;
        int least = 0;
        int atLeast = to - from;
        int largest = 0;
        for (int job : inOrder) {
            int queue = jobs.queueIndex(job);
            if (queue < from || queue >= to) {
                continue;
            }
            int count = ++released[queue];
            most = Math.max(most, count);
            if (count - 1 == least && --atLeast == 0) {
                least++;
                int now = least;
                atLeast = (int)
                        Arrays.stream(released, from, to).filter(n -> n == now).count();
            }
            largest = Math.max(largest, most - least);
            if (count == waiting[queue]) {
                return largest;
            }
        }
        return largest;
    }
}
