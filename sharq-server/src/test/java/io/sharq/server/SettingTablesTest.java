package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.settings.Flag;
import io.sharq.settings.OneOf;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SomeOf;
import io.sharq.settings.Span;
import io.sharq.settings.WholeNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of every table: what it takes at its bounds and just inside, and what it refuses just outside. */
class SettingTablesTest {
    /** Texts that a setting accepts, and that it refuses. */
    private record Edges(List<String> accepted, List<String> refused) {}

    private static final String FILE = SettingTablesTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()
            .concat(SettingTablesTest.class.getName().replace('.', '/') + ".class");

    private static final Edges WORDS = new Edges(List.of("x", "two words"), List.of("", " "));
    private static final Edges ANYTHING = new Edges(List.of("x", " "), List.of());
    private static final Edges PATH = new Edges(List.of("x", "/x/y"), List.of("\0"));
    private static final Edges PEM = new Edges(List.of(FILE), List.of("/no/such/file", "/", "\0"));

    /** The edges of settings whose form is their own. */
    private static final Map<String, Edges> TEXTS = Map.ofEntries(
            Map.entry("[sharq] backend", ANYTHING),
            Map.entry("[sharq-server] host", WORDS),
            Map.entry("[sharq-server] accesslog", PATH),
            Map.entry("[sharq-server] htpasswd", PATH),
            Map.entry("[sharq-server] tokens", PATH),
            Map.entry("[sharq-server] jwt_keys", PATH),
            Map.entry("[sharq-server] jwt_issuer", WORDS),
            Map.entry("[sharq-server] jwt_audience", WORDS),
            Map.entry("[sharq-server] tls_cert", PATH),
            Map.entry("[sharq-server] tls_key", PATH),
            Map.entry("[sharq-server] tls_client_ca", PATH),
            Map.entry(
                    "[worker] consumer",
                    new Edges(
                            List.of("a", "c".repeat(100), "host-7:4211", "!#$%&()*+,-./:;=?@[]_~"),
                            List.of("c".repeat(101), "a b", "a|b", "h\u00f4te"))),
            Map.entry(
                    "[worker] default_thread",
                    new Edges(
                            List.of(
                                    "a",
                                    "ab",
                                    "a".repeat(199),
                                    "a".repeat(200),
                                    "Z",
                                    "0",
                                    "_",
                                    "-",
                                    "a.b",
                                    "+49/151%",
                                    "a:b@c"),
                            List.of("", "a".repeat(201), "a b", "a|b", "a{", "\u00e9"))),
            Map.entry("[redis] host", WORDS),
            Map.entry(
                    "[redis] key_prefix",
                    new Edges(
                            List.of("a", "ab", "a".repeat(199), "a".repeat(200), "{a}", "a{", "a}", "{}"),
                            List.of("", "a".repeat(201), "a b", "a\t"))),
            Map.entry("[redis] unix_socket_path", WORDS),
            Map.entry("[redis] username", ANYTHING),
            Map.entry("[redis] password", ANYTHING),
            Map.entry("[redis] uri", ANYTHING),
            Map.entry(
                    "[redis] sentinels",
                    new Edges(
                            List.of("a", "a:1", "a:2", "a:65534", "a:65535", "a,b:1"),
                            List.of("", ":1", "a:0", "a:65536", "a:x", "a,"))),
            Map.entry("[redis] master_name", WORDS),
            Map.entry("[redis] sentinel_username", ANYTHING),
            Map.entry("[redis] sentinel_password", ANYTHING),
            Map.entry("[redis] tls_ca_file", PEM),
            Map.entry("[redis] tls_cert_file", PEM),
            Map.entry("[redis] tls_key_file", PEM),
            Map.entry(
                    "[redis] durability",
                    new Edges(
                            List.of("none", "aof", "replicas:1", "replicas:2", "replicas:98", "replicas:99"),
                            List.of("", "AOF", "replicas:0", "replicas:100", "replicas"))));

    static Stream<Arguments> keys() {
        return Tables.all().flatMap(section -> section.settings().stream().map(setting -> arguments(section, setting)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keys")
    void aKeyTakesWhatIsAtAndInsideItsBoundsAndNothingOutside(Section section, Setting<?> setting) {
        Edges edges = edges(section, setting);
        assertThat(edges.accepted()).isNotEmpty();
        for (String text : edges.accepted()) {
            assertThat(written(setting, text)).isEqualTo(text);
        }
        for (String text : edges.refused()) {
            assertThatThrownBy(() -> setting.parse(text))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo(setting.key()));
        }
    }

    /** A value as a file writes it, behind both ways that it can take: from a file, and from a program. */
    private static <T> String written(Setting<T> setting, String text) {
        return setting.type().text(setting.check(setting.parse(text)));
    }

    private static Edges edges(Section section, Setting<?> setting) {
        Object type = setting.type();
        if (type instanceof WholeNumber number) {
            return edges(number.least(), number.greatest());
        } else if (type instanceof Span span) {
            return edges(
                    Math.max(span.least().toMillis(), span.least().isZero() ? 0 : 1),
                    span.greatest().toMillis());
        } else if (type instanceof Flag) {
            return new Edges(List.of("true", "false"), List.of("", "2", "y"));
        } else if (type instanceof OneOf one) {
            return new Edges(one.words(), List.of("", one.words().get(0) + "x", String.join(",", one.words())));
        } else if (type instanceof SomeOf some) {
            return new Edges(
                    List.of(some.words().get(0), String.join(",", some.words())),
                    List.of("", some.words().get(0) + ",", some.words().get(0) + "x"));
        }
        return Objects.requireNonNull(TEXTS.get(section + " " + setting), "the edges of " + section + " " + setting);
    }

    private static Edges edges(long least, long greatest) {
        return new Edges(
                Stream.of(least, least + 1, greatest - 1, greatest)
                        .map(String::valueOf)
                        .toList(),
                List.of(String.valueOf(least - 1), String.valueOf(greatest + 1), "", "x", least + ".5"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spans")
    void aProgramSuppliesSpansAtAndInsideTheBoundsAndNoneOutside(Section section, Setting<Duration> setting) {
        Span span = (Span) (Object) setting.type();
        Duration grain = span.grain().getDuration();
        for (Duration value :
                List.of(span.least(), span.least().plus(grain), span.greatest().minus(grain), span.greatest())) {
            assertThat(setting.check(value)).isEqualTo(value);
        }
        for (Duration value : List.of(
                span.least().minus(grain),
                span.greatest().plus(grain),
                span.least().plusNanos(1))) {
            assertThatThrownBy(() -> setting.check(value))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("`" + setting.key() + "` has an invalid value.");
        }
    }

    static Stream<Arguments> spans() {
        return keys().filter(row -> ((Setting<?>) row.get()[1]).type() instanceof Span);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keys")
    void aKeyIsSetByItsVariable(Section section, Setting<?> setting) {
        String text = edges(section, setting).accepted().get(0);
        Configuration configuration = Configuration.empty(Map.of(section.variable(setting.key()), text));

        assertThat(configuration.<Object>read(
                        section, values -> values.find(setting).orElseThrow()))
                .isEqualTo(setting.parse(text));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keys")
    void aRowIsFitForTheReference(Section section, Setting<?> setting) {
        assertThat(setting.key()).matches("[a-z]+(_[a-z]+)*");
        assertThat(setting.meaning()).isNotBlank().doesNotEndWith(".").doesNotContain("|");
        assertThat(setting.defaultText()).isNotBlank();
        assertThat(setting.isSecret())
                .isEqualTo(
                        Pattern.compile("password|uri$").matcher(setting.key()).find());
    }
}
