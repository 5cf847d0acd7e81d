package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.LuaFunction;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What Java packs, Lua accepts and Java unpacks; and Lua accepts nothing that Java cannot unpack. */
class PackedHeadersTest {
    private static final int ROWS = 4_000;
    private static final long SEED = new Random().nextLong();

    /** Takes the record in hexadecimal, because an argument of bytes would not survive as text. */
    private static final LuaFunction UNPACK =
            new LuaFunction("""
            function(hex)
              local record = hex:gsub('..', function(byte) return string.char(tonumber(byte, 16)) end)
              local place, _, _, at, headers = unpack_job(record)
              if not place then
                return 'unreadable'
              end
              return (headers:gsub('.', function(c) return string.format('%02x', c:byte()) end)) .. ' ' .. record:sub(at)
            end
            """, 1, "keys", "on_first_use", "bounds", "state", "jobs");

    private final Random random = new Random(SEED);

    private static List<Headers> samples() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < Bounds.MAX_HEADERS; i++) {
            many.put("X-" + i, "v".repeat(i));
        }
        return List.of(
                Headers.of("a", ""),
                Headers.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Headers.of(
                        "!#$%&'*+-.^_`|~",
                        "\u00e4 \u20ac \ud83d\ude00 \ufffd \u07ff \u0800 \ud7ff \ue000 \udbff\udfff"),
                Headers.of("n".repeat(Bounds.MAX_HEADER_NAME_LENGTH), "v".repeat(Bounds.MAX_HEADERS_BYTES - 100)),
                Headers.of(many));
    }

    private static String record(byte[] headersPart) {
        return "04" + "00".repeat(9) + HexFormat.of().formatHex(headersPart)
                + HexFormat.of().formatHex("payload".getBytes(ISO_8859_1));
    }

    private static byte[] withoutLength(byte[] packed) {
        return Arrays.copyOfRange(packed, 2, packed.length);
    }

    @Test
    void headersComeBackAsTheyWerePacked() {
        for (Headers headers : samples()) {
            byte[] packed = PackedHeaders.pack(headers);
            Headers unpacked = PackedHeaders.unpack(withoutLength(packed));

            assertThat(unpacked).isEqualTo(headers);
            assertThat(unpacked.toMap().keySet())
                    .containsExactlyElementsOf(headers.toMap().keySet());
            assertThat(UNPACK.answers(List.of(List.of(record(packed)))))
                    .containsExactly(HexFormat.of().formatHex(withoutLength(packed)) + " payload");
        }
        assertThat(PackedHeaders.pack(Headers.NONE)).isEmpty();
        assertThat(PackedHeaders.unpack(new byte[0])).isEqualTo(Headers.NONE);
    }

    /** A script that accepted what a client cannot read would lease a job that no client gets. */
    @Test
    void whatCannotBeUnpackedIsAnUnreadableRecord() {
        List<byte[]> parts = new ArrayList<>(List.of(
                packed(),
                packed("", "v"),
                packed("a b", "v"),
                packed("a", "line\nfeed"),
                packed("a", "\u0085"),
                packed("a", "\u007f"),
                packed("a", "1", "A", "2"),
                packed("n".repeat(101), "v"),
                packed("n", "v".repeat(Bounds.MAX_HEADERS_BYTES)),
                "\0\6\1a\0\2\303(".getBytes(ISO_8859_1),
                "\0\7\1a\0\3\355\240\200".getBytes(ISO_8859_1),
                "\0\6\1a\0\2\300\200".getBytes(ISO_8859_1),
                "\0\10\1a\0\4\364\220\200\200".getBytes(ISO_8859_1),
                "\0\5\1a\0\2v".getBytes(ISO_8859_1),
                "\0\3\1a\0".getBytes(ISO_8859_1),
                "\0\1\377".getBytes(ISO_8859_1),
                "\377\377\1a\0\1v".getBytes(ISO_8859_1)));
        List<List<Object>> rows = new ArrayList<>();
        parts.forEach(part -> rows.add(List.of(record(part))));
        assertThat(UNPACK.answers(rows)).hasSize(parts.size()).containsOnly("unreadable");
    }

    /** Packs names and values in turn, valid or not. */
    private static byte[] packed(String... parts) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            String part = new String(parts[i].getBytes(UTF_8), ISO_8859_1);
            bytes.append(i % 2 == 0 ? "" : String.valueOf((char) (part.length() >> 8)))
                    .append((char) (part.length() & 0xff))
                    .append(part);
        }
        return ("" + (char) (bytes.length() >> 8) + (char) (bytes.length() & 0xff) + bytes).getBytes(ISO_8859_1);
    }

    @Test
    void luaAcceptsExactlyWhatJavaUnpacks() {
        List<byte[]> damaged = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<Headers> samples = samples();
            byte[] packed = withoutLength(PackedHeaders.pack(samples.get(i % (samples.size() - 2))));
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
            }
            damaged.add(packed);
            byte[] part = new byte[packed.length + 2];
            part[0] = (byte) (packed.length >> 8);
            part[1] = (byte) packed.length;
            System.arraycopy(packed, 0, part, 2, packed.length);
            rows.add(List.of(record(part)));
        }
        List<String> answers = UNPACK.answers(rows);
        for (int i = 0; i < ROWS; i++) {
            assertThat(!answers.get(i).equals("unreadable"))
                    .as("%s (seed %d)", HexFormat.of().formatHex(damaged.get(i)), SEED)
                    .isEqualTo(isReadable(damaged.get(i)));
        }
    }

    /** Whether Java reads it without a loss: a decoder replaces bytes that are no UTF-8. */
    private static boolean isReadable(byte[] packed) {
        try {
            Headers headers = PackedHeaders.unpack(packed);
            return Arrays.equals(withoutLength(PackedHeaders.pack(headers)), packed);
        } catch (InvalidValueException | BufferUnderflowException e) {
            return false;
        }
    }
}
