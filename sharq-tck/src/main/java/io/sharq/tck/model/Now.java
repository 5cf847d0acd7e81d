package io.sharq.tck.model;

import io.sharq.api.Stamp;
import io.sharq.rules.limit.LimitInstant;

/**
 * One operation on a type, at the instant that it read.
 *
 * @param type the type
 * @param wall the wall clock
 * @param at the type's steady time
 */
record Now(ModelType type, long wall, long at) {
    Stamp stamp() {
        return new Stamp(0, type.revision(), wall);
    }

    LimitInstant instant() {
        return new LimitInstant(at, wall);
    }

    /** Rule 21: the turns at this instant. */
    LimitTurns turns() {
        return new LimitTurns(type, instant());
    }

    /** Takes the revision of a change. */
    long change() {
        return type.change(at);
    }

    long toWall(long steady) {
        return type.toWall(steady, wall);
    }

    void settle(ModelQueue queue) {
        type.settle(queue, at);
    }
}
