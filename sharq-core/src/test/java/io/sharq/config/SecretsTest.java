package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import io.sharq.spi.BackendSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password is in no message and in no text of an object. */
class SecretsTest {
    private static final String SECRET = "hunter;2";

    private final FakeBackend redis = FakeBackend.redis();

    @Test
    void aFaultOfAPasswordDoesNotShowIt() {
        BackendSettings settings = settings(Map.of());

        assertThat(settings.get("password")).contains(SECRET);
        assertThat(settings.invalid("password", "\"" + SECRET + "\" is refused"))
                .hasMessage("sharq.conf, line 2: [redis] password: \"***\" is refused");
        assertThatThrownBy(() -> Section.of(settings).integer("password", 0, 9))
                .hasMessage("sharq.conf, line 2: [redis] password: it must be a whole number from 0 to 9,"
                        + " but is \"***\"");
    }

    @Test
    void aFaultOfAPasswordOfTheEnvironmentDoesNotShowIt() {
        assertThat(settings(Map.of("SHARQ_REDIS_PASSWORD", "other")).invalid("password", "other is refused"))
                .hasMessage("environment variable SHARQ_REDIS_PASSWORD: *** is refused");
    }

    @Test
    void aFaultOfAnUnsetKeyNamesTheFileAndTheKey() {
        assertThat(settings(Map.of()).invalid("username", "it is missing"))
                .hasMessage("sharq.conf: [redis] username: it is missing");
        ConfigurationTexts.withoutFile(Map.of(), redis).openBackend().close();
        assertThat(redis.opened.get(1).invalid("username", "it is missing"))
                .hasMessage("[redis] username: it is missing");
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
        assertThat(configuration.section("redis")).hasToString("[redis] [password]");
        assertThat(IniText.read("f", "[redis]\npassword : " + SECRET).toString())
                .doesNotContain("hunter");
    }

    private BackendSettings settings(Map<String, String> environment) {
        configuration(environment).openBackend().close();
        return redis.opened.get(0);
    }

    private Configuration configuration(Map<String, String> environment) {
        return ConfigurationTexts.parse("[redis]\npassword : " + SECRET + " ; of mine\n", environment, redis);
    }
}
