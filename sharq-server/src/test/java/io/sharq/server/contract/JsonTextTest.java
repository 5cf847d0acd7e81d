package io.sharq.server.contract;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sharq.api.InvalidValueException;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class JsonTextTest {
    private final JsonText json = new JsonText(1 << 20);

    @Property
    void aPayloadIsKeptAsItWasWritten(@ForAll long seed) {
        String payload = JsonWriter.value(new Random(seed));
        String body = " {\"a\" : 1, \"payload\" :\t" + payload + " , \"b\":[{\"payload\":" + payload + "}] } ";
        ObjectNode object = json.read(body.getBytes(UTF_8));
        assertThat(raw(object)).isEqualTo(payload);
        assertThat(raw((ObjectNode) object.get("b").get(0))).isEqualTo(payload);
        assertThat(JsonText.isJson(payload.getBytes(UTF_8))).isTrue();
    }

    @Property
    void nothingThatIsCutOffIsRead(@ForAll long seed) {
        Random random = new Random(seed);
        String body = "{\"payload\":" + JsonWriter.value(random) + "}";
        String cut = body.substring(0, random.nextInt(body.length()));
        assertThatThrownBy(() -> json.read(cut.getBytes(UTF_8))).isInstanceOf(InvalidValueException.class);
    }

    @Property
    void whateverTheBytesNothingElseIsThrown(@ForAll byte[] bytes) {
        try {
            assertThat(json.read(bytes)).isNotNull();
        } catch (InvalidValueException | TooLargeException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Example
    void whatIsNotStrictlyAnObjectIsRefused() {
        for (String text : new String[] {
            "",
            " ",
            "1",
            "[]",
            "null",
            "{}{}",
            "{} x",
            "{\"a\":1,\"a\":2}",
            "{\"payload\":{\"b\":1,\"b\":1}}",
            "{'a':1}",
            "{\"a\":NaN}",
            "{\"a\":01}",
            "{\"a\":1,}",
            "{\"a\":\"\t\"}",
            "{/**/}",
            "{\"a\":Infinity}",
            "\ufeff{}",
            "{\"payload\":\"\\x\"}",
            "{\"payload\":tru}",
            "{\"payload\":}",
            "{\"payload\":1 2}"
        }) {
            assertThatThrownBy(() -> json.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThatThrownBy(() -> json.read("{}".getBytes(UTF_16))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> json.read(new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'}))
                .isInstanceOf(InvalidValueException.class);
    }

    @Example
    void depthIsBounded() {
        // The body itself is the first of the 64.
        assertThat(json.read(nested(63))).isNotNull();
        assertThatThrownBy(() -> json.read(nested(64))).isInstanceOf(TooLargeException.class);
    }

    private static byte[] nested(int depth) {
        return ("{\"payload\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
    }

    @Example
    void theLongestLengthInAPayloadIsSeen() {
        assertThat(length("{\"x\":{\"max_queued_length\":1},\"max_queued_length\":7}"))
                .isEqualTo(7);
        assertThat(((RawJson) ((POJONode) json.read("{\"payload\":[{\"max_queued_length\":1}]}".getBytes(UTF_8))
                                        .get("payload"))
                                .getPojo())
                        .maxQueuedLength())
                .isEmpty();
        assertThat(length("{\"max_queued_length\":1.5}")).isEqualTo(2);
        assertThat(length("{\"max_queued_length\":-1}")).isZero();
        assertThat(length("{\"max_queued_length\":99999999999}")).isEqualTo(1_000_000_000);
        for (String bad : new String[] {"\"1\"", "true", "false", "[]", "{}"}) {
            assertThatThrownBy(() -> length("{\"max_queued_length\":" + bad + "}"))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`max_queued_length`");
        }
    }

    private int length(String payload) {
        POJONode node = (POJONode)
                json.read(("{\"payload\":" + payload + "}").getBytes(UTF_8)).get("payload");
        return ((RawJson) node.getPojo()).maxQueuedLength().orElseThrow();
    }

    private static String raw(ObjectNode object) {
        RawJson raw = (RawJson) ((POJONode) object.get("payload")).getPojo();
        return new String(raw.payload().toByteArray(), UTF_8);
    }
}
