package io.sharq.tck.history;

import io.sharq.api.JobState;
import io.sharq.api.QueueDescription;
import io.sharq.api.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Checks a history against the rules. It replays the changes in the order of their revisions, which is the order that
 * the backend reports. It checks that order as well: a call that returned before another one began has the lesser
 * number.
 *
 * <p>A violation names an invariant and its rule: I1 nothing is lost; I2 nothing is invented; I3 a finished job stays
 * finished; I4 one lease at a time; I5 leases fence; I6 spacing; I7 a changed interval holds at once; I8 order; I9 the
 * requeue limit; I10 counts; I11 one order of changes; I12 caps, pauses, throttles and ordered queues; I17 a cleared or
 * cancelled job does not come back; I19 a waiting job can be cancelled and changed. Fairness, wake-ups and the size of the store are checked elsewhere.
 *
 * <p>Two things are unknown. A call that lost a reply and was retried may have changed something at any time. A lease
 * that has expired may or may not have been requeued. The check allows every outcome that is possible then, and no
 * other.
 *
 * <p>It supports histories of one type whose queues are held by throttles alone, and whose dead jobs are all kept and
 * never redriven. A job that is cancelled or changed is enqueued once, by a call that has returned before.
 */
public final class HistoryCheck {
    private final List<Violation> violations = new ArrayList<>();

    private HistoryCheck() {}

    /**
     * Checks a history during which the backend's clock was never set back.
     *
     * @param calls all calls that were made
     * @param queues the final description of each queue, by its id
     * @throws AssertionError if a rule was broken
     */
    public static void check(List<Call> calls, Function<String, QueueDescription> queues) {
        throwFirst(violations(calls, queues));
    }

    /**
     * Checks a history during which the backend's clock may have been set forward and back. The backend must number its
     * changes by its steady time, and make fewer changes than microseconds pass.
     *
     * @param calls all calls that were made
     * @param queues the final description of each queue, by its id
     * @throws AssertionError if a rule was broken
     */
    public static void checkWithMovingClock(List<Call> calls, Function<String, QueueDescription> queues) {
        throwFirst(violations(calls, SteadyInstants.of(Changes.of(calls)), queues, Stamp::revision));
    }

    /**
     * Checks a history during which a backend of one partition lost its last changes and restarted. The changes that
     * remain must keep every rule.
     *
     * @param calls all calls that were made
     * @param rollbacks each loss of changes
     * @param queues the final description of each queue, by its id
     * @return how many changes were undone after their reply
     * @throws AssertionError if a rule was broken, or more was undone than allowed
     */
    public static long checkWithRollbacks(
            List<Call> calls, List<Rollback> rollbacks, Function<String, QueueDescription> queues) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Change>> changes = Changes.of(calls);
        long undone = Rollback.takeOut(rollbacks, changes, violations);
        violations.addAll(violations(calls, changes, queues, Stamp::atMicros));
        throwFirst(violations);
        return undone;
    }

    private static void throwFirst(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations, the first of them\n" + violations.get(0));
        }
    }

    static List<Violation> violations(List<Call> calls, Function<String, QueueDescription> queues) {
        return violations(calls, Changes.of(calls), queues, Stamp::atMicros);
    }

    private static List<Violation> violations(
            List<Call> calls,
            Map<String, List<Change>> changes,
            Function<String, QueueDescription> queues,
            ToLongFunction<Stamp> instant) {
        HistoryCheck check = new HistoryCheck();
        List<Call> lostDequeues = LostReleases.lostDequeues(calls);
        Map<Integer, List<Change>> numbered = changes.values().stream()
                .flatMap(List::stream)
                .filter(change -> !change.isSeenOnly())
                .collect(Collectors.groupingBy(Change::partition));
        numbered.values().forEach(check::checkOrder);
        changes.forEach((id, ofQueue) -> {
            QueueReplay replay = new QueueReplay(id, check.violations, lostDequeues).play(ofQueue);
            QueueDescription queue = queues.apply(id);
            check.checkEnd(queue, instant.applyAsLong(queue.stamp()), replay);
        });
        return check.violations;
    }

    /**
     * Checks the order of revisions. Goes backwards, with the earliest return of all calls that have a greater number.
     */
    private void checkOrder(List<Change> changes) {
        long earliestReturn = Long.MAX_VALUE;
        long lastRevision = Long.MAX_VALUE;
        List<Change> backwards = changes.stream()
                .sorted(Comparator.comparingLong(Change::revision).reversed())
                .toList();
        for (Change change : backwards) {
            if (earliestReturn < change.call().invokedNanos()) {
                violations.add(new Violation(
                        "I11 (details, revisions)", "one that had returned before has a greater", change, List.of()));
            }
            if (change.revision() == lastRevision) {
                violations.add(
                        new Violation("I11 (details, revisions)", "two changes of one number", change, List.of()));
            }
            lastRevision = change.revision();
            earliestReturn = Math.min(earliestReturn, change.call().returnedNanos());
        }
    }

    private void checkEnd(QueueDescription queue, long at, QueueReplay replay) {
        checkCount("I1", "length", queue, queue.length(), replay.count(at, JobState.QUEUED, JobState.SCHEDULED));
        checkCount("I1", "active", queue, queue.active(), replay.count(at, JobState.ACTIVE));
        checkCount("I1", "dead", queue, queue.dead(), replay.count(at, JobState.DEAD));
        checkCount("I1", "sum", queue, queue.length() + queue.active() + queue.dead(), replay.countHeld());
    }

    private void checkCount(
            String invariant, String name, QueueDescription queue, long found, QueueReplay.Range expected) {
        if (!expected.holds(found)) {
            violations.add(new Violation(
                    invariant + " (rule 13)",
                    "%s is %d, not %s, of %s".formatted(name, found, expected, queue),
                    null,
                    List.of()));
        }
    }
}
