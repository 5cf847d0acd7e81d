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
 * The types by the instant at which upkeep is to visit each next. A type in which nothing will come due by the passing of
 * time alone has no entry, so that it costs a listing nothing. Thread-safe.
 *
 * <p>Whoever makes something that comes due makes it visible first and {@linkplain #arrange arranges} the visit after
 * that; a visit takes the type's entry away first and looks for what is next after that. So one of the two sees the other.
 * Instants are those of a steady time of its own, because each type has a steady time of its own as well.
 */
final class Visits {
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
     * How far a listing has come.
     *
     * @param untilMicros when it began: it ends with the entries of that instant
     * @param last the last entry that it gave
     */
    private record Cursor(long untilMicros, Entry last) {
        static Cursor parse(String text) {
            String[] parts = text.split("\\.", -1);
            try {
                if (parts.length == 3) {
                    String name = Bounds.identifier("cursor", parts[2]);
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

    Visits(TimeSource source, boolean neverStepsBack) {
        this.clock = new TypeClock(source, neverStepsBack);
    }

    /**
     * Sees to it that a type is visited at an instant or before.
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
     * Notes that a type was visited, and nothing that is due was left.
     *
     * @param next when something of it is due next, in its steady time, or {@link Readiness#NEVER}
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
     * Lists the types that are to be visited now.
     *
     * @param request which part
     * @param isThere whether a type is still one of the backend's
     * @return the part
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
     * Whether the clock was set back since this was asked last. A type sees that only in an operation of its own, and until
     * then its time would stand still.
     */
    boolean seesStepBack() {
        long nowMicros = clock.begin();
        clock.changed(nowMicros);
        return seenOffsetMicros.getAndSet(clock.offsetMicros()) != clock.offsetMicros();
    }

    /** Forgets everything. */
    void clear() {
        entries.clear();
    }
}
