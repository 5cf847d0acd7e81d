package io.sharq.rules;

/** Rule 16: the window of counted minutes, on the wall clock. */
public final class Minutes {
    /** The number of minutes in the window: the current one and the nine earlier ones. */
    public static final int WINDOW = 10;

    /** A minute in microseconds. */
    public static final long MINUTE_MICROS = 60_000_000;

    private Minutes() {}

    /**
     * The minute of an instant.
     *
     * @param wallMicros the instant
     * @return the minute, counted from 1970-01-01T00:00Z
     */
    public static long of(long wallMicros) {
        return wallMicros / MINUTE_MICROS;
    }

    /**
     * Whether a minute is still counted.
     *
     * @param minute the minute
     * @param currentMinute the current minute
     * @return whether it is in the window
     */
    public static boolean isInWindow(long minute, long currentMinute) {
        return minute <= currentMinute && minute > currentMinute - WINDOW;
    }
}
