package io.sharq.inmemory;

import io.sharq.api.Metrics;
import io.sharq.rules.Minutes;
import java.util.ArrayList;
import java.util.List;

/** A queue's enqueues and dequeues of ten minutes, in a ring buffer (rule 16). Guarded by the queue. */
final class MinuteRing {
    private final int[] enqueued = new int[Minutes.WINDOW];
    private final int[] dequeued = new int[Minutes.WINDOW];
    private long newest = Long.MIN_VALUE;

    void enqueued(long minute) {
        enqueued[slot(minute)]++;
    }

    void dequeued(long minute) {
        dequeued[slot(minute)]++;
    }

    private int slot(long minute) {
        if (minute > newest) {
            long first = Math.max(newest == Long.MIN_VALUE ? minute : newest + 1, minute - Minutes.WINDOW + 1);
            for (long skipped = first; skipped <= minute; skipped++) {
                clear(index(skipped));
            }
            newest = minute;
        } else if (!Minutes.isInWindow(minute, newest)) {
            clear();
            newest = minute;
        }
        return index(minute);
    }

    void clear() {
        for (int i = 0; i < Minutes.WINDOW; i++) {
            clear(i);
        }
        newest = Long.MIN_VALUE;
    }

    private void clear(int index) {
        enqueued[index] = 0;
        dequeued[index] = 0;
    }

    private static int index(long minute) {
        return (int) Math.floorMod(minute, (long) Minutes.WINDOW);
    }

    /** The ten minutes up to the current one, oldest first. */
    List<Metrics.Minute> window(long currentMinute) {
        List<Metrics.Minute> window = new ArrayList<>(Minutes.WINDOW);
        for (long minute = currentMinute - Minutes.WINDOW + 1; minute <= currentMinute; minute++) {
            boolean isKept = newest != Long.MIN_VALUE && Minutes.isInWindow(minute, newest);
            window.add(
                    isKept
                            ? Metrics.Minute.of(minute, enqueued[index(minute)], dequeued[index(minute)])
                            : Metrics.Minute.of(minute, 0, 0));
        }
        return window;
    }
}
