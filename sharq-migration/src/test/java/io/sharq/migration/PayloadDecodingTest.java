package io.sharq.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class PayloadDecodingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c0                   | null
            c3                   | true
            22                   | 34
            2222                 | UNDECODABLE
            222222               | 34
            22c022               | null
            22c0                 | UNDECODABLE
            2281a1610122         | {"a":1}
            22a201               | UNDECODABLE
            cfffffffffffffffff   | 18446744073709551615
            d38000000000000000   | -9223372036854775808
            cb7fe1ccf385ebc8a0   | 1.0E308
            ca3dcccccd           | 0.10000000149011612
            cb8000000000000000   | -0.0
            cb7ff8000000000000   | PACKED
            cb7ff0000000000000   | PACKED
            a0                   | ""
            a3c3a922             | "é\\""
            a1ff                 | PACKED
            d901ff               | PACKED
            22a1ff22             | PACKED
            c403000102           | BYTES
            22c40300010222       | BYTES
            9101                 | [1]
            91c40100             | PACKED
            8101a161             | PACKED
            82a16101a16102       | PACKED
            d42a61               | PACKED
            d6ff00000000         | PACKED
            c1                   | UNDECODABLE
            dd7fffffff           | UNDECODABLE
            c67fffffff           | UNDECODABLE
            91                   | UNDECODABLE
            0101                 | UNDECODABLE
            ''                   | UNDECODABLE
            """)
    void eachEncodingIsKnown(String stored, String expected) {
        DecodedPayload decoded = PayloadDecoding.decode(HexFormat.of().parseHex(stored));

        assertThat(words(decoded)).isEqualTo(expected);
    }

    private static String words(DecodedPayload decoded) {
        if (decoded instanceof DecodedPayload.Json json) {
            return new String(json.content().toByteArray(), UTF_8);
        }
        return decoded instanceof DecodedPayload.Binary
                ? "BYTES"
                : decoded instanceof DecodedPayload.MessagePack ? "PACKED" : "UNDECODABLE";
    }

    @Test
    void bytesComeWithoutTheirHeaderAndPackedOnesWithoutTheirQuotes() {
        assertThat(bytes("c403000102")).isEqualTo("000102");
        assertThat(bytes("22a1ff22")).isEqualTo("a1ff");
        assertThat(bytes("2222")).isEqualTo("2222");
    }

    private static String bytes(String stored) {
        return HexFormat.of()
                .formatHex(PayloadDecoding.decode(HexFormat.of().parseHex(stored))
                        .content()
                        .toByteArray());
    }

    /** Deeper than JSON readers go, and far deeper than a stack. */
    @Test
    void whatIsNestedTooDeepComesAsBytes() throws IOException {
        assertThat(PayloadDecoding.decode(nested(900))).isInstanceOf(DecodedPayload.Json.class);
        assertThat(PayloadDecoding.decode(nested(1_001))).isInstanceOf(DecodedPayload.MessagePack.class);
        assertThat(PayloadDecoding.decode(nested(1_000_000))).isInstanceOf(DecodedPayload.MessagePack.class);
    }

    private static byte[] nested(int depth) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            for (int i = 0; i < depth; i++) {
                packer.packArrayHeader(1);
            }
            packer.packNil();
            return packer.toByteArray();
        }
    }
}
