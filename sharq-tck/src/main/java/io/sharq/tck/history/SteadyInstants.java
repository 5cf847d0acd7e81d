package io.sharq.tck.history;

import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells of changes at which instant of steady time they happened, where the clock may have been set back meanwhile.
 *
 * <p>A number is at least the steady instant of its change, and just that as long as there are fewer changes than
 * microseconds. So how far steady time is ahead of the wall clock is the least that any later change shows.
 */
final class SteadyInstants {
    private SteadyInstants() {}

    private record Placed(String queueId, Change change) {}

    static Map<String, List<Change>> of(Map<String, List<Change>> byQueue) {
        List<Placed> all = new ArrayList<>();
        byQueue.forEach((id, changes) -> changes.forEach(change -> all.add(new Placed(id, change))));
        all.sort(Comparator.comparingLong((Placed placed) -> placed.change.revision())
                .thenComparing(placed -> placed.change.isSeenOnly()));
        Map<Integer, Long> ahead = new HashMap<>();
        Map<String, List<Change>> steady = new TreeMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Change change = all.get(i).change;
            if (!change.isSeenOnly()) {
                ahead.merge(change.partition(), change.revision() - change.atMicros(), Math::min);
            }
            steady.computeIfAbsent(all.get(i).queueId, id -> new ArrayList<>())
                    .add(moved(change, ahead.getOrDefault(change.partition(), 0L)));
        }
        steady.values().forEach(Collections::reverse);
        return steady;
    }

    private static Change moved(Change change, long byMicros) {
        return new Change(
                moved(change.deed(), byMicros),
                change.partition(),
                change.revision(),
                change.atMicros() + byMicros,
                change.call());
    }

    private static Deed moved(Deed deed, long byMicros) {
        if (deed instanceof Deed.Extended extended) {
            return new Deed.Extended(extended.jobId(), extended.token(), extended.expiresAtMicros() + byMicros);
        }
        if (deed instanceof Deed.Released released) {
            LeasedJob job = released.job();
            return new Deed.Released(new LeasedJob(
                    job.queueId(),
                    job.jobId(),
                    job.payload(),
                    job.token(),
                    job.expiresAtMicros() + byMicros,
                    job.deliveries(),
                    job.requeues(),
                    job.requeueLimit(),
                    job.queueLength()));
        }
        return deed;
    }
}
