package io.sharq.tck.history;

import io.sharq.api.JobState;
import io.sharq.spi.QueueView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Holds a history against the rules. Changes are gone through in the order of their revisions, which is the order that
 * the backend says they happened in; that this order is true is checked as well: what had returned before another thing
 * was called has the lesser number.
 *
 * <p>It knows the histories of one type whose queues are neither cleared nor held, whose dead jobs stay dead and whose
 * finished jobs are gone at once.
 */
public final class HistoryCheck {
    private final List<Violation> violations = new ArrayList<>();

    private HistoryCheck() {}

    /**
     * Checks a history.
     *
     * @param calls what was called, and nothing else was
     * @param queues what each queue looks like in the end, by its id
     * @throws AssertionError if a rule was broken
     */
    public static void check(List<Call> calls, Function<String, QueueView> queues) {
        List<Violation> violations = violations(calls, queues);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations, the first of them\n" + violations.get(0));
        }
    }

    static List<Violation> violations(List<Call> calls, Function<String, QueueView> queues) {
        HistoryCheck check = new HistoryCheck();
        Map<String, List<Change>> changes = Changes.of(calls);
        check.checkOrder(changes.values().stream().flatMap(List::stream).toList());
        changes.forEach((id, ofQueue) -> {
            QueueReplay replay = new QueueReplay(id, check.violations).play(ofQueue);
            check.checkEnd(queues.apply(id), replay);
        });
        return check.violations;
    }

    /** Backwards, with the earliest return of all that has a greater number. */
    private void checkOrder(List<Change> changes) {
        long earliestReturn = Long.MAX_VALUE;
        List<Change> backwards = changes.stream()
                .sorted(Comparator.comparingLong(Change::revision).reversed())
                .toList();
        for (Change change : backwards) {
            if (earliestReturn < change.call().invokedNanos()) {
                violations.add(new Violation(
                        "details, revisions", "one that had returned before has a greater", change, List.of()));
            }
            earliestReturn = Math.min(earliestReturn, change.call().returnedNanos());
        }
    }

    private void checkEnd(QueueView queue, QueueReplay replay) {
        checkCount("length", queue, queue.length(), replay.count(JobState.QUEUED, JobState.SCHEDULED));
        checkCount("active", queue, queue.active(), replay.count(JobState.ACTIVE));
        checkCount("dead", queue, queue.dead(), replay.count(JobState.DEAD));
    }

    private void checkCount(String name, QueueView queue, long found, long expected) {
        if (found != expected) {
            violations.add(new Violation(
                    "rule 13", "%s is %d, not %d, of %s".formatted(name, found, expected, queue), null, List.of()));
        }
    }
}
