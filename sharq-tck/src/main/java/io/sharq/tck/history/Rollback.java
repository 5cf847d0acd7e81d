package io.sharq.tck.history;

import java.util.List;
import java.util.Map;

/**
 * A kill or a power cut after which the backend began again from an earlier state of its own: what it had numbered since
 * then is undone, as if it had never been.
 *
 * @param afterRevision the last number that it still knew when it began again
 * @param untilRevision no number before the loss is greater, and none after it as small
 * @param sinceNanos what had been answered before this instant, on the clock of {@link System#nanoTime}, must not be undone
 */
public record Rollback(long afterRevision, long untilRevision, long sinceNanos) {
    /** Whether a change is undone. What lost answers leave open stays open: they may be of a time before. */
    boolean undoes(Change change) {
        boolean isOpen = change.isSeenOnly() && change.call().isUnclear();
        return !isOpen && change.revision() > afterRevision && change.revision() <= untilRevision;
    }

    /** Takes what is undone out of the changes of each queue, and notes what should have stayed. */
    static long takeOut(List<Rollback> rollbacks, Map<String, List<Change>> byQueue, List<Violation> violations) {
        long undone = 0;
        for (Map.Entry<String, List<Change>> queue : byQueue.entrySet()) {
            for (Rollback rollback : rollbacks) {
                List<Change> gone =
                        queue.getValue().stream().filter(rollback::undoes).toList();
                gone.stream()
                        .filter(change -> change.call().returnedNanos() < rollback.sinceNanos)
                        .forEach(change -> violations.add(rollback.tooOld(queue.getKey(), change)));
                queue.getValue().removeAll(gone);
                undone += gone.size();
            }
        }
        return undone;
    }

    private Violation tooOld(String queueId, Change change) {
        long millis = (sinceNanos - change.call().returnedNanos()) / 1_000_000;
        String fault = "%s: undone, though answered %d ms before what may be".formatted(queueId, millis);
        return new Violation("I1 (rule 13)", fault, change, List.of());
    }
}
