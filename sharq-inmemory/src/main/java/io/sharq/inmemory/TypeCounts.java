package io.sharq.inmemory;

import io.sharq.api.Metrics;
import io.sharq.rules.Minutes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A type's enqueues and dequeues of ten minutes (rule 16). Thread-safe, with little contention between writers. */
final class TypeCounts {
    private static final class Minute {
        final long number;
        final LongAdder enqueued = new LongAdder();
        final LongAdder dequeued = new LongAdder();

        Minute(long number) {
            this.number = number;
        }
    }

    /** Newest first, at most ten. An immutable list, replaced when a minute is added. */
    private volatile List<Minute> minutes = List.of();

    void enqueued(long minute) {
        of(minute).enqueued.increment();
    }

    void dequeued(long minute) {
        of(minute).dequeued.increment();
    }

    private Minute of(long number) {
        Minute found = find(minutes, number);
        return found != null ? found : begin(number);
    }

    private static @Nullable Minute find(List<Minute> kept, long number) {
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).number == number) {
                return kept.get(i);
            }
        }
        return null;
    }

    private synchronized Minute begin(long number) {
        Minute found = find(minutes, number);
        if (found != null) {
            return found;
        }
        Minute begun = new Minute(number);
        minutes = with(minutes, begun);
        return begun;
    }

    private static List<Minute> with(List<Minute> before, Minute begun) {
        if (!before.isEmpty() && begun.number <= before.get(0).number - Minutes.WINDOW) {
            return List.of(begun);
        }
        List<Minute> after = new ArrayList<>(before);
        after.add(begun);
        after.sort((a, b) -> Long.compare(b.number, a.number));
        after.removeIf(minute -> minute.number <= after.get(0).number - Minutes.WINDOW);
        return List.copyOf(after);
    }

    /** The ten minutes up to the current one, oldest first. */
    List<Metrics.Minute> window(long currentMinute) {
        List<Minute> kept = minutes;
        List<Metrics.Minute> window = new ArrayList<>(Minutes.WINDOW);
        for (long number = currentMinute - Minutes.WINDOW + 1; number <= currentMinute; number++) {
            Minute minute = find(kept, number);
            window.add(
                    minute == null
                            ? Metrics.Minute.of(number, 0, 0)
                            : Metrics.Minute.of(number, minute.enqueued.sum(), minute.dequeued.sum()));
        }
        return window;
    }
}
