package io.sharq.inmemory;

import io.sharq.api.TimeSource;
import io.sharq.rules.SteadyTime;

/**
 * The steady time of one type (rule 1). With a clock that never steps back it is that clock: then two threads whose
 * readings arrive out of order are not mistaken for a step back, and share nothing. With a supplied clock, each reading
 * is taken and compared as one.
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

    /** The instant of an operation that may change something. */
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

    /** Notes that an operation has changed something at an instant. */
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

    /** The instant of an operation that only looks. */
    Look look() {
        long wallMicros = source.nowMicros();
        if (neverStepsBack) {
            return new Look(wallMicros, 0);
        }
        synchronized (this) {
            return new Look(wallMicros, state.at(wallMicros).offsetMicros());
        }
    }

    /** By how much the clock was set back in all, as far as operations have seen. */
    long offsetMicros() {
        return offsetMicros;
    }

    /**
     * An instant of another clock's steady time in this one's.
     *
     * @param atMicros the instant
     * @param nowMicros what that clock says now
     */
    long sameInstant(long atMicros, long nowMicros) {
        if (neverStepsBack) {
            return atMicros;
        }
        long ownMicros = begin();
        changed(ownMicros);
        return ownMicros + atMicros - nowMicros;
    }

    /** The steady time, for the memory of what is to be forgotten. */
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
     * When an operation looks.
     *
     * @param wallMicros the wall clock
     * @param offsetMicros the offset of the steady time
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
