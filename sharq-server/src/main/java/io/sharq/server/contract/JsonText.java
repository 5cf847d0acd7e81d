package io.sharq.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.OptionalInt;

/**
 * Reads the JSON object of a body, strictly: UTF-8, no duplicate member, nothing behind the object, within bounds. A
 * member named {@code payload} or {@code result} is kept as it was written, because a number of a thousand digits or the
 * order of members is its owner's business. Thread-safe.
 */
public final class JsonText {
    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_NAME_LENGTH = 50_000;
    private static final String PAYLOAD = "payload";
    private static final String RESULT = "result";
    private static final String MAX_QUEUED_LENGTH = "max_queued_length";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonFactory factory;

    /**
     * A reader.
     *
     * @param maxSize the longest text that it reads, in bytes
     */
    public JsonText(int maxSize) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(Math.max(1, maxSize))
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxDocumentLength(Math.max(1, maxSize))
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from clients: a table of interned names would grow without bound.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /**
     * Reads an object.
     *
     * @param bytes the body
     * @return the object
     * @throws InvalidValueException if it is not a JSON object
     * @throws TooLargeException if it is over a bound
     */
    public ObjectNode read(byte[] bytes) {
        String text = decode(bytes);
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidValueException("body", "It must be a JSON object.");
            }
            ObjectNode object = object(parser, text);
            if (parser.nextToken() != null) {
                throw new InvalidValueException("body", "Something follows the JSON object.");
            }
            return object;
        } catch (StreamConstraintsException e) {
            throw new TooLargeException("The body has JSON that is nested too deeply or is too long.", e);
        } catch (JsonParseException e) {
            throw new InvalidValueException(
                    "body",
                    "It is not JSON: " + fault(e) + " (at character "
                            + e.getLocation().getCharOffset() + ").",
                    e);
        } catch (IOException e) {
            throw new InvalidValueException("body", "It is not JSON.", e);
        }
    }

    /** Without the parser's own words on where an object began. */
    private static String fault(JsonParseException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf(" (start marker");
        return end < 0 ? message : message.substring(0, end);
    }

    private static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValueException("body", "It is not UTF-8 text.", e);
        }
    }

    /**
     * Whether some bytes are one JSON value. A job that a library enqueued may hold anything.
     *
     * @param bytes the bytes
     * @return whether they are
     */
    public static boolean isJson(byte[] bytes) {
        try (JsonParser parser = Lenient.FACTORY.createParser(decode(bytes))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException | InvalidValueException e) {
            return false;
        }
    }

    /** Reads what a library may have enqueued, which is bounded by the size of a payload alone. */
    private static final class Lenient {
        static final JsonFactory FACTORY = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    private static JsonNode value(JsonParser parser, String text) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, text);
            case START_ARRAY -> array(parser, text);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getBigIntegerValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser, String text) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            boolean isRaw = name.equals(PAYLOAD) || name.equals(RESULT);
            object.set(name, isRaw ? NODES.pojoNode(raw(parser, text, name.equals(PAYLOAD))) : value(parser, text));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, String text) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, text));
        }
        return array;
    }

    private static RawJson raw(JsonParser parser, String text, boolean isPayload) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        OptionalInt maxQueuedLength = OptionalInt.empty();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (isPayload && name.equals(MAX_QUEUED_LENGTH)) {
                    maxQueuedLength = maxQueuedLength(parser);
                }
                skip(parser);
            }
        } else {
            skip(parser);
        }
        int to = (int) parser.currentLocation().getCharOffset();
        return new RawJson(Payload.wrap(text.substring(from, to).getBytes(UTF_8)), maxQueuedLength);
    }

    /** Token by token: what is only skipped over is not checked to the end. */
    private static void skip(JsonParser parser) throws IOException {
        int depth = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else {
                parser.finishToken();
            }
            if (depth == 0) {
                return;
            }
            parser.nextToken();
        }
    }

    private static OptionalInt maxQueuedLength(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> OptionalInt.empty();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> OptionalInt.of(GreatestLength.of(parser.getDecimalValue()));
            default -> throw new InvalidValueException(MAX_QUEUED_LENGTH, "It must be a number or null.");
        };
    }
}
