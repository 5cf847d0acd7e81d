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
 * Holds a history against the rules. Changes are gone through in the order of their revisions, which is the order that
 * the backend says they happened in; that this order is true is checked as well: what had returned before another thing
 * was called has the lesser number.
 *
 * <p>What is wrong is named by an invariant and the rule behind it: I1 nothing is lost; I2 nothing is invented; I3 a
 * finished job stays finished; I4 one lease at a time; I5 leases fence; I6 spacing; I7 a changed interval holds at once;
 * I8 order; I9 the requeue limit; I10 counts; I11 one order of changes; I12 caps, pauses and ordered queues; I17 what was
 * cleared stays away. Fairness, wake-ups and what is left in the store are no matter of a history.
 *
 * <p>An answer may have been lost, and the call made again: what it did then it did at a time that nobody knows. A lease
 * may have run out: whether an upkeep has seen it nobody knows. The check allows what could be, and no more.
 *
 * <p>It knows the histories of one type whose queues are not held, whose dead jobs stay dead and are all kept.
 */
public final class HistoryCheck {
    private final List<Violation> violations = new ArrayList<>();

    private HistoryCheck() {}

    /**
     * Checks a history during which nobody set the backend's clock back.
     *
     * @param calls what was called, and nothing else was
     * @param queues what each queue looks like in the end, by its id
     * @throws AssertionError if a rule was broken
     */
    public static void check(List<Call> calls, Function<String, QueueDescription> queues) {
        throwFirst(violations(calls, queues));
    }

    /**
     * Checks a history during which the backend's clock may have been set forward and back. Needs a backend that numbers
     * its changes by its steady time, and fewer changes than microseconds.
     *
     * @param calls what was called, and nothing else was
     * @param queues what each queue looks like in the end, by its id
     * @throws AssertionError if a rule was broken
     */
    public static void checkWithMovingClock(List<Call> calls, Function<String, QueueDescription> queues) {
        throwFirst(violations(calls, SteadyInstants.of(Changes.of(calls)), queues, Stamp::revision));
    }

    /**
     * Checks a history during which a backend of one partition lost its last changes and began again. What is left of the
     * history must keep every rule.
     *
     * @param calls what was called, and nothing else was
     * @param rollbacks each time that changes were lost
     * @param queues what each queue looks like in the end, by its id
     * @return how many answered changes were undone
     * @throws AssertionError if a rule was broken, or more was undone than may be
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
        List<Call> lostDequeues = UnseenReleases.lostDequeues(calls);
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

    /** Backwards, with the earliest return of all that has a greater number. */
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
