package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.sharq.api.Headers;
import io.sharq.api.Payload;
import io.sharq.server.contract.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the bodies of answers. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Members {
        /**
         * Writes them.
         *
         * @param json where to
         * @throws IOException if it cannot be written to
         */
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Members members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                json.writeStartObject();
                members.write(json);
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("An answer cannot be written", e);
        }
    }

    static void payload(JsonGenerator json, Payload payload) throws IOException {
        payload(json, "payload", payload);
    }

    /** As it was written; what is not JSON goes out in base 64 beside a null. */
    static void payload(JsonGenerator json, String name, Payload payload) throws IOException {
        byte[] bytes = payload.toByteArray();
        if (JsonText.isJson(bytes)) {
            json.writeFieldName(name);
            json.writeRawValue(new RawText(bytes));
        } else {
            json.writeNullField(name);
            json.writeStringField(name + "_base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** The headers of a job; no member if there are none, as the original has no headers. */
    static void headers(JsonGenerator json, Headers headers) throws IOException {
        if (headers.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : headers.toMap().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
        }
        json.writeEndObject();
    }

    /**
     * The constant of an enum as it is written in JSON.
     *
     * @param value the constant
     * @return its name in lower case
     */
    public static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static void instant(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeStringField(name, instant.toString());
    }

    static void instant(JsonGenerator json, String name, Optional<Instant> instant) throws IOException {
        if (instant.isPresent()) {
            instant(json, name, instant.get());
        }
    }
}
