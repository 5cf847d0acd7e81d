package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sharq.api.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each kind of fault in a file. */
class FaultsTest {
    private static final String KEYS = "backend, dead_job_max_age, dead_job_max_count, default_job_requeue_limit,"
            + " enable_requeue_script, finished_retention, job_expire_interval, job_requeue_interval, max_batch_size, max_payload_size,"
            + " retry_for, throttle_max_hold";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aFaultIsNamedWithFileLineAndKey(String fault, String text, String message) {
        assertThatThrownBy(() -> ConfigurationTexts.parse(text, FakeBackend.inMemory(), FakeBackend.redis()))
                .isInstanceOf(ConfigurationException.class)
                .hasNoCause()
                .hasMessage(message);
    }

    static Stream<Arguments> aFaultIsNamedWithFileLineAndKey() {
        String noLine = "this line is no [section], no \"key : value\" and no comment";
        String noValue = "it has no value; without the line, the default holds";
        return Stream.of(
                arguments(
                        "no number",
                        "[sharq]\n\njob_expire_interval : abc ; what?\n",
                        "sharq.conf, line 3: [sharq] job_expire_interval:"
                                + " it must be a whole number of milliseconds from 1 to 31536000000, but is \"abc\""),
                arguments(
                        "a number out of range",
                        "[sharq]\njob_requeue_interval = 0",
                        "sharq.conf, line 2: [sharq] job_requeue_interval:"
                                + " it must be a whole number of milliseconds from 1 to 31536000000, but is \"0\""),
                arguments(
                        "a number too long for any type",
                        "[sharq]\ndefault_job_requeue_limit : 99999999999999999999",
                        "sharq.conf, line 2: [sharq] default_job_requeue_limit: it must be a whole number"
                                + " from -1 to 1000000000, but is \"99999999999999999999\""),
                arguments(
                        "a fraction",
                        "[sharq]\nmax_batch_size : 1.5",
                        "sharq.conf, line 2: [sharq] max_batch_size: it must be a whole number from 1 to 10000,"
                                + " but is \"1.5\""),
                arguments(
                        "a misspelt key",
                        "; mine\n[sharq]\njob_expire_intervall : 1000",
                        "sharq.conf, line 3: [sharq] job_expire_intervall: unknown key;"
                                + " did you mean job_expire_interval?"),
                arguments(
                        "a key in capitals",
                        "[redis]\nHOST : localhost",
                        "sharq.conf, line 2: [redis] HOST: unknown key; did you mean host?"),
                arguments(
                        "a key like no other",
                        "[sharq]\ncolour : blue",
                        "sharq.conf, line 2: [sharq] colour: unknown key; known are " + KEYS),
                arguments(
                        "a key of another section",
                        "[sharq-server]\nport : 1\ndb : 0",
                        "sharq.conf, line 3: [sharq-server] db: unknown key; known are accesslog, "
                                + "body_timeout, bytes_per_second, header_timeout, host, htpasswd, htpasswd_roles, "
                                + "idle_timeout, insecure, jwt_audience, jwt_issuer, jwt_keys, max_body_size, "
                                + "max_connections, max_connections_per_address, max_header_size, max_uri_length, "
                                + "max_wait, max_waiting, max_waiting_per_client, port, queues_per_hour, "
                                + "requests_per_second, shutdown_timeout, tls_cert, tls_client_ca, tls_key, tokens, workers"),
                arguments(
                        "a key of the worker, misspelt",
                        "[worker]\nbatchsize : 5",
                        "sharq.conf, line 2: [worker] batchsize: unknown key; did you mean batch_size?"),
                arguments(
                        "a key of a section without keys",
                        "[inmemory]\nname : x",
                        "sharq.conf, line 2: [inmemory] name: unknown key; the section has no keys"),
                arguments(
                        "a misspelt section",
                        "[sharq]\n[reddis]\nhost : x",
                        "sharq.conf, line 2: [reddis]: unknown section; did you mean [redis]?"),
                arguments(
                        "a section like no other",
                        "[DEFAULT]\n",
                        "sharq.conf, line 1: [DEFAULT]: unknown section; known are [sharq], [sharq-server], [worker],"
                                + " [inmemory], [redis] and those of the backends on the class path"),
                arguments(
                        "a section twice",
                        "[redis]\ndb : 0\n[sharq]\n[redis]\nport : 1",
                        "sharq.conf, line 4: [redis]: the section is in line 1 already"),
                arguments(
                        "a key twice",
                        "[redis]\ndb : 0\nport : 1\ndb = 0",
                        "sharq.conf, line 4: [redis] db: the key is in line 2 already"),
                arguments("no value", "[redis]\nhost :\n", "sharq.conf, line 2: [redis] host: " + noValue),
                arguments(
                        "a comment for a value",
                        "[redis]\nhost : ; local\n",
                        "sharq.conf, line 2: [redis] host: " + noValue),
                arguments("no operator", "[redis]\nhost\n", "sharq.conf, line 2: " + noLine),
                arguments("no key", "[redis]\n: 1\n", "sharq.conf, line 2: " + noLine),
                arguments("a header left open", "[redis]\n[sharq\n", "sharq.conf, line 2: " + noLine),
                arguments("a header without a name", "[ ]\n", "sharq.conf, line 1: " + noLine),
                arguments(
                        "a key before all sections",
                        "\nhost : 1\n[redis]\n",
                        "sharq.conf, line 2: this line stands before the first [section]"),
                arguments(
                        "one section of one name with another",
                        "[redis/a]\nhost : 1\n",
                        "sharq.conf, line 1: [redis/a]: unknown section; did you mean [redis]?"));
    }

