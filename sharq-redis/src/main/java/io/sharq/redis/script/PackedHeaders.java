package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.Headers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The packed headers of a job: for each header the length of its name in one byte, the name, the length of its value in two
 * bytes, and the value in UTF-8. No headers are no bytes. The scripts store these bytes behind their length, and check them
 * when they read them, so what a script returns can be unpacked.
 */
public final class PackedHeaders {
    private static final int LENGTHS = Byte.BYTES + Short.BYTES;

    private PackedHeaders() {}

    /** Packs headers behind the length of the packed bytes, or to nothing if there are none. */
    public static byte[] pack(Headers headers) {
        if (headers.isEmpty()) {
            return new byte[0];
        }
        Map<byte[], byte[]> encoded = new LinkedHashMap<>();
        headers.toMap().forEach((name, value) -> encoded.put(name.getBytes(UTF_8), value.getBytes(UTF_8)));
        int size = encoded.entrySet().stream()
                .mapToInt(header -> LENGTHS + header.getKey().length + header.getValue().length)
                .sum();
        ByteBuffer packed = ByteBuffer.allocate(Short.BYTES + size).putShort((short) size);
        encoded.forEach((name, value) -> packed.put((byte) name.length)
                .put(name)
                .putShort((short) value.length)
                .put(value));
        return packed.array();
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
