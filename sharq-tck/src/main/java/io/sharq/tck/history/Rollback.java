package io.sharq.tck.history;

import java.util.List;
import java.util.Map;

/**
 * A loss of changes: after a kill or a power cut the backend restarted from an earlier state of its own. The changes
 * that it had numbered after that state are undone.
 *
 * @param afterRevision the last number that it still knew after the restart
 * @param untilRevision an upper bound of the numbers before the loss; every number after it is greater
 * @param sinceNanos changes whose reply arrived before this instant, on the clock of {@link System#nanoTime}, must not
 *     be undone
 */
public record Rollback(long afterRevision, long untilRevision, long sinceNanos) {
    /**
     * Whether a change is undone. An observation by a call with a lost reply is kept, because it may concern an earlier
     * time.
     */
    boolean undoes(Change change) {
        boolean isOpen = change.isSeenOnly() && change.call().isUnclear();
        return !isOpen && change.revision() > afterRevision && change.revision() <= untilRevision;
    }

    /**
     * Removes the undone changes of each queue. Records a violation for each that must not be undone. Returns how many
     * were removed.
     */
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
                gone.stream()
                        .filter(Rollback::mayHaveBeenMadeBefore)
                        .forEach(change -> queue.getValue()
                                .add(
                                        0,
                                        new Change(
                                                new QueueEffect.PerhapsChanged(
                                                        ((QueueEffect.Changed) change.deed()).item()),
                                                change.partition(),
                                                0,
                                                change.atMicros(),
                                                change.call())));
            }
        }
        return undone;
    }

    /** Whether an attempt with a lost reply may have made a change to a job that the repetition made again. */
    private static boolean mayHaveBeenMadeBefore(Change change) {
        return change.call().isUnclear() && change.deed() instanceof QueueEffect.Changed;
    }

    private Violation tooOld(String queueId, Change change) {
        long millis = (sinceNanos - change.call().returnedNanos()) / 1_000_000;
        String fault = "%s: undone, though answered %d ms before what may be".formatted(queueId, millis);
        return new Violation("I1 (rule 13)", fault, change, List.of());
    }
}
