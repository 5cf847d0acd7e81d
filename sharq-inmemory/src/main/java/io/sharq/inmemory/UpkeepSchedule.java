package io.sharq.inmemory;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.TimeSource;
import io.sharq.rules.Readiness;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of upkeep: the types, ordered by the instant of their next visit. A type in which nothing becomes due by the
 * passing of time alone has no entry, so a listing costs nothing for it. Thread-safe.
 *
 * <p>An operation first makes visible what will be due, and then {@linkplain #arrange arranges} the visit. A visit first
 * removes the type's entry, and then computes the next instant. So if the two run at once, one of them sees the other's
 * change. Instants here are in the schedule's own steady time, since that of each type differs.
 */
final class UpkeepSchedule {
    private final ConcurrentSkipListSet<Entry> entries = new ConcurrentSkipListSet<>();
    private final TypeClock clock;
    private final AtomicLong seenOffsetMicros = new AtomicLong();

    private record Entry(
            long atMicros, String name, @Nullable TypeState type) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byInstant = Long.compare(atMicros, other.atMicros);
            return byInstant != 0 ? byInstant : name.compareTo(other.name);
        }
    }

    /**
     * The position of a listing.
     *
     * @param untilMicros when the listing began; it ends with the entries of that instant
     * @param last the last entry that was listed
     */
    private record Cursor(long untilMicros, Entry last) {
        static Cursor parse(String text) {
            String[] parts = text.split("\\.", -1);
            try {
                if (parts.length == 3) {
                    String name = Bounds.queueType("cursor", parts[2]);
                    return new Cursor(Long.parseLong(parts[0]), new Entry(Long.parseLong(parts[1]), name, null));
                }
            } catch (NumberFormatException e) {
                throw new InvalidValueException("cursor", "It must be one that a listing gave.", e);
            }
            throw new InvalidValueException("cursor", "It must be one that a listing gave.");
        }

        @Override
        public String toString() {
            return untilMicros + "." + last.atMicros() + "." + last.name();
        }
    }

    UpkeepSchedule(TimeSource source, boolean neverStepsBack) {
        this.clock = new TypeClock(source, neverStepsBack);
    }

    /**
     * Arranges a visit of a type at an instant or before.
     *
     * @param atMicros the instant, in the type's steady time
     * @param nowMicros the type's steady time
     */
    void arrange(TypeState type, long atMicros, long nowMicros) {
        long visitMicros = clock.sameInstant(atMicros, nowMicros);
        if (visitMicros >= type.visitMicros) {
            return;
        }
        synchronized (type.visitLock) {
            if (visitMicros < type.visitMicros) {
                remove(type);
                type.visitMicros = visitMicros;
                entries.add(new Entry(visitMicros, type.name, type));
            }
        }
    }

    private void remove(TypeState type) {
        if (type.visitMicros != Readiness.NEVER) {
            entries.remove(new Entry(type.visitMicros, type.name, type));
        }
    }

    /**
     * Records a visit that left nothing due, and arranges the next one.
     *
     * @param next supplies the instant of the next visit in the type's steady time, or {@link Readiness#NEVER} for none
     * @param nowMicros the type's steady time
     */
    void visited(TypeState type, LongSupplier next, long nowMicros) {
        synchronized (type.visitLock) {
            remove(type);
            type.visitMicros = Readiness.NEVER;
        }
        long atMicros = next.getAsLong();
        if (atMicros != Readiness.NEVER) {
            arrange(type, atMicros, nowMicros);
        }
    }

    /**
     * Lists a page of the types that are due for a visit.
     *
     * @param isThere whether the backend still holds a type
     */
    DueReply due(DueRequest request, Predicate<TypeState> isThere) {
        long nowMicros = clock.begin();
        clock.changed(nowMicros);
        String text = request.cursor();
        Cursor cursor = text == null ? null : Cursor.parse(text);
        long untilMicros = cursor == null ? nowMicros : cursor.untilMicros();
        NavigableSet<Entry> rest = cursor == null ? entries : entries.tailSet(cursor.last(), false);
        List<String> types = new ArrayList<>();
        for (Entry entry : rest) {
            if (entry.atMicros() > untilMicros) {
                break;
            }
            TypeState type = entry.type();
            if (type != null && !isThere.test(type)) {
                entries.remove(entry);
            } else {
                types.add(entry.name());
                if (types.size() == request.limit()) {
                    return new DueReply(types, new Cursor(untilMicros, entry).toString(), OptionalLong.empty());
                }
            }
        }
        return new DueReply(types, null, OptionalLong.empty());
    }

    /**
     * Whether the clock was set back since the previous call. A type observes a step back only in an operation of its own;
     * until then its steady time would stand still.
     */
    boolean seesStepBack() {
        long nowMicros = clock.begin();
        clock.changed(nowMicros);
        return seenOffsetMicros.getAndSet(clock.offsetMicros()) != clock.offsetMicros();
    }

    /** Removes all entries. */
    void clear() {
        entries.clear();
    }
}
