package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items 11 and 12: what a client sends is one line of a log at the most, and secrets are in none. */
final class LogInjectionIT {
    private static final String LINE = "^\\S+ - \\S+ \\[[^]]+\\] \"(\\\\.|[^\"\\\\])*\" \\d{3} (-|\\d+)"
            + " \"(\\\\.|[^\"\\\\])*\" \"(\\\\.|[^\"\\\\])*\"$";

    @TempDir
    Path folder;

    private static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", headers)
                + "\r\n";
    }

    @Test
    void nothingThatAClientSendsForgesALineOrLeavesASecret() throws IOException {
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, "billing produce,consume * " + Tokens.hash("secret-token") + "\n");
        Path log = folder.resolve("access.log");
        try (ServerProcess server =
                ServerProcess.start("accesslog : " + log + "\ntokens : " + tokens + "\n", "[inmemory]\n")) {
            String bearer = "Authorization: Bearer secret-token\r\n";
            String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":\"secret-payload\"}";
            String[] requests = {
                get("/metrics/a/?x=%0d%0a127.0.0.1", bearer),
                get("/metrics/a/?x=\"quote\\", bearer),
                get("/metrics/a/\u001b[2Jescape", bearer),
                get("/metrics/a/", bearer, "User-Agent: tab\there\r\n"),
                get("/metrics/a/", bearer, "User-Agent: \u001b[31mred\r\n"),
                get("/metrics/a/", bearer, "User-Agent: a\" 200 1 \"-\" \"forged\r\n"),
                get(
                        "/metrics/a/",
                        bearer,
                        "Referer: "
                                + new String(
                                        "\u202e\u2066bidi".getBytes(UTF_8),
                                        java.nio.charset.StandardCharsets.ISO_8859_1)
                                + "\r\n"),
                get("/metrics/a/", bearer, "User-Agent: " + "x".repeat(5_000) + "\r\n"),
                get("/metrics/a/", bearer, "X-Request-Id: a b\"c\r\n"),
                get("/metrics/a/", bearer, "X-Request-Id: good-id.1\r\n"),
                get("/metrics/a/", "Authorization: Bearer wrong-token\r\n"),
                get(
                        "/metrics/a/",
                        "Authorization: Basic "
                                + Base64.getEncoder().encodeToString("eve\r\nforged:secret-password".getBytes(UTF_8))
                                + "\r\n"),
                "POST /enqueue/a/q/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + bearer + "Content-Length: "
                        + job.length() + "\r\n\r\n" + job,
                "POST /enqueue/a/q/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + bearer + "Content-Length: "
                        + (job.length() - 1) + "\r\n\r\n" + job.substring(0, job.length() - 1),
                get("/dequeue/a/", bearer),
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: secret-header\u0000\r\n\r\n",
                "secret-nonsense\r\n\r\n",
            };
            for (String request : requests) {
                RawHttp.Said said = RawHttp.exchange(server.port(), request, RawHttp.SILENCE_MILLIS);
                assertThat(said.isClosed()).as(request).isTrue();
                assertThat(said.text())
                        .as(request)
                        .doesNotContain("Exception", "io.sharq", "io.netty", "io.vertx", "\tat ")
                        .doesNotContainIgnoringCase("\nserver:");
                assertThat(said.text().contains("good-id.1")).isEqualTo(request.contains("good-id.1"));
                assertThat(said.text()).doesNotContain("a b\"c");
            }
            await().atMost(Patience.LIMIT).until(() -> Files.readAllLines(log).size() >= requests.length);
            List<String> lines = Files.readAllLines(log);
            assertThat(lines).hasSize(requests.length);
            assertThat(lines)
                    .allMatch(line -> line.matches(LINE))
                    .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f));
            assertThat(lines).noneMatch(line -> line.length() > 3_500);
            assertThat(lines.get(1)).contains("\\\"quote\\\\");
            assertThat(lines.get(3)).contains("tab\\u0009here").contains(" billing ");
            assertThat(lines.get(5)).contains("a\\\" 200 1 \\\"-\\\" \\\"forged");
            assertThat(lines.get(10)).contains(" 401 ").doesNotContain("billing");
            for (String text : List.of(server.err(), server.out(), Files.readString(log))) {
                assertThat(text).doesNotContain("secret-", "wrong-token", "\u001b", "\u202e");
            }
            assertThat(server.err().lines().filter(line -> line.contains("ERROR")))
                    .isEmpty();

            // Moved away, as logrotate does; then SIGHUP, as its postrotate does.
            Files.move(log, folder.resolve("access.log.1"));
            await().atMost(Patience.LIMIT).until(() -> {
                RawHttp.exchange(server.port(), get("/"), RawHttp.SILENCE_MILLIS);
                return Files.exists(log) && Files.readString(log).contains("GET / HTTP/1.1");
            });
            Files.copy(log, folder.resolve("access.log.2"));
            Files.delete(log);
            server.signal("-HUP");
            RawHttp.exchange(server.port(), get("/health/live/"), RawHttp.SILENCE_MILLIS);
            await().atMost(Patience.LIMIT).until(() -> {
                RawHttp.exchange(server.port(), get("/health/live/"), RawHttp.SILENCE_MILLIS);
                return Files.exists(log) && Files.readString(log).contains("GET /health/live/");
            });
        }
    }
}
