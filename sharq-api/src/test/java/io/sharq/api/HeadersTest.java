package io.sharq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What headers are accepted, and what the refusal of others says. */
class HeadersTest {
    private static final int LONGEST = Bounds.MAX_HEADER_NAME_LENGTH;

    private static Map<String, String> many(int count) {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            many.put("name-" + i, "value");
        }
        return many;
    }

    private static void assertRefused(ThrowingCallable call, String fault) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`headers` has an invalid value. " + fault);
    }

    @Test
    void headersKeepCaseAndOrder() {
        Headers headers = Headers.of("X-Tag", "a").with("traceparent", "b").with("A", "");

        assertThat(headers.toMap())
                .containsExactly(Map.entry("X-Tag", "a"), Map.entry("traceparent", "b"), Map.entry("A", ""));
        assertThat(headers.value("x-tag")).hasValue("a");
        assertThat(headers.value("TRACEPARENT")).hasValue("b");
        assertThat(headers.value("b")).isEmpty();
        assertThat(headers.isEmpty()).isFalse();
        assertThat(headers).hasToString("Headers[X-Tag, traceparent, A]");
    }

    @Test
    void headersAreEqualIfTheirNamesAndValuesAre() {
        assertThat(Headers.of("a", "1").with("b", "2"))
                .isEqualTo(Headers.of("b", "2").with("a", "1"))
                .hasSameHashCodeAs(Headers.of("b", "2").with("a", "1"))
                .isNotEqualTo(Headers.of("a", "1"))
                .isNotEqualTo(Headers.of("A", "1").with("b", "2"));
        assertThat(Headers.of(Map.of())).isSameAs(Headers.NONE).hasToString("Headers[]");
    }

    @Test
    void aHeaderOfTheSameNameIsReplaced() {
        assertThat(Headers.of("Tag", "1").with("other", "2").with("TAG", "3").toMap())
                .containsExactly(Map.entry("other", "2"), Map.entry("TAG", "3"));
    }

    @Test
    void headersDoNotChangeWithTheMapTheyWereMadeOf() {
        Map<String, String> map = new HashMap<>(Map.of("a", "1"));
        Headers headers = Headers.of(map);
        map.put("a", "2");
        assertThat(headers.value("a")).hasValue("1");
        assertThatThrownBy(() -> headers.toMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyBoundIsItselfAllowed() {
        assertThat(Headers.of(many(Bounds.MAX_HEADERS)).toMap()).hasSize(Bounds.MAX_HEADERS);
        assertThat(Headers.of("n".repeat(LONGEST), "v".repeat(Bounds.MAX_HEADERS_BYTES - LONGEST))
                        .isEmpty())
                .isFalse();
        assertThat(Headers.of("!#$%&'*+-.^_`|~09azAZ", " \u00a0\u20ac\ud83d\ude00")
                        .value("!#$%&'*+-.^_`|~09azAZ"))
                .hasValue(" \u00a0\u20ac\ud83d\ude00");
    }

    @Test
    void tooManyOrTooLongHeadersAreRefused() {
        assertRefused(() -> Headers.of(many(17)), "It must have at most 16 headers, but has 17.");
        assertRefused(
                () -> Headers.of("n", "\u20ac".repeat(1_366)),
                "The names and values must have at most 4096 bytes, but have 4099.");
        assertRefused(() -> Headers.of(many(16)).with("one-more", ""), "It must have at most 16 headers, but has 17.");
    }

    @Test
    void badNamesAreRefused() {
        assertRefused(() -> Headers.of("", "v"), "A name must have 1 to 100 characters, but one has 0.");
        assertRefused(() -> Headers.of("n".repeat(101), "v"), "A name must have 1 to 100 characters, but one has 101.");
        assertRefused(
                () -> Headers.of("a b", "v"),
                "A name may hold only A-Z, a-z, 0-9 and ! # $ % & ' * + - . ^ _ ` | ~, but one has U+0020 at position 1.");
        for (String name : new String[] {"a:", "(a", "a\u00e9", "a\n", "\ud83d\ude00", "a\u0000", "\"", "a/b", "a=b"}) {
            assertThatThrownBy(() -> Headers.of(name, "v"))
                    .as(name)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("A name may hold only");
        }
        Map<String, String> same = new LinkedHashMap<>();
        same.put("Tag", "1");
        same.put("tAG", "2");
        assertRefused(() -> Headers.of(same), "The names Tag and tAG differ only in case.");
    }

    @Test
    void badValuesAreRefused() {
        assertRefused(
                () -> Headers.of("tag", "a\r\nb"), "The value of tag has the control character U+000D at position 1.");
        assertRefused(
                () -> Headers.of("tag", "\u0085"), "The value of tag has the control character U+0085 at position 0.");
        assertRefused(
                () -> Headers.of("tag", "\u007f"), "The value of tag has the control character U+007F at position 0.");
        assertRefused(
                () -> Headers.of("tag", "ab\ud83d"),
                "The value of tag has the unpaired surrogate U+D83D at position 2.");
        assertRefused(
                () -> Headers.of("tag", "\ude00b"),
                "The value of tag has the unpaired surrogate U+DE00 at position 0.");
    }

    @Test
    void nullIsRefused() {
        assertRefused(() -> Headers.of(null), "It must not be null.");
        assertRefused(() -> Headers.of("tag", null), "It must not be null.");
        assertRefused(() -> Headers.of(null, "v"), "It must not be null.");
        assertRefused(() -> Headers.NONE.value(null), "It must not be null.");
        assertRefused(() -> Headers.of(Collections.singletonMap("tag", null)), "The value of tag must not be null.");
        assertRefused(() -> Headers.of(Collections.singletonMap(null, "v")), "A name must not be null.");
    }
}
