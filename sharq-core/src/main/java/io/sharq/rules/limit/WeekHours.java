package io.sharq.rules.limit;

import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The hours of a limit as spans of the week of a zone's clock.
 *
 * @param windows the spans in which it is open, in order, disjoint and not adjacent
 * @param zone the offsets of the zone
 */
public record WeekHours(List<Window> windows, ZoneOffsets zone) {
    private static final long DAY = 86_400_000_000L;
    private static final long WEEK = 7 * DAY;
    private static final int NANOS_A_MICRO = 1_000;

    /** What lies between a Monday's midnight and the first of January 1970, a Thursday. */
    private static final long MONDAY_BEFORE_EPOCH = 3 * DAY;

    /**
     * A span of the week.
     *
     * @param fromMicros its start, from Monday's midnight
     * @param toMicros its end
     */
    public record Window(long fromMicros, long toMicros) {}

    /**
     * Copies the windows.
     *
     * @param windows the spans in which it is open
     * @param zone the offsets of the zone
     */
    public WeekHours {
        windows = List.copyOf(windows);
    }

    /**
     * The spans of a limit's hours.
     *
     * @param hours the hours
     * @param zone the offsets of their zone
     * @return the spans
     */
    public static WeekHours of(Hours hours, ZoneOffsets zone) {
        List<Window> spans = new ArrayList<>();
        for (HourWindow window : hours.windows()) {
            long from = window.from().toNanoOfDay() / NANOS_A_MICRO;
            long to = window.to().toNanoOfDay() / NANOS_A_MICRO;
            long length = to > from ? to - from : to + DAY - from;
            for (DayOfWeek day : window.days()) {
                long start = (day.getValue() - 1) * DAY + from;
                spans.add(new Window(start, Math.min(WEEK, start + length)));
                if (start + length > WEEK) {
                    spans.add(new Window(0, start + length - WEEK));
                }
            }
        }
        return new WeekHours(joined(spans), zone);
    }

    private static List<Window> joined(List<Window> spans) {
        spans.sort(Comparator.comparingLong(Window::fromMicros));
        List<Window> joined = new ArrayList<>();
        for (Window span : spans) {
            int end = joined.size() - 1;
            if (end >= 0 && span.fromMicros() <= joined.get(end).toMicros()) {
                long from = joined.get(end).fromMicros();
                joined.set(end, new Window(from, Math.max(joined.get(end).toMicros(), span.toMicros())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /**
     * The instant from which the limit is open: the start of the window if an instant is inside, else the next start.
     */
    long opensAt(long wallMicros) {
        int index = zone.indexAt(wallMicros);
        long candidate = wallMicros + untilOpen(position(wallMicros, index));
        if (candidate <= wallMicros) {
            return Math.max(zone.from(index), candidate);
        }
        while (candidate >= zone.end(index)) {
            index++;
            if (index == zone.size()) {
                return ZoneOffsets.UNKNOWN;
            }
            long start = zone.from(index);
            candidate = Math.max(start, start + untilOpen(position(start, index)));
        }
        return candidate;
    }

    private long position(long wallMicros, int index) {
        return Math.floorMod(wallMicros + zone.offset(index) + MONDAY_BEFORE_EPOCH, WEEK);
    }

    /** The time from a position in the week to the start of its window, which may have passed, or of the next one. */
    private long untilOpen(long position) {
        for (Window window : windows) {
            if (position < window.toMicros()) {
                return window.fromMicros() - position;
            }
        }
        return windows.get(0).fromMicros() + WEEK - position;
    }
}
