package io.sharq.migration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sharq.api.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Decodes payloads of the original. The library 1.x stores MessagePack; 0.x and go-sharq store it between two bytes 0x22. A
 * payload is taken for the older form only if what is between the quotes is one whole value: the integer 34 is stored as a
 * single byte 0x22.
 */
final class PayloadDecoding {
    /** The deepest nesting that Jackson reads. */
    private static final int DEEPEST = 1_000;

    private static final byte QUOTE = 0x22;
    private static final JsonFactory JSON = new JsonFactory();

    private PayloadDecoding() {}

    static DecodedPayload decode(byte[] stored) {
        byte[] packed = stored;
        if (stored.length >= 2 && stored[0] == QUOTE && stored[stored.length - 1] == QUOTE) {
            byte[] inside = Arrays.copyOfRange(stored, 1, stored.length - 1);
            packed = isWhole(inside) ? inside : stored;
        }
        return isWhole(packed) ? decodeValue(packed) : new DecodedPayload.Undecodable(Payload.wrap(stored));
    }

    private static boolean isWhole(byte[] packed) {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed)) {
            unpacker.skipValue();
            return !unpacker.hasNext();
        } catch (MessagePackException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DecodedPayload decodeValue(byte[] packed) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(packed.length * 2);
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed)) {
            if (unpacker.getNextFormat().getValueType() == ValueType.BINARY) {
                return new DecodedPayload.Binary(Payload.wrap(unpacker.readPayload(unpacker.unpackBinaryHeader())));
            }
            try (JsonGenerator generator = JSON.createGenerator(json)) {
                write(unpacker, generator, 1);
            }
            return new DecodedPayload.Json(Payload.wrap(json.toByteArray()));
        } catch (NotJsonException e) {
            return new DecodedPayload.MessagePack(Payload.wrap(packed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(MessageUnpacker from, JsonGenerator to, int depth) throws IOException, NotJsonException {
        MessageFormat format = from.getNextFormat();
        switch (format.getValueType()) {
            case NIL -> {
                from.unpackNil();
                to.writeNull();
            }
            case BOOLEAN -> to.writeBoolean(from.unpackBoolean());
            case INTEGER -> to.writeNumber(from.unpackBigInteger());
            case FLOAT -> to.writeNumber(finite(from.unpackDouble()));
            case STRING -> to.writeString(text(from));
            case ARRAY -> writeArray(from, to, depth);
            case MAP -> writeMap(from, to, depth);
            default -> throw new NotJsonException();
        }
    }

    private static void writeArray(MessageUnpacker from, JsonGenerator to, int depth)
            throws IOException, NotJsonException {
        requireDepth(depth);
        int size = from.unpackArrayHeader();
        to.writeStartArray();
        for (int i = 0; i < size; i++) {
            write(from, to, depth + 1);
        }
        to.writeEndArray();
    }

    /** Refuses a key that comes twice: readers of JSON disagree about which of the two counts. */
    private static void writeMap(MessageUnpacker from, JsonGenerator to, int depth)
            throws IOException, NotJsonException {
        requireDepth(depth);
        int size = from.unpackMapHeader();
        Set<String> keys = new HashSet<>();
        to.writeStartObject();
        for (int i = 0; i < size; i++) {
            if (from.getNextFormat().getValueType() != ValueType.STRING) {
                throw new NotJsonException();
            }
            String key = text(from);
            if (!keys.add(key)) {
                throw new NotJsonException();
            }
            to.writeFieldName(key);
            write(from, to, depth + 1);
        }
        to.writeEndObject();
    }

    private static void requireDepth(int depth) throws NotJsonException {
        if (depth >= DEEPEST) {
            throw new NotJsonException();
        }
    }

    private static double finite(double number) throws NotJsonException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new NotJsonException();
        }
        return number;
    }

    /** Decodes strictly: Python 2 stored byte strings of any encoding as strings. */
    private static String text(MessageUnpacker from) throws IOException, NotJsonException {
        byte[] bytes = from.readPayload(from.unpackRawStringHeader());
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotJsonException();
        }
    }

    /** Thrown at the first part that JSON cannot say. */
    private static final class NotJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        private NotJsonException() {
            super(null, null, false, false);
        }
    }
}
