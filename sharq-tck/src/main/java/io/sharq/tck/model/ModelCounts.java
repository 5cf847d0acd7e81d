package io.sharq.tck.model;

import io.sharq.api.Metrics;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Enqueues and dequeues of the ten minutes up to the newest counted one. */
final class ModelCounts {
    private static final long MINUTE = 60_000_000;
    private static final int KEPT = 10;
    private static final Metrics.Minute NOTHING = Metrics.Minute.of(0, 0, 0);

    private final TreeMap<Long, Metrics.Minute> minutes = new TreeMap<>();

    void enqueued(long wall) {
        add(wall / MINUTE, 1, 0);
    }

    void dequeued(long wall) {
        add(wall / MINUTE, 0, 1);
    }

    private void add(long minute, int enqueued, int dequeued) {
        if (!minutes.isEmpty() && minute <= minutes.lastKey() - KEPT) {
            minutes.clear();
        }
        Metrics.Minute before = minutes.getOrDefault(minute, NOTHING);
        minutes.put(minute, Metrics.Minute.of(minute, before.enqueued() + enqueued, before.dequeued() + dequeued));
        minutes.headMap(minutes.lastKey() - KEPT, true).clear();
    }

    List<Metrics.Minute> window(long wall) {
        long current = wall / MINUTE;
        return LongStream.rangeClosed(current - KEPT + 1, current)
                .mapToObj(minute -> minutes.getOrDefault(minute, Metrics.Minute.of(minute, 0, 0)))
                .toList();
    }
}
