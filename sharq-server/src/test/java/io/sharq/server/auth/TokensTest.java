package io.sharq.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items 2 and 3. */
final class TokensTest {
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void aTokenIsKnownByTheSha256OfItsText() {
        Tokens tokens = Tokens.parse("tokens", List.of("# programs", "billing produce,consume sms,call-* " + HASH));
        Principal billing = tokens.find("test").orElseThrow();
        assertThat(billing.name()).isEqualTo("billing");
        assertThat(billing.roles()).isEqualTo(Set.of(Role.PRODUCE, Role.CONSUME));
        assertThat(billing.types().include("sms")).isTrue();
        assertThat(billing.types().include("sms2")).isFalse();
        assertThat(billing.types().include("SMS")).isFalse();
        assertThat(billing.types().include("call-")).isTrue();
        assertThat(billing.types().include("call-7")).isTrue();
        assertThat(billing.types().include("call")).isFalse();
        assertThat(billing.types().isAll()).isFalse();
        for (String wrong : new String[] {"", "tes", "testt", "Test", HASH}) {
            assertThat(tokens.find(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void madeOnesHave256BitsAndDiffer() {
        assertThat(Tokens.generate()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(Tokens.generate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing",
                "billing produce *",
                "billing produce * test",
                "billing root * " + HASH,
                "billing produce *x " + HASH,
                "billing produce sms,, " + HASH,
                "billing produce * " + HASH + " more"
            })
    void aLineWithAFaultIsNamed(String line) {
        assertThatThrownBy(() -> Tokens.parse("tokens", List.of("", line)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("tokens, line 2: ");
    }

    /** What the command prints is what the server loads. */
    @Test
    void aNameThatWouldNotLoadMakesNoLine() {
        for (String name : List.of("billing", "a#b", "eve@example.com", "-", "b:c", "jos\u00e9")) {
            String line = Tokens.entry(name, "secret");
            assertThat(Tokens.parse("tokens", List.of(line)).find("secret").map(Principal::name))
                    .contains(name);
        }
        for (String name : List.of("", " ", "two words", "#billing", "a\tb", "a\nb", " a", "a ", "\u2003a", "a\n#b")) {
            assertThatThrownBy(() -> Tokens.entry(name, "secret"))
                    .as(name)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("A token's name has");
        }
    }
}
