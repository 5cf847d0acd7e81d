package io.sharq.rules.limit;

import io.sharq.rules.limit.LevelEvent.Released;
import java.util.List;

/** Merges events of a level. */
final class LevelEvents {
    private LevelEvents() {}

    /** Appends an event. Releases at one instant are one event: the level does not fall between them. */
    static void append(List<LevelEvent> events, LevelEvent event) {
        int end = events.size() - 1;
        if (end >= 0
                && events.get(end) instanceof Released earlier
                && event instanceof Released later
                && earlier.atMicros() == later.atMicros()) {
            events.set(end, later.with(earlier));
        } else {
            events.add(event);
        }
    }

    /**
     * Merges the two neighbouring releases that lie closest together, the last of them if there are several.
     *
     * @return whether there were two
     */
    static boolean mergeClosest(List<LevelEvent> events) {
        int closest = -1;
        long least = Long.MAX_VALUE;
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i - 1) instanceof Released earlier && events.get(i) instanceof Released later) {
                long gap = later.atMicros() - earlier.atMicros();
                if (gap <= least) {
                    closest = i;
                    least = gap;
                }
            }
        }
        if (closest < 0) {
            return false;
        }
        Released merged = ((Released) events.get(closest)).with((Released) events.get(closest - 1));
        events.set(closest, merged);
        events.remove(closest - 1);
        return true;
    }
}
