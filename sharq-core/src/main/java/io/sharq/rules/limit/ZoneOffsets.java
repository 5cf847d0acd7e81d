package io.sharq.rules.limit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The offsets of a time zone from UTC for some years, so that what needs the zone's wall clock is arithmetic on stored
 * numbers. Immutable.
 *
 * @param id the id of the zone
 * @param spans the spans of a constant offset, in order and without gaps
 * @param untilWallMicros the end of the last span; what lies beyond is not known
 */
public record ZoneOffsets(String id, List<Span> spans, long untilWallMicros) {
    /** The instant of what lies beyond the table. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long DAY_SECONDS = 86_400;
    private static final long BEFORE_SECONDS = 370 * DAY_SECONDS;
    private static final long AFTER_SECONDS = 740 * DAY_SECONDS;
    private static final long MICROS = 1_000_000;

    /**
     * A span of a constant offset.
     *
     * @param fromWallMicros its first instant
     * @param offsetMicros the offset, added to an instant to get the time of the zone's clock
     */
    public record Span(long fromWallMicros, long offsetMicros) {}

    /**
     * Copies the spans.
     *
     * @param id the id of the zone
     * @param spans the spans of a constant offset
     * @param untilWallMicros the end of the last span
     */
    public ZoneOffsets {
        spans = List.copyOf(spans);
    }

    /**
     * The offsets of a zone from a year before an instant to two years after it.
     *
     * @param zone the zone
     * @param wallMicros the instant
     * @return the offsets
     */
    public static ZoneOffsets of(ZoneId zone, long wallMicros) {
        ZoneRules rules = zone.getRules();
        long wallSeconds = Math.floorDiv(wallMicros, MICROS);
        Instant from = Instant.ofEpochSecond(wallSeconds - BEFORE_SECONDS);
        Instant until = Instant.ofEpochSecond(wallSeconds + AFTER_SECONDS);
        List<Span> spans = new ArrayList<>();
        spans.add(span(from, rules.getOffset(from).getTotalSeconds()));
        ZoneOffsetTransition next = rules.nextTransition(from);
        while (next != null && next.getInstant().isBefore(until)) {
            spans.add(span(next.getInstant(), next.getOffsetAfter().getTotalSeconds()));
            next = rules.nextTransition(next.getInstant());
        }
        return new ZoneOffsets(zone.getId(), spans, until.getEpochSecond() * MICROS);
    }

    private static Span span(Instant from, int offsetSeconds) {
        return new Span(from.getEpochSecond() * MICROS, offsetSeconds * MICROS);
    }

    /**
     * Offsets that reach at least a year beyond an instant, looked up again if these do not.
     *
     * @param wallMicros the instant
     * @return these offsets, or new ones
     */
    public ZoneOffsets renewedAt(long wallMicros) {
        boolean suffices =
                wallMicros >= spans.get(0).fromWallMicros() && wallMicros + BEFORE_SECONDS * MICROS <= untilWallMicros;
        return suffices ? this : of(ZoneId.of(id), wallMicros);
    }

    /** The number of the span of an instant; the first one if it lies before all. */
    int indexAt(long wallMicros) {
        int index = spans.size() - 1;
        while (index > 0 && spans.get(index).fromWallMicros() > wallMicros) {
            index--;
        }
        return index;
    }

    long offset(int index) {
        return spans.get(index).offsetMicros();
    }

    long from(int index) {
        return spans.get(index).fromWallMicros();
    }

    /** The end of a span. */
    long end(int index) {
        return index + 1 < spans.size() ? from(index + 1) : untilWallMicros;
    }

    int size() {
        return spans.size();
    }

    /** The first instant at which the zone's clock shows a time or a later one. */
    long firstAt(long localMicros) {
        for (int i = 0; i < size(); i++) {
            long candidate = Math.max(from(i), localMicros - offset(i));
            if (candidate < end(i)) {
                return candidate;
            }
        }
        return UNKNOWN;
    }
}
