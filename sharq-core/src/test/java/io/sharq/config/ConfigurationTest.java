package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final Set<String> REDIS_KEYS =
            Set.of("host", "port", "db", "key_prefix", "conn_type", "unix_socket_path", "password", "clustered");

    private static final BackendProvider REDIS = provider("redis", REDIS_KEYS);
    private static final BackendProvider IN_MEMORY = provider("inmemory", Set.of());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"library.conf", "server.conf", "equals.conf"})
    void theSampleFilesLoadCharacterForCharacter(String file) throws URISyntaxException {
        Path path = Path.of(Objects.requireNonNull(ConfigurationTest.class.getResource(file))
                .toURI());

        Configuration configuration = load(path, Map.of(), REDIS, IN_MEMORY);

        SharQSettings settings = configuration.settings();
        assertThat(settings.jobExpireInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.jobRequeueInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.defaultJobRequeueLimit()).isEqualTo(-1);
        Section redis = configuration.section("redis");
        assertThat(redis.get("host")).contains("127.0.0.1");
        assertThat(redis.get("port")).contains("6379");
        assertThat(redis.get("unix_socket_path")).contains("/tmp/redis.sock");
        assertThat(redis.get("conn_type").orElseThrow()).doesNotContain(";").endsWith("_sock");
        assertThat(configuration.backendName()).isEqualTo("redis");
    }

    @Test
    void theServersKeysAreReadAsWell() throws URISyntaxException {
        Path path = Path.of(Objects.requireNonNull(ConfigurationTest.class.getResource("server.conf"))
                .toURI());

        Section server = load(path, Map.of(), REDIS).section("sharq-server");

        assertThat(server.get("accesslog")).contains("/var/log/sharq-server/sharq.log");
        assertThat(server.get("workers")).contains("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[sharq]%njob_expire_intervall : 5|line 2: [sharq] job_expire_intervall: there is no such key;"
                        + " did you mean \"job_expire_interval\"?",
                "[sharqq]%nbackend : x|line 2: [sharqq] backend: there is no section [sharqq]; did you mean \"sharq\"?",
                "[sharq]%njob_expire_interval : soon|line 2: [sharq] job_expire_interval: it must be a whole number of"
                        + " milliseconds, but is \"soon\"",
                "[sharq]%n%njob_expire_interval : 0 ; never|line 3: [sharq] job_expire_interval: It must be between 1",
                "[sharq]%nmax_batch_size = 0|line 2: [sharq] max_batch_size: It must be between 1 and 10000, but is 0.",
                "[sharq]%nbackend : x%nbackend : y|line 3: [sharq] backend is there twice",
                "[sharq]%nbackend : x%n[sharq]|line 3: section [sharq] is there twice",
                "backend : x|line 1: a key stands before the first section",
                "[sharq]%nbackend|line 2: a key needs : or =",
                "[sharq|line 1: this is not the head of a section: [sharq",
            })
    void aFaultIsReportedWithFileLineAndKey(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), String.format(text));

        assertThatThrownBy(() -> load(file, Map.of(), REDIS, IN_MEMORY).settings())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sharq.conf, " + message);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Configuration.load(folder.resolve("none.conf")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("none.conf: there is no such file");
    }

    @Test
    void theEnvironmentGoesOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[redis]\nhost : here\n");
        Map<String, String> environment =
                Map.of("SHARQ_REDIS_HOST", "there", "SHARQ_JOB_EXPIRE_INTERVAL", "250", "SHARQ_SERVER_PORT", "81");

        Configuration configuration = load(file, environment, REDIS);

        assertThat(configuration.section("redis").get("host")).contains("there");
        assertThat(configuration.settings().jobExpireInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.section("sharq-server").get("port")).contains("81");
    }

    @Test
    void aFaultInTheEnvironmentNamesTheVariable() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\n");

        assertThatThrownBy(() -> load(file, Map.of("SHARQ_MAX_BATCH_SIZE", "many"), IN_MEMORY)
                        .settings())
                .hasMessage("environment variable SHARQ_MAX_BATCH_SIZE: it must be a whole number, but is \"many\"");
    }

    @Test
    void withoutASectionOfABackendItIsTheInMemoryOne() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\n");

        assertThat(load(file, Map.of(), REDIS, IN_MEMORY).backendName()).isEqualTo("inmemory");
        assertThatThrownBy(() -> load(file, Map.of(), REDIS).backendName())
                .hasMessageContaining("add sharq-inmemory; found: redis");
    }

    @Test
    void theConfigurationMayNameTheBackend() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\nbackend : inmemory\n[redis]\nport : 1\n");

        assertThat(load(file, Map.of(), REDIS, IN_MEMORY).backendName()).isEqualTo("inmemory");
        assertThatThrownBy(() -> load(file, Map.of(), REDIS).backendName())
                .hasMessageContaining("line 2: [sharq] backend: there is no backend \"inmemory\"; found: redis");
    }

    @Test
    void aSectionOfABackendThatIsNotThereSaysWhatToAdd() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[redis]\nport : 1\n");

        assertThatThrownBy(() -> load(file, Map.of(), IN_MEMORY).backendName())
                .hasMessageContaining("add sharq-redis; found: inmemory");
    }

    @Test
    void withoutAFileTheOnlyBackendIsTakenAndSeveralAreAnErrorThatListsThem() {
        assertThat(alone(REDIS).backendName()).isEqualTo("redis");
        assertThatThrownBy(() -> alone(REDIS, IN_MEMORY).backendName())
                .hasMessage("There are several backends: name one in [sharq] backend; found: inmemory, redis");
        assertThatThrownBy(() -> alone().backendName()).hasMessageContaining("There is no backend on the class path");
    }

    @Test
    void aValueMayHoldASemicolonThatNoBlankPrecedes() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[redis]\npassword : a;b\\c:d ; secret\n");

        assertThat(load(file, Map.of(), REDIS).section("redis").get("password")).contains("a;b\\c:d");
    }

    private static Configuration load(Path file, Map<String, String> environment, BackendProvider... providers) {
        return Configuration.of(IniText.read(file), environment, new Backends(List.of(providers)), true);
    }

    private static Configuration alone(BackendProvider... providers) {
        return Configuration.of(Map.of(), Map.of(), new Backends(List.of(providers)), false);
    }

    private static BackendProvider provider(String name, Set<String> keys) {
        return new BackendProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<String> keys() {
                return keys;
            }

            @Override
            public Backend open(BackendSettings settings) {
                throw new AssertionError("only the choice is tested here");
            }
        };
    }
}
