package io.sharq.tck.model;

import io.sharq.api.Stamp;

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
