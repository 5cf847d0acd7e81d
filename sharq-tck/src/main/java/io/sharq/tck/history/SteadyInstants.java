package io.sharq.tck.history;

import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes the instants of changes in steady time, for histories in which the wall clock may have been set back.
 *
 * <p>A revision is at least the steady instant of its change, and equal to it while there are fewer changes than
 * microseconds. So the offset of steady time from the wall clock is the least that this change or any later one shows.
 * The last changes before a step may all be in a burst, so a slightly greater offset counts as the one before.
 *
 * <p>An observation has no number of its own, so it may come just before a step or just after it. A duplicate counts as
 * before, because its job may be forgotten later. A refused lease counts as after, because it may have ended by then.
 */
final class SteadyInstants {
    private SteadyInstants() {}

    private static final long RUSH_MICROS = 20;

    private record Placed(String queueId, Change change) {}

    static Map<String, List<Change>> of(Map<String, List<Change>> byQueue) {
        List<Placed> all = new ArrayList<>();
        byQueue.forEach((id, changes) -> changes.forEach(change -> all.add(new Placed(id, change))));
        all.sort(Comparator.comparingLong((Placed placed) -> placed.change.revision())
                .thenComparing(placed -> placed.change.isSeenOnly()));
        long[] ahead = ahead(all);
        Map<String, List<Change>> steady = new TreeMap<>();
        for (int i = 0; i < ahead.length; i++) {
            steady.computeIfAbsent(all.get(i).queueId, id -> new ArrayList<>()).add(moved(all.get(i).change, ahead[i]));
        }
        return steady;
    }

    private static long[] ahead(List<Placed> all) {
        long[] ahead = new long[all.size()];
        Map<Integer, Long> least = new HashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Change change = all.get(i).change;
            if (!change.isSeenOnly()) {
                least.merge(change.partition(), change.revision() - change.atMicros(), Math::min);
            }
            ahead[i] = least.getOrDefault(change.partition(), 0L);
        }
        Map<Integer, Long> before = new HashMap<>();
        for (int i = 0; i < ahead.length; i++) {
            Change change = all.get(i).change;
            long known = before.getOrDefault(change.partition(), Long.MIN_VALUE / 2);
            ahead[i] = ahead[i] - known < RUSH_MICROS ? known : ahead[i];
            if (!change.isSeenOnly()) {
                before.put(change.partition(), ahead[i]);
            } else if (change.deed() instanceof QueueEffect.Duplicate && before.containsKey(change.partition())) {
                ahead[i] = known;
            }
        }
        return ahead;
    }

    private static Change moved(Change change, long byMicros) {
        return new Change(
                moved(change.deed(), byMicros),
                change.partition(),
                change.revision(),
                change.atMicros() + byMicros,
                change.call());
    }

    private static QueueEffect moved(QueueEffect deed, long byMicros) {
        if (deed instanceof QueueEffect.Extended extended) {
            return new QueueEffect.Extended(extended.jobId(), extended.token(), extended.expiresAtMicros() + byMicros);
        }
        if (deed instanceof QueueEffect.Throttled throttled) {
            return new QueueEffect.Throttled(throttled.ended(), throttled.heldUntilMicros() + byMicros);
        }
        if (deed instanceof QueueEffect.Released released) {
            LeasedJob job = released.job();
            return new QueueEffect.Released(new LeasedJob(
                    job.queueId(),
                    job.jobId(),
                    job.payload(),
                    job.headers(),
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
