package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import io.sharq.config.section.ServerSection;
import io.sharq.settings.SettingValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment sets. */
class EnvironmentTest {
    private final FakeBackend redis = FakeBackend.redis();

    @Test
    void aVariableGoesBeforeTheFile() {
        Configuration configuration = ConfigurationTexts.parse(
                "[sharq]\njob_expire_interval : 5\njob_requeue_interval : 7\n[redis]\nhost : a\nport : 1\n",
                Map.of("SHARQ_JOB_EXPIRE_INTERVAL", "6", "SHARQ_REDIS_HOST", "b", "SHARQ_REDIS_DB", " 3 "),
                redis);

        configuration.openBackend().close();

        assertThat(configuration.settings().jobExpireInterval()).isEqualTo(Duration.ofMillis(6));
        assertThat(configuration.settings().jobRequeueInterval()).isEqualTo(Duration.ofMillis(7));
        assertThat(redis.given("host")).contains("b");
        assertThat(redis.given("port")).contains("1");
        assertThat(redis.given("db")).contains("3");
    }

    @Test
    void aVariableGoesBeforeAFaultInTheFile() {
        Configuration configuration = ConfigurationTexts.parse(
                "[sharq]\njob_expire_interval : abc\n", Map.of("SHARQ_JOB_EXPIRE_INTERVAL", "6"));

        assertThat(configuration.settings().jobExpireInterval()).isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void everyKeyOfEverySectionHasItsVariable() {
        Configuration configuration = ConfigurationTexts.withoutFile(
                Map.ofEntries(
                        Map.entry("SHARQ_BACKEND", "redis"),
                        Map.entry("SHARQ_JOB_EXPIRE_INTERVAL", "1"),
                        Map.entry("SHARQ_JOB_REQUEUE_INTERVAL", "2"),
                        Map.entry("SHARQ_DEFAULT_JOB_REQUEUE_LIMIT", "3"),
                        Map.entry("SHARQ_MAX_PAYLOAD_SIZE", "4"),
                        Map.entry("SHARQ_MAX_BATCH_SIZE", "5"),
                        Map.entry("SHARQ_FINISHED_RETENTION", "6"),
                        Map.entry("SHARQ_DEAD_JOB_MAX_COUNT", "7"),
                        Map.entry("SHARQ_DEAD_JOB_MAX_AGE", "8"),
                        Map.entry("SHARQ_RETRY_FOR", "9"),
                        Map.entry("SHARQ_SERVER_HOST", "0.0.0.0"),
                        Map.entry("SHARQ_SERVER_PORT", "9"),
                        Map.entry("SHARQ_SERVER_WORKERS", "10"),
                        Map.entry("SHARQ_SERVER_ACCESSLOG", "/dev/stdout"),
                        Map.entry("SHARQ_REDIS_UNIX_SOCKET_PATH", "/run/redis.sock")),
                FakeBackend.inMemory(),
                redis);

        configuration.openBackend().close();

        assertThat(configuration.settings())
                .isEqualTo(SharQSettings.builder()
                        .jobExpireInterval(Duration.ofMillis(1))
                        .jobRequeueInterval(Duration.ofMillis(2))
                        .defaultJobRequeueLimit(3)
                        .maxPayloadSize(4)
                        .maxBatchSize(5)
                        .finishedRetention(Duration.ofMillis(6))
                        .deadJobMaxCount(7)
                        .deadJobMaxAge(Duration.ofMillis(8))
                        .retryFor(Duration.ofMillis(9))
                        .build());
        SettingValues server = configuration.read(ServerSection.SECTION, Function.identity());
        assertThat(server.find(ServerSection.HOST)).contains("0.0.0.0");
        assertThat(server.find(ServerSection.PORT)).contains(9);
        assertThat(server.find(ServerSection.WORKERS)).contains(10);
        assertThat(server.find(ServerSection.ACCESSLOG)).contains(Path.of("/dev/stdout"));
        assertThat(redis.given("unix_socket_path")).contains("/run/redis.sock");
    }

    @Test
    void aSemicolonInAVariableIsNoComment() {
        ConfigurationTexts.withoutFile(Map.of("SHARQ_REDIS_PASSWORD", "a ; b"), redis)
                .openBackend()
                .close();

        assertThat(redis.given("password")).contains("a ; b");
    }

    @Test
    void anEmptyVariableSetsNothing() {
        ConfigurationTexts.parse(
                        "[redis]\nhost : a\n", Map.of("SHARQ_REDIS_HOST", " ", "SHARQ_REDIS_NOSUCH", ""), redis)
                .openBackend()
                .close();

        assertThat(redis.given("host")).contains("a");
    }

    @Test
    void aBackendWithAHyphenHasVariablesWithAnUnderscore() {
        FakeBackend other = FakeBackend.named("redis-tree", "host");

        ConfigurationTexts.withoutFile(Map.of("SHARQ_REDIS_TREE_HOST", "a"), redis, other)
                .openBackend()
                .close();

        assertThat(other.given("host")).contains("a");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARQ_TEST_REDIS_URI           | redis://localhost",
                "SHARQ_HOME                     | /opt/sharq",
                "SHARQ_VERSION                  | 1.0",
                "SHARQ_PORT                     | tcp://10.0.0.1:8080",
                "SHARQ_SERVICE_HOST             | 10.0.0.1",
                "SHARQ_SERVER_SERVICE_HOST      | 10.0.0.1",
                "SHARQ_SERVER_PORT              | tcp://10.0.0.1:8080",
                "SHARQ_REDIS_SERVICE_PORT       | 6379",
                "SHARQ_REDIS_SERVICE_PORT_REDIS | 6379",
                "SHARQ_REDIS_PORT               | tcp://10.0.0.1:6379",
                "SHARQ_REDIS_PORT_6379_TCP      | tcp://10.0.0.1:6379",
                "SHARQ_REDIS_PORT_6379_TCP_ADDR | 10.0.0.1",
                "SHARQREDIS_HOST                | a",
                "sharq_redis_host               | a",
                "REDIS_HOST                     | a",
            })
    void aVariableOfAnotherProgramSetsNothing(String name, String value) {
        Configuration configuration = ConfigurationTexts.parse("", Map.of(name, value), FakeBackend.inMemory(), redis);

        assertThat(configuration.backendName()).isEqualTo("inmemory");
        assertThat(configuration.settings()).isEqualTo(SharQSettings.builder().build());
        assertThat(configuration
                        .read(ServerSection.SECTION, Function.identity())
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARQ_JOB_EXPIRE_INTERVAL | 1s | it must be a whole number of milliseconds from 1 to 31536000000,"
                        + " but is \"1s\"",
                "SHARQ_JOB_EXPIRE_INTERVL  | 1  | unknown variable; did you mean SHARQ_JOB_EXPIRE_INTERVAL?",
                "SHARQ_REDS_HOST           | a  | unknown variable; did you mean SHARQ_REDIS_HOST?",
                "SHARQ_REDIS_PASWORD       | a  | unknown variable; did you mean SHARQ_REDIS_PASSWORD?",
                "SHARQ_SERVER_LOG          | a  | unknown variable; known are "
                        + "SHARQ_SERVER_ACCESSLOG, SHARQ_SERVER_BODY_TIMEOUT, "
                        + "SHARQ_SERVER_BYTES_PER_SECOND, SHARQ_SERVER_HEADER_TIMEOUT, SHARQ_SERVER_HOST, "
                        + "SHARQ_SERVER_HTPASSWD, SHARQ_SERVER_HTPASSWD_ROLES, SHARQ_SERVER_IDLE_TIMEOUT, "
                        + "SHARQ_SERVER_INSECURE, SHARQ_SERVER_JWT_AUDIENCE, SHARQ_SERVER_JWT_ISSUER, "
                        + "SHARQ_SERVER_JWT_KEYS, SHARQ_SERVER_MAX_BODY_SIZE, "
                        + "SHARQ_SERVER_MAX_CONNECTIONS, SHARQ_SERVER_MAX_CONNECTIONS_PER_ADDRESS, "
                        + "SHARQ_SERVER_MAX_HEADER_SIZE, SHARQ_SERVER_MAX_URI_LENGTH, "
                        + "SHARQ_SERVER_MAX_WAIT, SHARQ_SERVER_MAX_WAITING, "
                        + "SHARQ_SERVER_MAX_WAITING_PER_CLIENT, SHARQ_SERVER_PORT, "
                        + "SHARQ_SERVER_QUEUES_PER_HOUR, SHARQ_SERVER_REQUESTS_PER_SECOND, "
                        + "SHARQ_SERVER_SHUTDOWN_TIMEOUT, SHARQ_SERVER_TLS_CERT, SHARQ_SERVER_TLS_CLIENT_CA, SHARQ_SERVER_TLS_KEY, "
                        + "SHARQ_SERVER_TOKENS, SHARQ_SERVER_WORKERS",
            })
    void aFaultIsNamedWithItsVariable(String name, String value, String fault) {
        assertThatThrownBy(() -> ConfigurationTexts.withoutFile(Map.of(name, value), redis))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("environment variable " + name + ": " + fault);
    }

    @Test
    void aFaultInTheSectionOfABackendIsNamedWithItsVariable() {
        Configuration configuration =
                ConfigurationTexts.parse("[redis]\nport : 1\n", Map.of("SHARQ_REDIS_PORT", "x"), redis);

        assertThatThrownBy(configuration::openBackend)
                .hasMessage("environment variable SHARQ_REDIS_PORT: it must be a whole number from 1 to 65535,"
                        + " but is \"x\"");
    }
}
