package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sharq.api.Bounds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * The encoding of an identifier in Redis. It is self-delimiting: no code is the beginning of another. A UUID in its usual
 * lower-case form becomes a mark and its 16 bytes, which saves 20 bytes for each copy. Any other identifier becomes its
 * length, in one byte, and its characters. The mark is greater than every length, {@link Bounds#MAX_IDENTIFIER_LENGTH}.
 */
public final class IdCode {
    static final int UUID_MARK = 240;
    static final int UUID_BYTES = 16;

    private static final int UUID_LENGTH = 36;

    private IdCode() {}

    public static byte[] encode(String id) {
        if (isUuid(id)) {
            UUID uuid = UUID.fromString(id);
            return ByteBuffer.allocate(1 + UUID_BYTES)
                    .put((byte) UUID_MARK)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        byte[] characters = id.getBytes(ISO_8859_1);
        byte[] code = new byte[1 + characters.length];
        code[0] = (byte) characters.length;
        System.arraycopy(characters, 0, code, 1, characters.length);
        return code;
    }

    /** Whether bytes are exactly the code of an identifier. */
    public static boolean isCode(byte[] code) {
        if (code.length == 0) {
            return false;
        }
        int first = Byte.toUnsignedInt(code[0]);
        if (first == UUID_MARK) {
            return code.length == 1 + UUID_BYTES;
        }
        return first > 0 && first <= Bounds.MAX_IDENTIFIER_LENGTH && code.length == 1 + first;
    }

    public static String decode(byte[] code) {
        if (Byte.toUnsignedInt(code[0]) == UUID_MARK) {
            ByteBuffer bytes = ByteBuffer.wrap(code, 1, UUID_BYTES);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
        return new String(Arrays.copyOfRange(code, 1, code.length), ISO_8859_1);
    }

    /**
     * Whether an identifier has the form that {@link UUID#toString()} writes. Every other spelling keeps its own characters.
     */
    private static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = id.charAt(i);
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean isDigit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (isDash ? c != '-' : !isDigit) {
                return false;
            }
        }
        return true;
    }
}
