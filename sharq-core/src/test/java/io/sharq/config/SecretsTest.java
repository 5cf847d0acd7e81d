package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password is in no message and in no text of an object. */
class SecretsTest {
    private static final String SECRET = "hunter;2";

    private final FakeBackend redis = FakeBackend.redis();

    @Test
    void aFaultOfAPasswordDoesNotShowIt() {
        Configuration configuration = configuration(Map.of());

        assertThat(password(configuration)).isEqualTo(SECRET);
        assertThatThrownBy(() -> refuse(configuration, "password", "\"" + SECRET + "\" is refused"))
                .hasMessage("sharq.conf, line 2: [redis] password: \"***\" is refused")
                .hasNoCause();
        assertThatThrownBy(() -> ConfigurationTexts.parse("[redis]\npin : " + SECRET, redis)
                        .openBackend())
                .hasMessage("sharq.conf, line 2: [redis] pin: it must be a whole number from 0 to 9, but is \"***\"");
    }

    @Test
    void aFaultOfAPasswordOfTheEnvironmentDoesNotShowIt() {
        Configuration configuration = configuration(Map.of("SHARQ_REDIS_PASSWORD", "other"));

        assertThatThrownBy(() -> refuse(configuration, "password", "other is refused"))
                .hasMessage("environment variable SHARQ_REDIS_PASSWORD: *** is refused");
    }

    @Test
    void aFaultOfAnUnsetKeyNamesTheFileAndTheKey() {
        assertThatThrownBy(() -> refuse(configuration(Map.of()), "username", "it is missing"))
                .hasMessage("sharq.conf: [redis] username: it is missing");
        assertThatThrownBy(() -> refuse(ConfigurationTexts.withoutFile(Map.of(), redis), "username", "it is missing"))
                .hasMessage("[redis] username: it is missing");
    }

    @Test
    void aFaultOfWhatIsNoKeyIsLeftAsItIs() {
        assertThatThrownBy(() -> refuse(configuration(Map.of()), "queue_type", "It is missing."))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`queue_type` has an invalid value. It is missing.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[redis]\npassword " + SECRET,
                "[redis]\npassword hunter;2=",
                "[redis]\npasword : " + SECRET,
                "[redis]\npassword : x\npassword : " + SECRET,
                "password : " + SECRET,
                "[redis\npassword : " + SECRET,
                "[redis]\n= " + SECRET,
                "[reddis]\npassword : " + SECRET,
            })
    void aFaultyFileDoesNotShowItsPassword(String text) {
        assertThatThrownBy(() -> ConfigurationTexts.parse(text, redis))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("hunter");
                });
    }

    @Test
    void noTextOfAnObjectShowsIt() {
        Configuration configuration = configuration(Map.of());

        assertThat(configuration).hasToString("Configuration[sharq.conf, [redis]]");
        assertThat(configuration.read(redis.section(), Function.identity())).hasToString("[redis] [password]");
        assertThat(IniText.read("f", "[redis]\npassword : " + SECRET).toString())
                .doesNotContain("hunter");
    }

    private String password(Configuration configuration) {
        configuration.openBackend().close();
        return redis.given("password").orElseThrow();
    }

    /** What a backend does that finds a fault while it is opened. */
    private void refuse(Configuration configuration, String key, String fault) {
        configuration.read(redis.section(), values -> {
            throw new InvalidValueException(key, fault, new IllegalStateException("a cause may quote " + SECRET));
        });
    }

    private Configuration configuration(Map<String, String> environment) {
        return ConfigurationTexts.parse("[redis]\npassword : " + SECRET + " ; of mine\n", environment, redis);
    }
}
