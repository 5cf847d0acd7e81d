package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values by type. */
class SectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"true", "True"})
    void aFlagIsTrue(String value) {
        assertThat(section(value).flag("clustered")).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE"})
    void aFlagIsFalse(String value) {
        assertThat(section(value).flag("clustered")).contains(false);
    }

    @Test
    void anyOtherWordIsNoFlag() {
        assertThatThrownBy(() -> section("yes").flag("clustered"))
                .hasMessage("sharq.conf, line 2: [redis] clustered: it must be true or false, but is \"yes\"");
    }

    @Test
    void aNumberMayLieOnItsBounds() {
        assertThat(section("-1").integer("clustered", -1, 5)).hasValue(-1);
        assertThat(section("5").integer("clustered", -1, 5)).hasValue(5);
        assertThatThrownBy(() -> section("-2").integer("clustered", -1, 5))
                .hasMessageEndingWith("it must be a whole number from -1 to 5, but is \"-2\"");
        assertThatThrownBy(() -> section("6").integer("clustered", -1, 5))
                .hasMessageEndingWith("it must be a whole number from -1 to 5, but is \"6\"");
    }

    @Test
    void aSpanIsWrittenInMilliseconds() {
        assertThat(section("1500").millis("clustered", Duration.ZERO, Duration.ofSeconds(2)))
                .contains(Duration.ofMillis(1500));
        assertThatThrownBy(() -> section("2001").millis("clustered", Duration.ZERO, Duration.ofSeconds(2)))
                .hasMessageEndingWith("it must be a whole number of milliseconds from 0 to 2000, but is \"2001\"");
    }

    @Test
    void anUnsetKeyHasNoValueOfAnyType() {
        Section section = section("true");

        assertThat(section.text("host")).isEmpty();
        assertThat(section.integer("port", 1, 9)).isEmpty();
        assertThat(section.millis("timeout", Duration.ZERO, Duration.ofDays(1))).isEmpty();
        assertThat(ConfigurationTexts.parse("", FakeBackend.redis())
                        .section("redis")
                        .flag("clustered"))
                .isEmpty();
    }

    @Test
    void aSectionThatNoConfigurationHasIsAMistakeOfTheProgram() {
        assertThatThrownBy(() -> ConfigurationTexts.parse("").section("cron"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a configuration has no section [cron]");
        assertThatThrownBy(() ->
                        ConfigurationTexts.parse("").section("sharq-server").text("ports"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[sharq-server] has no key ports");
    }

    private static Section section(String clustered) {
        return ConfigurationTexts.parse("[redis]\nclustered : " + clustered, FakeBackend.redis())
                .section("redis");
    }
}
