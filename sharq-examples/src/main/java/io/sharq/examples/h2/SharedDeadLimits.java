package io.sharq.examples.h2;

import io.sharq.api.DeadLimits;
import io.sharq.spi.AgreeRequest;
import java.util.Optional;

/** The limits on dead jobs that the clients of a database share (rule 14), in the only row of {@code dead_limits}. */
final class SharedDeadLimits {
    private SharedDeadLimits() {}

    static DeadLimits agree(Sql sql, AgreeRequest request) {
        Optional<DeadLimits> recorded = sql.first(
                "SELECT max_count, max_age FROM dead_limits",
                columns -> new DeadLimits(columns.getInt(1), columns.getLong(2)));
        DeadLimits agreed = recorded.map(request::after).orElse(request.deadLimits());
        if (!recorded.equals(Optional.of(agreed))) {
            sql.update(
                    "MERGE INTO dead_limits (id, max_count, max_age) KEY (id) VALUES (1, ?, ?)",
                    agreed.maxCount(),
                    agreed.maxAgeMicros());
        }
        return agreed;
    }
}
