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
import java.util.concurrent.ConcurrentHashMap;

/** Turns objects into payloads and back. Bytes stay bytes; everything else is JSON. */
final class Payloads {
    private final ObjectMapper mapper;

    /** One for each class that payloads are read as: a mapper would look up how to read it for every payload. */
    private final ConcurrentHashMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private final int maxSize;

    Payloads(ObjectMapper mapper, int maxSize) {
        this.mapper = mapper;
        this.maxSize = maxSize;
    }

    /**
     * Names no Java type in the JSON and reads none from it. A number that is read without a type of its own keeps its value:
     * a {@code double} has no room for 1E+400, nor for the digits of 0.12345678901234567890.
     */
    static ObjectMapper defaultMapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    Payload write(Object value) {
        Payload payload = toPayload(value);
        if (payload.size() > maxSize) {
            throw new InvalidValueException(
                    "payload", "It must have at most " + maxSize + " bytes, but has " + payload.size() + ".");
        }
        return payload;
    }

    private Payload toPayload(Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof byte[] bytes) {
            return Payload.of(bytes);
        }
        try {
            return Payload.wrap(mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw invalid("It cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    <T> T read(Payload payload, Class<T> type) {
        try {
            T value = readers.computeIfAbsent(type, this::reader).readValue(payload.toByteArray());
            if (value == null) {
                throw new InvalidValueException("payload", "It is null, not a " + type.getSimpleName() + ".");
            }
            return value;
        } catch (IOException e) {
            throw invalid("It cannot be read as JSON of " + type.getSimpleName() + ".", e);
        }
    }

    /** A tree of JSON is what was written, whatever the mapper makes of its numbers elsewhere. */
    private ObjectReader reader(Class<?> type) {
        ObjectReader reader = mapper.readerFor(type);
        return JsonNode.class.isAssignableFrom(type)
                ? reader.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                : reader;
    }

    private static InvalidValueException invalid(String fault, Exception cause) {
        return new InvalidValueException("payload", fault, cause);
    }
}
