package io.sharq.api;

import java.util.List;

/**
 * How a backend is.
 *
 * @param available whether it answers
 * @param description what it is and where, in one line without secrets
 * @param warnings what an operator should know
 * @param roundTripMicros how long the question took
 * @param damaged how many entries of the store were found damaged and set aside, and have not been repaired since; 0 of a
 *     store that nothing but the backend writes to
 */
public record Health(boolean available, String description, List<String> warnings, long roundTripMicros, long damaged) {
    /**
     * Keeps a copy of the list.
     *
     * @param available whether it answers
     * @param description what it is and where
     * @param warnings what an operator should know
     * @param roundTripMicros how long the question took
     * @param damaged how many entries of the store were found damaged
     */
    public Health {
        warnings = List.copyOf(warnings);
    }

    /**
     * The health of a store of which nothing is damaged.
     *
     * @param available whether it answers
     * @param description what it is and where
     * @param warnings what an operator should know
     * @param roundTripMicros how long the question took
     */
    public Health(boolean available, String description, List<String> warnings, long roundTripMicros) {
        this(available, description, warnings, roundTripMicros, 0);
    }
}
