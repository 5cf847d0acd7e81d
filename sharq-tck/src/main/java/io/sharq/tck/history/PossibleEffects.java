package io.sharq.tck.history;

import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.EnqueueItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The changes that calls with lost replies may have made to a queue. Their instants are unknown. */
final class PossibleEffects {
    /**
     * The enqueues of each job id that lost their reply. If several clients lost one of the same id, any of them may
     * have enqueued it.
     */
    private final Map<String, List<EnqueueItem>> items = new HashMap<>();

    private final Set<String> jobs = new HashSet<>();
    private final Set<LeaseToken> tokens = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();

    /** The changes of each job that lost their reply. */
    private final Map<String, List<ChangeItem>> changed = new HashMap<>();

    private final List<PerhapsSet> intervals = new ArrayList<>();
    private final List<Change> pauses = new ArrayList<>();

    /** An interval that a call with a lost reply may have set at any time up to a revision. */
    private record PerhapsSet(long untilRevision, long intervalMicros) {}

    static PossibleEffects of(List<Change> changes) {
        PossibleEffects doubts = new PossibleEffects();
        changes.forEach(doubts::add);
        return doubts;
    }

    private void add(Change change) {
        QueueEffect deed = change.deed();
        if (deed instanceof QueueEffect.Appeared appeared) {
            String job = appeared.item().jobId();
            jobs.add(job);
            items.computeIfAbsent(job, id -> new ArrayList<>()).add(appeared.item());
            perhapsSet(appeared.item().settings().intervalMillis(), change);
        } else if (deed instanceof QueueEffect.PerhapsEnded perhaps
                && perhaps.ended().token() != null) {
            tokens.add(perhaps.ended().token());
        } else if (deed instanceof QueueEffect.IntervalSet set && change.call().isUnclear()) {
            perhapsSet(set.intervalMillis(), change);
        } else if (deed instanceof QueueEffect.Paused && change.call().isUnclear()) {
            pauses.add(change);
        } else if (deed instanceof QueueEffect.PerhapsCancelled perhaps) {
            cancelled.add(perhaps.jobId());
        } else if (deed instanceof QueueEffect.PerhapsChanged perhaps) {
            perhapsChanged(perhaps.item());
        } else if (deed instanceof QueueEffect.Changed made && change.call().isUnclear()) {
            perhapsChanged(made.item());
        }
    }

    private void perhapsChanged(ChangeItem item) {
        changed.computeIfAbsent(item.job().jobId(), id -> new ArrayList<>()).add(item);
    }

    private void perhapsSet(@Nullable Long intervalMillis, Change change) {
        if (intervalMillis != null) {
            intervals.add(new PerhapsSet(change.revision(), intervalMillis * 1_000));
        }
    }

    /** Takes a job that may have been enqueued at any time. From then on the replay treats it as enqueued. */
    Optional<EnqueueItem> take(String jobId) {
        return jobs.remove(jobId)
                ? items.getOrDefault(jobId, List.of()).stream().findFirst()
                : Optional.empty();
    }

    /** The lost enqueue of a job that requested the given requeue limit. */
    Optional<EnqueueItem> withLimit(String jobId, int requeueLimit) {
        return items.getOrDefault(jobId, List.of()).stream()
                .filter(item -> item.options().requeueLimit() == requeueLimit)
                .findFirst();
    }

    boolean mayHold(String jobId) {
        return jobs.contains(jobId);
    }

    int jobsThatMayBeThere() {
        return jobs.size();
    }

    boolean mayHaveEnded(@Nullable LeaseToken token) {
        return token != null && tokens.contains(token);
    }

    boolean mayHaveCancelled(String jobId) {
        return cancelled.contains(jobId);
    }

    /** Whether the job's order and the instant at which it is due are unknown. */
    boolean mayHaveChanged(String jobId) {
        return changed.containsKey(jobId);
    }

    boolean mayHavePayload(String jobId, Payload payload) {
        return changed.getOrDefault(jobId, List.of()).stream()
                .anyMatch(item -> Objects.equals(payload, item.payload()));
    }

    /**
     * The least interval that may be in force at a revision. A call with a lost reply may have set its own at any time
     * before its retry.
     */
    long leastInterval(long inForceMicros, long revision) {
        return intervals.stream()
                .filter(set -> revision <= set.untilRevision())
                .mapToLong(PerhapsSet::intervalMicros)
                .reduce(inForceMicros, Math::min);
    }

    boolean mayHaveResumed(long revision) {
        return pauses.stream().anyMatch(change -> revision < change.revision());
    }
}
