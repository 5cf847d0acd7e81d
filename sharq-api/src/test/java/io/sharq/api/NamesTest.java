package io.sharq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String REFUSED = " \"'\\<>{}^`|";

    @Test
    void anIdentifierHoldsPrintableAsciiButTheRefusedCharacters() {
        for (char c = 0; c < 0x200; c++) {
            String id = "a" + c;
            boolean isAllowed = c > ' ' && c < 0x7f && REFUSED.indexOf(c) < 0;
            if (isAllowed) {
                assertThat(Bounds.identifier("queue_id", id)).isSameAs(id);
            } else {
                assertThatThrownBy(() -> Bounds.identifier("queue_id", id))
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageStartingWith("`queue_id` has an invalid value.")
                        .hasMessageContaining(String.format("U+%04X", (int) c))
                        .hasMessageEndingWith(" at position 1.");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 101, 143, 144, 145, 199, 200})
    void anIdentifierHasUpToTwoHundredCharacters(int length) {
        assertThatCode(() -> JobKey.of("sms", "q".repeat(length), "/".repeat(length)))
                .doesNotThrowAnyException();
    }

    @Test
    void theLengthAndTheCharacterOfARefusedNameAreNamed() {
        assertThatThrownBy(() -> new QueueKey("sms", "q".repeat(201)))
                .hasMessage("`queue_id` has an invalid value. It must have 1 to 200 characters, but has 201.");
        assertThatThrownBy(() -> JobKey.of("sms", "q", ""))
                .hasMessage("`job_id` has an invalid value. It must have 1 to 200 characters, but has 0.");
        assertThatThrownBy(() -> new QueueKey("sms", "abc{d"))
                .hasMessage("`queue_id` has an invalid value. It may hold only A-Z, a-z, 0-9 and"
                        + " ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~, but has U+007B ({) at position 3.");
        assertThatThrownBy(() -> new QueueKey("sms", "a\uD83D\uDE00")).hasMessageEndingWith("U+1F600 at position 1.");
        assertThatThrownBy(() -> new QueueKey("s:ms", "a"))
                .hasMessage(
                        "`queue_type` has an invalid value. It may hold only A-Z, a-z, 0-9, _ and -, but has U+003A (:) at"
                                + " position 1.");
        assertThatThrownBy(() -> new QueueKey("s".repeat(101), "a"))
                .hasMessage("`queue_type` has an invalid value. It must have 1 to 100 characters, but has 101.");
    }

    @Test
    void aPatternIsAPrefixOfAQueueIdAndAnAsterisk() {
        String longest = "q".repeat(199) + "*";
        assertThat(new QueuePattern("sms", longest).matches("q".repeat(200))).isTrue();
        assertThat(new QueuePattern("sms", "*").matches("q")).isTrue();
        assertThat(new QueuePattern("sms", "a**").matches("a*")).isTrue();
        assertThat(new QueuePattern("sms", "a**").matches("ab")).isFalse();
        assertThatThrownBy(() -> new QueuePattern("sms", "q" + longest))
                .hasMessage("`pattern` has an invalid value. It must have 1 to 200 characters, but has 201.");
        assertThatThrownBy(() -> new QueuePattern("sms", "")).hasMessageEndingWith("characters, but has 0.");
        assertThatThrownBy(() -> new QueuePattern("sms", "gold"))
                .hasMessage("`pattern` has an invalid value. It must be a prefix followed by `*`, but does not end with"
                        + " `*`.");
        assertThatThrownBy(() -> new QueuePattern("sms", "go{d*")).hasMessageEndingWith("U+007B ({) at position 2.");
    }

    @ParameterizedTest
    @CsvSource({
        "user001,        job-1,    sms/user001/job-1",
        "+49151,         a:b@c.d,  sms/+49151/a:b@c.d",
        "a/b,            c,        sms/a%2Fb/c",
        "a,              b/c,      sms/a/b%2Fc",
        "a%2Fb,          c,        sms/a%252Fb/c",
        "[*]?,           a#,       sms/%5B*%5D%3F/a%23",
        "..,             .,        sms/../.",
    })
    void aKeyIsWrittenAsAPath(String queue, String job, String text) {
        assertThat(JobKey.of("sms", queue, job)).hasToString(text);
        assertThat(text).startsWith(new QueueKey("sms", queue) + "/");
    }

    /** All pairs of ids of up to three characters that could be mistaken for separators and escapes. */
    @Test
    void noTwoKeysHaveTheSameText() {
        List<String> ids = new ArrayList<>(List.of("/", "%", "2", "F", "a"));
        for (int from = 0, length = 1; length < 3; length++) {
            int to = ids.size();
            for (int i = from; i < to; i++) {
                for (String end : List.of("/", "%", "2", "F", "a")) {
                    ids.add(ids.get(i) + end);
                }
            }
            from = to;
        }
        Map<String, JobKey> seen = new HashMap<>();
        for (String queue : ids) {
            for (String job : ids) {
                JobKey key = JobKey.of("sms", queue, job);
                assertThat(seen.put(key.toString(), key)).isNull();
            }
        }
    }
}
