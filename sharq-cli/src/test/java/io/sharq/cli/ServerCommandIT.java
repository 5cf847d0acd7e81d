package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import io.sharq.server.ApiClient;
import io.sharq.server.ServerProcess;
import io.sharq.server.ServerProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the original, and what it says. */
final class ServerCommandIT {
    @Test
    void helpNamesTheOptionsOfTheOriginal() {
        Ended help = ServerProcess.runToEnd(List.of("-h"));
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("usage: sharq-server".replace("usage", "Usage"))
                .contains("-h, --help")
                .contains("-c, --config=SHARQ_CONFIG")
                .contains("--gunicorn-config=GUNICORN_CONFIG")
                .contains("--version");
        assertThat(ServerProcess.runToEnd(List.of("--help")).out()).isEqualTo(help.out());
    }

    @Test
    void versionIsThatOfTheJar() {
        Ended version = ServerProcess.runToEnd(List.of("--version"));
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("SharQ Server \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void gunicornIsRefusedWithWhatReplacesIt() {
        for (String option : List.of("-gc", "--gunicorn-config")) {
            Ended refused = ServerProcess.runToEnd(List.of(option, "gunicorn.conf"));
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err()).contains("There is no Gunicorn here").contains("[sharq-server]");
        }
    }

    @Test
    void aMistakeIsOneSentenceAndAnExitCode() throws IOException {
        Ended absent = ServerProcess.runToEnd(List.of("-c", "no-such-file.conf"));
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.err()).startsWith("sharq-server: no-such-file.conf: there is no such file");
        assertThat(absent.err().lines()).hasSize(1);

        Path file = Files.createTempFile("sharq", ".conf");
        Files.writeString(file, "[sharq-server]\nport : many\n");
        Ended wrong = ServerProcess.runToEnd(List.of("-c", file.toString()));
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("line 2: [sharq-server] port: it must be a whole number");
    }

    @Test
    void aPortInUseIsSaid() throws IOException {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
            Path file = Files.createTempFile("sharq", ".conf");
            Files.writeString(file, "[sharq-server]\nport : " + server.port() + "\n");
            Ended second = ServerProcess.runToEnd(List.of("-c", file.toString()));
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains("cannot listen on 127.0.0.1:" + server.port());
        }
    }

    @Test
    void theBannerTheVersionAndTheAddressArePrinted() {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
            assertThat(server.out())
                    .contains("|____/")
                    .containsPattern("Version: \\d")
                    .contains("Backend: inmemory")
                    .contains("Listening on: 127.0.0.1:" + server.port());
        }
    }

    @Test
    void withoutAFileJobsAreKeptInMemoryAndItSaysSo() {
        try (ServerProcess server = ServerProcess.withoutFile(Map.of("SHARQ_SERVER_PORT", "0"))) {
            assertThat(server.out()).contains("Jobs are kept in memory").contains("Listening on: 127.0.0.1:");
            assertThat(new ApiClient(server.uri()).get("/").text()).isEqualTo("{\"message\":\"Hello, SharQ!\"}");
        }
    }

    /** Whoever names a Redis must not get jobs that end with the process. */
    @ParameterizedTest
    @ValueSource(strings = {"SHARQ_REDIS_URI=redis://127.0.0.1:1", "SHARQ_REDIS_PORT=1"})
    void withoutAFileAnyVariableOfRedisChoosesIt(String variable) {
        int equals = variable.indexOf('=');
        Map<String, String> environment =
                Map.of("SHARQ_SERVER_PORT", "0", variable.substring(0, equals), variable.substring(equals + 1));
        try (ServerProcess server = ServerProcess.withoutFile(environment)) {
            assertThat(server.out()).contains("Backend: redis");
            assertThat(server.err()).contains("The store is not there");
            ApiClient api = new ApiClient(server.uri());
            assertThat(api.get("/health/ready/").status()).isEqualTo(503);
            await().atMost(Patience.LIMIT)
                    .until(() -> api.get("/deepstatus/").text().contains("cannot reach Redis"));
        }
    }

    /** A JVM that starts with SIGHUP ignored never hears it. */
    @Test
    void underNohupItSaysThatNothingIsReadAgain() {
        try (ServerProcess server = ServerProcess.withNohup()) {
            await().atMost(Patience.LIMIT).until(() -> server.err().contains("SIGHUP is ignored"));
        }
    }

    @Test
    void aVariableThatIsEmptyChoosesNothing() {
        try (ServerProcess server = ServerProcess.withoutFile(
                Map.of("SHARQ_SERVER_PORT", "0", "SHARQ_REDIS_HOST", "", "SHARQ_BACKEND", ""))) {
            assertThat(server.out()).contains("Jobs are kept in memory");
        }
    }

    @Test
    void theSampleConfigurationOfTheOriginalIsRead() {
        // Character for character, but for the port, the log's folder and the socket, which this machine may not have.
        try (ServerProcess server = ServerProcess.launch("""
                [sharq]
                job_expire_interval : 1000 ; in milliseconds
                job_requeue_interval : 1000 ; in milliseconds

                [sharq-server]
                host : 127.0.0.1
                port : 0
                workers : 1 ; optional
                accesslog : /dev/null ; optional
                """)) {
            assertThat(new ApiClient(server.uri()).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenIsMade() {
        Ended made = ServerProcess.runToEnd(List.of("--new-token", "billing"));
        assertThat(made.code()).isZero();
        assertThat(made.out()).containsPattern("token: [A-Za-z0-9_-]{43}\\R");
        assertThat(made.out()).containsPattern("line:  billing produce,consume \\* [0-9a-f]{64}\\R");
    }

    @Test
    void aTokenWithANameThatWouldNotLoadIsNotMade() {
        for (String name : List.of("two words", "#billing")) {
            Ended refused = ServerProcess.runToEnd(List.of("--new-token", name));
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err()).contains("--new-token: A token's name has");
            assertThat(refused.out()).doesNotContain("token: ");
        }
    }
}
