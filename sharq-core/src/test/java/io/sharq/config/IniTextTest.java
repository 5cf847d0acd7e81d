package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a line is the value. */
class IniTextTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key : value                  | value",
                "key=value                    | value",
                "  key   =   value            | value",
                "key : value ; comment        | value",
                "key : value\t; comment       | value",
                "key : value ;; comment       | value",
                "key : value ; one ; two      | value",
                "key : va;lue                 | va;lue",
                "key : va;lue ; comment       | va;lue",
                "key : value;                 | value;",
                "key : value # no comment     | value # no comment",
                "key : a=b:c                  | a=b:c",
                "key = a:b=c                  | a:b=c",
                "key : redis://host           | redis://host",
                "key : \"quoted\"             | \"quoted\"",
                "key : C:\\new\\table         | C:\\new\\table",
                "key : %(name)s               | %(name)s",
                "key : two words              | two words",
            })
    void aValueEndsBeforeItsComment(String line, String value) {
        assertThat(value(line)).isEqualTo(value);
    }

    @Test
    void aBackslashAtTheEndOfALineIsPartOfTheValue() {
        assertThat(IniText.read("f", "[s]\na : x\\\nb : y\n").get("s").entries())
                .extracting("a.value", "b.value")
                .containsExactly("x\\", "y");
    }

    @Test
    void aWholeLineIsACommentAfterASemicolonOrAHash() {
        String text = "# one\n;; two\n[s] ; three\n  ; four\n  # five\nkey : value\n;last : 1";

        assertThat(IniText.read("f", text)).containsOnlyKeys("s");
        assertThat(value(text)).isEqualTo("value");
        assertThat(IniText.read("f", text).get("s").entries()).containsOnlyKeys("key");
    }

    @Test
    void linesAreCountedWhateverEndsThem() {
        String text = "[s]\r\n\ra : 1\n\r\nb : 2\u2028\u0085 ; comment\r\nc : 3";

        assertThat(IniText.read("f", text).get("s").entries().values())
                .extracting(Entry::origin)
                .containsExactly("f, line 3: [s] a", "f, line 5: [s] b", "f, line 6: [s] c");
    }

    private static String value(String line) {
        String text = line.contains("[s]") ? line : "[s]\n" + line;
        Entry setting = IniText.read("f", text).get("s").entries().get("key");
        return setting == null ? "" : setting.value();
    }
}
