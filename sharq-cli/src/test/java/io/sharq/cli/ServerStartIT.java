package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.server.RawHttp;
import io.sharq.server.ServerProcess;
import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Item 1: a server that anybody reaches asks for credentials, or says that it does not. */
final class ServerStartIT {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void beyondLoopbackItDoesNotStartWithoutCredentials() throws IOException {
        Path file = file("sharq.conf", "[sharq-server]\nhost : 0.0.0.0\nport : 0\n[inmemory]\n");
        ServerProcess.Ended ended = ServerProcess.runToEnd(List.of("--config", file.toString()));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualTo(
                        "sharq-server: [sharq-server] host: 0.0.0.0 can be reached from other machines, and nobody is"
                                + " asked for credentials; set htpasswd, tokens, jwt_keys or tls_client_ca, or insecure : true if"
                                + " something in front of it asks\n");
        assertThat(ended.out()).doesNotContain("Listening on");
    }

    @Test
    void beyondLoopbackItStartsWithCredentialsOrIfItIsToldTo() throws IOException {
        Path tokens = file("tokens", "billing produce * " + Tokens.hash("secret") + "\n");
        String anywhere = "[sharq-server]\nhost : 0.0.0.0\nport : 0\n";
        try (ServerProcess asked = ServerProcess.launch(anywhere + "tokens : " + tokens + "\n[inmemory]\n")) {
            assertThat(RawHttp.exchange(asked.port(), "GET /metrics/a/ HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS)
                            .status())
                    .isEqualTo(401);
        }
        try (ServerProcess open = ServerProcess.launch(anywhere + "insecure : true\n[inmemory]\n")) {
            assertThat(RawHttp.exchange(open.port(), "GET /metrics/a/ HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFaultInAFileOfCredentialsEndsItInOneLine() throws IOException {
        Path tokens = file("tokens", "billing produce * plain-text-token\n");
        Path file = file("sharq.conf", "[sharq-server]\nport : 0\ntokens : " + tokens + "\n[inmemory]\n");
        ServerProcess.Ended ended = ServerProcess.runToEnd(List.of("--config", file.toString()));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).contains("tokens, line 1: ").doesNotContain("plain-text-token");
    }
}
