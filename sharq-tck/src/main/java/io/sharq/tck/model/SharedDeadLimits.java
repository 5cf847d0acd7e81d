package io.sharq.tck.model;

import io.sharq.api.DeadLimits;
import io.sharq.spi.AgreeRequest;

/** Rule 14: the limits on dead jobs that the clients of a store share. */
final class SharedDeadLimits {
    /** The least limits that a client can have. */
    static final DeadLimits NOTHING_RECORDED = new DeadLimits(0, 1);

    private SharedDeadLimits() {}

    static DeadLimits agree(DeadLimits recorded, AgreeRequest request) {
        DeadLimits given = request.deadLimits();
        if (request.replaces()) {
            return given;
        }
        int count = Math.max(recorded.maxCount(), given.maxCount());
        long age = Math.max(recorded.maxAgeMicros(), given.maxAgeMicros());
        return new DeadLimits(count, age);
    }
}
