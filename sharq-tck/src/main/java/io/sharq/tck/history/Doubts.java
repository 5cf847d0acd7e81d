package io.sharq.tck.history;

import io.sharq.api.LeaseToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What calls whose answers were lost may have done to a queue, at a time that nobody knows. */
final class Doubts {
    private final Map<String, Deed.Appeared> jobs = new HashMap<>();
    private final Set<LeaseToken> tokens = new HashSet<>();
    private final List<Change> intervals = new ArrayList<>();
    private final List<Change> pauses = new ArrayList<>();

    static Doubts of(List<Change> changes) {
        Doubts doubts = new Doubts();
        changes.forEach(doubts::add);
        return doubts;
    }

    private void add(Change change) {
        Deed deed = change.deed();
        if (deed instanceof Deed.Appeared appeared) {
            jobs.put(appeared.item().jobId(), appeared);
        } else if (deed instanceof Deed.PerhapsEnded perhaps && perhaps.ended().token() != null) {
            tokens.add(perhaps.ended().token());
        } else if (deed instanceof Deed.IntervalSet && change.call().isUnclear()) {
            intervals.add(change);
        } else if (deed instanceof Deed.Paused && change.call().isUnclear()) {
            pauses.add(change);
        }
    }

    /** A job that may be there from the beginning on. Asked once, it is taken to be. */
    Deed.@Nullable Appeared take(String jobId) {
        return jobs.remove(jobId);
    }

    boolean mayHold(String jobId) {
        return jobs.containsKey(jobId);
    }

    int jobsThatMayBeThere() {
        return jobs.size();
    }

    boolean mayHaveEnded(@Nullable LeaseToken token) {
        return token != null && tokens.contains(token);
    }

    /** The least of the interval in force and those that lost calls may have set before they set them again. */
    long leastInterval(long inForceMicros, long revision) {
        long least = inForceMicros;
        for (Change change : intervals) {
            if (revision < change.revision()) {
                least = Math.min(least, ((Deed.IntervalSet) change.deed()).intervalMillis() * 1_000);
            }
        }
        return least;
    }

    boolean mayHaveResumed(long revision) {
        return pauses.stream().anyMatch(change -> revision < change.revision());
    }
}
