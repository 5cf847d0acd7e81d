package io.sharq.rules;

/**
 * Rule 1: a partition's time, which goes on when its clock steps back. The wall clock plus an offset that grows by every
 * step back that is seen, so that a span measured in it is never longer than the real one by more than the step forward
 * that came before. Everything relative, such as spacing, delays and leases, is kept in steady time; what is told to
 * callers is converted to wall time.
 *
 * <p>The state moves when an operation changes something or sees a step back, and with each upkeep, so that what upkeep
 * forgets stays forgotten.
 *
 * @param lastWallMicros the wall clock when the state last moved
 * @param offsetMicros what is added to the wall clock
 */
public record SteadyTime(long lastWallMicros, long offsetMicros) {
    /** The state of a partition that nothing has happened in. */
    public static final SteadyTime START = new SteadyTime(0, 0);

    /**
     * The state of an operation at an instant of the wall clock.
     *
     * @param wallMicros the wall clock
     * @return the state
     */
    public SteadyTime at(long wallMicros) {
        return new SteadyTime(wallMicros, offsetMicros + Math.max(0, lastWallMicros - wallMicros));
    }

    /**
     * Whether the wall clock has stepped back.
     *
     * @param wallMicros the wall clock
     * @return whether it is before the last one
     */
    public boolean stepsBackAt(long wallMicros) {
        return wallMicros < lastWallMicros;
    }

    /**
     * The steady time of this state.
     *
     * @return the instant
     */
    public long nowMicros() {
        return lastWallMicros + offsetMicros;
    }

    /**
     * The wall time of an instant of steady time.
     *
     * @param steadyMicros the instant
     * @return what callers are told
     */
    public long toWallMicros(long steadyMicros) {
        return steadyMicros - offsetMicros;
    }

    /**
     * The steady time of an instant that a caller named.
     *
     * @param wallMicros the instant
     * @return what is kept
     */
    public long fromWallMicros(long wallMicros) {
        return wallMicros + offsetMicros;
    }
}
