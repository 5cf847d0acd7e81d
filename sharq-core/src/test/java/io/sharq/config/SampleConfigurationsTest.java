package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQSettings;
import io.sharq.config.section.ServerSection;
import io.sharq.settings.SettingValues;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample files of the original documents, character for character. */
class SampleConfigurationsTest {
    private final FakeBackend redis = FakeBackend.redis();

    @Test
    void theSampleOfTheLibraryLoads() throws Exception {
        Configuration configuration = load("library.conf");

        configuration.openBackend().close();

        assertThat(configuration.settings()).isEqualTo(SharQSettings.builder().build());
        assertThat(configuration.backendName()).isEqualTo("redis");
        assertThat(given())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "db", "0",
                        "key_prefix", "sharq_server",
                        "conn_type", "tcp_sock",
                        "unix_socket_path", "/tmp/redis.sock",
                        "port", "6379",
                        "host", "127.0.0.1",
                        "clustered", "false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.conf", "equals.conf"})
    void theSampleOfTheServerLoads(String sample) throws Exception {
        Configuration configuration = load(sample);

        configuration.openBackend().close();

        assertThat(configuration.settings()).isEqualTo(SharQSettings.builder().build());
        SettingValues server = configuration.read(ServerSection.SECTION, Function.identity());
        assertThat(server.find(ServerSection.HOST)).contains("127.0.0.1");
        assertThat(server.find(ServerSection.PORT)).contains(8080);
        assertThat(server.find(ServerSection.WORKERS)).contains(1);
        assertThat(server.find(ServerSection.ACCESSLOG)).contains(Path.of("/var/log/sharq-server/sharq.log"));
        assertThat(given())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "db", "0",
                        "key_prefix", "sharq_server",
                        "conn_type", "unix_sock",
                        "unix_socket_path", "/tmp/redis.sock",
                        "port", "6379",
                        "host", "127.0.0.1"));
    }

    /** A file with all that files of live installations of the original have. */
    @Test
    void aFileOfALiveInstallationLoads() throws Exception {
        Configuration configuration = load("live.conf");

        configuration.openBackend().close();

        assertThat(configuration.settings())
                .isEqualTo(SharQSettings.builder()
                        .jobExpireInterval(Duration.ofMinutes(2))
                        .jobRequeueInterval(Duration.ofSeconds(3))
                        .defaultJobRequeueLimit(0)
                        .runUpkeep(false)
                        .build());
        SettingValues server = configuration.read(ServerSection.SECTION, Function.identity());
        assertThat(server.find(ServerSection.ACCESSLOG)).isEmpty();
        assertThat(given()).containsEntry("key_prefix", "{call}").doesNotContainKey("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"library.conf", "equals.conf", "server.conf"})
    void aSampleSavedOnWindowsLoads(String sample) throws Exception {
        String text = "\uFEFF" + Files.readString(path(sample)).replace("\n", "\r\n");

        ConfigurationTexts.parse(text, redis).openBackend().close();

        assertThat(given()).containsEntry("unix_socket_path", "/tmp/redis.sock").containsEntry("db", "0");
    }

    private Configuration load(String sample) throws URISyntaxException, IOException {
        return Configuration.load(path(sample), Map.of(), new Backends(List.of(redis)));
    }

    private static Path path(String sample) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SampleConfigurationsTest.class.getResource(sample))
                .toURI());
    }

    private Map<String, String> given() {
        Map<String, String> values = new TreeMap<>();
        for (String key : redis.section().keys()) {
            redis.given(key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }
}
