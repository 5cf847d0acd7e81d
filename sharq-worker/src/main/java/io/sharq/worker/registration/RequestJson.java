package io.sharq.worker.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.api.InvalidValueException;

/** Writes requests as canonical JSON: equal requests give equal text, in whatever order a map or a class has its parts. */
public final class RequestJson {
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .findAndAddModules()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private RequestJson() {}

    /**
     * Writes a request.
     *
     * @throws InvalidValueException if it cannot be written
     */
    public static String of(Object request) {
        return of("request", request);
    }

    /**
     * Writes a value.
     *
     * @param field what an error names
     * @throws InvalidValueException if it cannot be written
     */
    public static String of(String field, Object value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(field, "It cannot be written as JSON.", e);
        }
    }
}
