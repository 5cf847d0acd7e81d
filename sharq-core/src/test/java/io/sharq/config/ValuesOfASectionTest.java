package io.sharq.config;

import static io.sharq.settings.ValueType.flag;
import static io.sharq.settings.ValueType.oneOf;
import static io.sharq.settings.ValueType.someOf;
import static io.sharq.settings.ValueType.span;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeMillis;
import static io.sharq.settings.ValueType.wholeNumber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.section.ServerSection;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import io.sharq.settings.ValueType;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values by type, as a file and a program supply them. */
class ValuesOfASectionTest {
    private static final ValueType<Integer> NUMBER = wholeNumber(-1, 5);
    private static final ValueType<Duration> SPAN = span(Duration.ZERO, Duration.ofSeconds(2));

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "yes", "ON", "1"})
    void aFlagIsTrue(String value) {
        assertThat(read(flag(), value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "no", "Off", "0"})
    void aFlagIsFalse(String value) {
        assertThat(read(flag(), value)).isFalse();
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void aValueOfTheFileThatIsNotAllowedIsNamedWithItsPlace(ValueType<?> type, String value, String fault) {
        assertThatThrownBy(() -> read(type, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("sharq.conf, line 2: [fake] key: " + fault);
    }

    static Stream<Arguments> aValueOfTheFileThatIsNotAllowedIsNamedWithItsPlace() {
        ValueType<Duration> micros = span(Duration.ofNanos(1_000), Duration.ofDays(1));
        return Stream.of(
                arguments(flag(), "2", "it must be true or false, but is \"2\""),
                arguments(NUMBER, "-2", "it must be a whole number from -1 to 5, but is \"-2\""),
                arguments(NUMBER, "6", "it must be a whole number from -1 to 5, but is \"6\""),
                arguments(NUMBER, "1.5", "it must be a whole number from -1 to 5, but is \"1.5\""),
                arguments(SPAN, "2001", "it must be a whole number of milliseconds from 0 to 2000, but is \"2001\""),
                arguments(micros, "0", "it must be a whole number of milliseconds from 1 to 86400000, but is \"0\""),
                arguments(oneOf("a", "b"), "c", "it must be a or b, but is \"c\""),
                arguments(someOf("a", "b"), "a,c", "it must be some of a, b, but has \"c\""));
    }

    @Test
    void aNumberMayLieOnItsBounds() {
        assertThat(read(NUMBER, "-1")).isEqualTo(-1);
        assertThat(read(NUMBER, "5")).isEqualTo(5);
    }

    @Test
    void aSpanIsWrittenInMilliseconds() {
        assertThat(read(SPAN, "1500")).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void wordsHaveCommasBetweenThem() {
        assertThat(read(someOf("a", "b", "c"), "c, a")).containsExactly("c", "a");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void aValueOfAProgramThatIsNotAllowedIsNamedByItsKey(ValueType<Object> type, Object value, String fault) {
        Setting<Object> setting = Setting.of("key", type, "");
        assertThatThrownBy(() -> setting.check(value))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`key` has an invalid value. " + fault);
    }

    static Stream<Arguments> aValueOfAProgramThatIsNotAllowedIsNamedByItsKey() {
        ValueType<Duration> span = span(Duration.ofNanos(1_000), Duration.ofHours(1));
        return Stream.of(
                arguments(NUMBER, 6, "It must be between -1 and 5, but is 6."),
                arguments(span, Duration.ZERO, "It must be between a microsecond and an hour, but is PT0S."),
                arguments(span, Duration.ofNanos(1_500), "It must be whole microseconds, but is PT0.0000015S."),
                arguments(SPAN, Duration.ofMillis(2_001), "It must be between zero and 2 seconds, but is PT2.001S."),
                arguments(
                        wholeMillis(Duration.ZERO, Duration.ofDays(2)),
                        Duration.ofNanos(1_500_000),
                        "It must be whole milliseconds, but is PT0.0015S."),
                arguments(text(), " ", "It must not be blank."),
                arguments(oneOf("a", "b"), "c", "it must be a or b, but is \"c\""),
                arguments(someOf("a", "b"), Set.of(), "it must be some of a, b, but has none"),
                arguments(text(), null, "It must not be null."));
    }

    @Test
    void anUnsetKeyHasItsDefault() {
        Section.Builder table = Section.named("fake");
        Setting<Integer> one = table.add(Setting.of("one", NUMBER, "").byDefault(1));
        Setting<Integer> none = table.add(Setting.of("none", NUMBER, ""));
        SettingValues values = SettingValues.defaults(table.build());

        assertThat(values.get(one)).isEqualTo(1);
        assertThat(values.find(one)).isEmpty();
        assertThat(values.find(none)).isEmpty();
        assertThat(values.isEmpty()).isTrue();
        assertThat(values.with(none, 2).get(none)).isEqualTo(2);
        assertThat(values.with(one, 1)).isEqualTo(values).hasSameHashCodeAs(values);
        assertThat(values.with(one, 1).find(one)).contains(1);
        assertThat(values.with(one, 2)).isNotEqualTo(values);
        assertThatThrownBy(() -> values.get(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[fake] none has no value and no default");
    }

    @Test
    void aDefaultThatIsNotAllowedIsAMistakeOfTheTable() {
        assertThatThrownBy(() -> Setting.of("key", NUMBER, "").byDefault(6)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aTableHasEachKeyOnceAndNoneAfterItIsBuilt() {
        Section.Builder table = Section.named("fake");
        table.add(Setting.of("key", NUMBER, ""));
        table.add(Setting.of("key", flag(), ""));

        assertThatThrownBy(table::build).hasMessage("[fake] has two settings key");
        assertThatThrownBy(() -> table.add(Setting.of("late", flag(), "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("[fake] is built already, without late");
    }

    @Test
    void aSectionThatNoConfigurationHasIsAMistakeOfTheProgram() {
        Section cron = Section.named("cron").build();
        Setting<String> ports = Setting.of("ports", text(), "");

        assertThatThrownBy(() -> ConfigurationTexts.parse("").read(cron, Function.identity()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a configuration has no section [cron]");
        assertThatThrownBy(() -> ConfigurationTexts.parse("").read(ServerSection.SECTION, values -> values.find(ports)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[sharq-server] has no key ports");
    }

    private static <T> T read(ValueType<T> type, String text) {
        Section.Builder table = Section.named("fake");
        Setting<T> key = table.add(Setting.of("key", type, ""));
        Section section = table.build();
        return ConfigurationTexts.parse("[fake]\nkey : " + text, FakeBackend.named("fake", "key"))
                .read(section, values -> values.get(key));
    }
}
