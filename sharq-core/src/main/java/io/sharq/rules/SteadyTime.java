package io.sharq.rules;

/**
 * Rule 1: a partition's time, which continues when its wall clock steps back. It is the wall clock plus an offset
 * that grows by each observed step back. So a span measured in it exceeds the real span by no more than a preceding
 * step forward. Everything relative, such as spacing, delays and leases, is kept in steady time. Instants returned to
 * callers are converted to wall time.
 *
 * <p>An operation that changes something or observes a step back updates the state, and so does each requeue, so that
 * what a requeue has forgotten stays forgotten. Immutable.
 *
 * @param lastWallMicros the wall clock at the last update of the state
 * @param offsetMicros the offset added to the wall clock
 */
public record SteadyTime(long lastWallMicros, long offsetMicros) {
    /** The initial state of a partition. */
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
     * @return the instant on the wall clock, as returned to callers
     */
    public long toWallMicros(long steadyMicros) {
        return steadyMicros - offsetMicros;
    }

    /**
     * The steady time of an instant given by a caller.
     *
     * @param wallMicros the instant
     * @return the instant in steady time, as stored
     */
    public long fromWallMicros(long wallMicros) {
        return wallMicros + offsetMicros;
    }
}
