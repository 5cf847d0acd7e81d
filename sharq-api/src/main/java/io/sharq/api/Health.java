package io.sharq.api;

import java.util.List;

/**
 * The health of a backend.
 *
 * @param available whether it responds
 * @param description its kind and address, in one line without secrets
 * @param warnings conditions that an operator should know
 * @param roundTripMicros the duration of the health check's request
 * @param damaged the number of store entries found damaged, set aside and not repaired since; 0 for a
 *     store that nothing but the backend writes to
 */
public record Health(boolean available, String description, List<String> warnings, long roundTripMicros, long damaged) {
    /**
     * Keeps a copy of the list.
     *
     * @param available whether it responds
     * @param description its kind and address
     * @param warnings conditions that an operator should know
     * @param roundTripMicros the duration of the health check's request
     * @param damaged the number of store entries found damaged
     */
    public Health {
        warnings = List.copyOf(warnings);
    }

    /**
     * The health of a store without damaged entries.
     *
     * @param available whether it responds
     * @param description its kind and address
     * @param warnings conditions that an operator should know
     * @param roundTripMicros the duration of the health check's request
     */
    public Health(boolean available, String description, List<String> warnings, long roundTripMicros) {
        this(available, description, warnings, roundTripMicros, 0);
    }
}