    @Test
    void allFaultsAreNamedEachInALine() {
        String text = """
                stray : 1
                [sharq]
                job_expire_interval : abc
                max_batch_size : 0
                nothing
                b : 1
                [a]
                a : 1
                [redis]
                host :
                port : 1
                port : 2
                """;
        assertThatThrownBy(() ->
                        ConfigurationTexts.parse(text, Map.of("SHARQ_MAX_PAYLOAD_SIZE", "-1"), FakeBackend.redis()))
                .isInstanceOf(ConfigurationException.class)
                .extracting(fault ->
                        fault.getMessage().lines().map(FaultsTest::place).toList())
                .isEqualTo(List.of(
                        "sharq.conf, line 1",
                        "sharq.conf, line 5",
                        "sharq.conf, line 10",
                        "sharq.conf, line 12",
                        "sharq.conf, line 6",
                        "sharq.conf, line 7",
                        "sharq.conf, line 3",
                        "environment variable SHARQ_MAX_PAYLOAD_SIZE",
                        "sharq.conf, line 4"));
    }

    private static String place(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    @Test
    void aFileWithoutAnySenseIsNotReadForEver() {
        assertThatThrownBy(() -> ConfigurationTexts.parse("nonsense\n".repeat(10_000)))
                .extracting(fault -> fault.getMessage().lines().count())
                .isEqualTo(20L);
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("sharq.conf");

        assertThatThrownBy(() -> Configuration.load(file, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": there is no such file; looked for " + file);
    }

    @Test
    void aFileThatIsNoTextIsNamed(@TempDir Path directory) throws Exception {
        Path file =
                Files.write(directory.resolve("sharq.conf"), "[sharq] ; \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Configuration.load(file, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": it is not UTF-8 text");
    }

    @Test
    void aDirectoryIsNoFile(@TempDir Path directory) {
        assertThatThrownBy(() -> Configuration.load(directory, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(directory + ": it cannot be read: ");
    }

    @Test
    void anEmptyFileHasNoFault() {
        Configuration configuration = ConfigurationTexts.parse("", FakeBackend.inMemory());

        assertThat(List.of(configuration.backendName())).containsExactly("inmemory");
    }
}
