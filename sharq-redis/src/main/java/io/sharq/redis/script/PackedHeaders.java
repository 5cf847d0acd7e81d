package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The packed headers of a job: for each header the length of its name in one byte, the name, the length of its value in two
 * bytes, and the value in UTF-8. No headers are no bytes. The scripts store these bytes behind their length, and check them
 * when they read them, so what a script returns can be unpacked.
 */
public final class PackedHeaders {
    private PackedHeaders() {}

    /** Packs headers behind the length of the packed bytes, or to nothing if there are none. */
    public static byte[] pack(Headers headers) {
        if (headers.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[Short.BYTES]);
        headers.toMap().forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(UTF_8);
            byte[] valueBytes = value.getBytes(UTF_8);
            packed.write(nameBytes.length);
            packed.writeBytes(nameBytes);
            packed.write(valueBytes.length >> 8);
            packed.write(valueBytes.length);
            packed.writeBytes(valueBytes);
        });
        byte[] bytes = packed.toByteArray();
        ByteBuffer.wrap(bytes).putShort((short) (bytes.length - Short.BYTES));
        return bytes;
    }

    /** Unpacks the bytes after the length. */
    public static Headers unpack(byte[] packed) {
        Map<String, String> headers = new LinkedHashMap<>();
        ByteBuffer rest = ByteBuffer.wrap(packed);
        while (rest.hasRemaining()) {
            String name = text(rest, Byte.toUnsignedInt(rest.get()));
            headers.put(name, text(rest, Short.toUnsignedInt(rest.getShort())));
        }
        return Headers.of(headers);
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, UTF_8);
    }
}
