package io.sharq.spi;

import java.util.List;

/**
 * How a backend is.
 *
 * @param available whether it answers
 * @param description what it is and where, in one line without secrets
 * @param warnings what an operator should know
 * @param roundTripMicros how long the question took
 */
public record Health(boolean available, String description, List<String> warnings, long roundTripMicros) {
    /**
     * Keeps a copy of the list.
     *
     * @param available whether it answers
     * @param description what it is and where
     * @param warnings what an operator should know
     * @param roundTripMicros how long the question took
     */
    public Health {
        warnings = List.copyOf(warnings);
    }
}
