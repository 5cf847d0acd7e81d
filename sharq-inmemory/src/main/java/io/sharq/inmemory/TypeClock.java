package io.sharq.inmemory;

import io.sharq.api.TimeSource;
import io.sharq.rules.SteadyTime;

/**
 * The steady time of one type (rule 1). Thread-safe.
 *
 * <p>If the clock never steps back, steady time is that clock. Threads then share no state, and readings that arrive out of
 * order are not mistaken for a step back. Any other clock is read and compared under a lock.
 */
final class TypeClock {
    private final TimeSource source;
    private final boolean neverStepsBack;
    private SteadyTime state = SteadyTime.START;
    private volatile long offsetMicros;

    TypeClock(TimeSource source, boolean neverStepsBack) {
        this.source = source;
        this.neverStepsBack = neverStepsBack;
    }

    /** Reads the clock for an operation that may change something, and records a step back. Returns steady time. */
    long begin() {
        if (neverStepsBack) {
            return source.nowMicros();
        }
        synchronized (this) {
            long wallMicros = source.nowMicros();
            if (state.stepsBackAt(wallMicros)) {
                state = state.at(wallMicros);
                offsetMicros = state.offsetMicros();
            }
            return wallMicros + offsetMicros;
        }
    }

    /** Records the instant of a change as the last wall clock. */
    void changed(long nowMicros) {
        if (!neverStepsBack) {
            synchronized (this) {
                long wallMicros = nowMicros - offsetMicros;
                if (wallMicros > state.lastWallMicros()) {
                    state = state.at(wallMicros);
                }
            }
        }
    }

    /** Reads the clock for a read-only operation, without any change to the state of time. */
    Look look() {
        long wallMicros = source.nowMicros();
        if (neverStepsBack) {
            return new Look(wallMicros, 0);
        }
        synchronized (this) {
            return new Look(wallMicros, state.at(wallMicros).offsetMicros());
        }
    }

    /** The sum of all steps back of the clock that operations have observed. */
    long offsetMicros() {
        return offsetMicros;
    }

    /**
     * Converts an instant from another clock's steady time to this one's.
     *
     * @param atMicros the instant
     * @param nowMicros the other clock's current steady time
     */
    long sameInstant(long atMicros, long nowMicros) {
        if (neverStepsBack) {
            return atMicros;
        }
        long ownMicros = begin();
        changed(ownMicros);
        return ownMicros + atMicros - nowMicros;
    }

    /** The current steady time, without any change to the state of time. */
    long peekMicros() {
        return look().nowMicros();
    }

    long toWallMicros(long steadyMicros) {
        return steadyMicros - offsetMicros;
    }

    long fromWallMicros(long wallMicros) {
        return wallMicros + offsetMicros;
    }

    /**
     * A reading of the clock for a read-only operation.
     *
     * @param wallMicros the wall clock
     * @param offsetMicros the offset of steady time from the wall clock
     */
    record Look(long wallMicros, long offsetMicros) {
        long nowMicros() {
            return wallMicros + offsetMicros;
        }

        long toWallMicros(long steadyMicros) {
            return steadyMicros - offsetMicros;
        }
    }
}
