package io.sharq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Converts objects to payloads and back. Bytes are kept as they are; everything else is JSON. Thread-safe. */
final class Payloads {
    private final ObjectMapper mapper;

    /** A cache of readers per class. Without it the mapper would look up the deserializer for each payload. */
    private final ConcurrentHashMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private final int maxSize;

    Payloads(ObjectMapper mapper, int maxSize) {
        this.mapper = mapper;
        this.maxSize = maxSize;
    }

    /**
     * The default mapper. It neither writes nor reads names of Java types in the JSON. A number read without a target
     * type keeps its value: a {@code double} cannot hold 1E+400, nor all digits of 0.12345678901234567890.
     */
    static ObjectMapper defaultMapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    Payload write(Object value) {
        Payload payload = toPayload("payload", value);
        if (payload.size() > maxSize) {
            throw new InvalidValueException(
                    "payload", "It must have at most " + maxSize + " bytes, but has " + payload.size() + ".");
        }
        return payload;
    }

    /** Writes a result. Its greatest size is the same for all backends, so that they check it. */
    Payload writeResult(Object value) {
        return toPayload("result", value);
    }

    private Payload toPayload(String field, Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof byte[] bytes) {
            return Payload.of(bytes);
        }
        try {
            return Payload.wrap(mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(field, "It cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    <T> T read(Payload payload, Class<T> type) {
        return read("payload", payload, type);
    }

    <T> T readResult(Optional<Payload> result, Class<T> type) {
        return read(
                "result",
                result.orElseThrow(() -> new InvalidValueException("result", "The finish of the job left none.")),
                type);
    }

    private <T> T read(String field, Payload payload, Class<T> type) {
        try {
            T value = readers.computeIfAbsent(type, this::reader).readValue(payload.toByteArray());
            if (value == null) {
                throw new InvalidValueException(field, "It is null, not a " + type.getSimpleName() + ".");
            }
            return value;
        } catch (IOException e) {
            throw new InvalidValueException(field, "It cannot be read as JSON of " + type.getSimpleName() + ".", e);
        }
    }

    /** A reader for the class. JSON trees keep their numbers exactly, whatever the mapper's configuration. */
    private ObjectReader reader(Class<?> type) {
        ObjectReader reader = mapper.readerFor(type);
        return JsonNode.class.isAssignableFrom(type)
                ? reader.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                : reader;
    }
}
