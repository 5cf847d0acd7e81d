package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import io.sharq.server.RawConnection.RawAnswer;
import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Headers that are there twice, and what {@code Expect} may ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeaderRulesIT {
    private static final String JOB = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";
    private static final String BEARER = "Authorization: Bearer secret\r\n";

    @TempDir
    static Path folder;

    private ServerProcess server;
    private Path accessLog;

    @BeforeAll
    void start() throws IOException {
        accessLog = folder.resolve("access.log");
        Path tokens =
                Files.writeString(folder.resolve("tokens"), "all produce,consume,admin * " + Tokens.hash("secret"));
        server = ServerProcess.start(
                "tokens : " + tokens + "\naccesslog : " + accessLog + "\nmax_body_size : 1000\n", "[inmemory]\n");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private RawHttp.Said send(String line, String headers, String body) {
        return RawHttp.exchange(
                server.port(),
                line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n" + body,
                RawHttp.SILENCE_MILLIS);
    }

    @Test
    void twoAuthorizationsAreRefusedEverywhere() {
        for (String path : List.of("/metrics/a/", "/", "/health/live/", "/nowhere/")) {
            for (String second : List.of("Authorization: Bearer secret\r\n", "authorization: Bearer other\r\n")) {
                RawHttp.Said said = send("GET " + path, BEARER + second, "");
                assertThat(said.status()).as(path + " " + second).isEqualTo(400);
                assertThat(said.text()).contains("`Authorization` has an invalid value.");
            }
        }
        assertThat(send("GET /metrics/a/", BEARER, "").status()).isEqualTo(200);
    }

    @Test
    void twoContentTypesAreRefused() {
        String length = "Content-Length: " + JOB.length() + "\r\n";
        String json = "Content-Type: application/json\r\n";
        assertThat(send("POST /enqueue/types/1/", BEARER + length + json + json, JOB)
                        .status())
                .isEqualTo(400);
        assertThat(send("GET /dequeue/types/", BEARER, "").status()).isEqualTo(404);
        assertThat(send("POST /enqueue/types/1/", BEARER + length + json, JOB).status())
                .isEqualTo(201);
    }

    @Test
    void ofTwoRequestIdsNeitherIsTaken() {
        RawHttp.Said said = send("GET /", "X-Request-Id: one\r\nX-Request-Id: two\r\n", "");
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.text()).contains("X-Request-Id: ").doesNotContain("X-Request-Id: one", "X-Request-Id: two");
        assertThat(send("GET /", "X-Request-Id: one\r\n", "").text()).contains("X-Request-Id: one");
    }

    @Test
    void aSecondHeaderThatSaysPrefetchCountsToo() {
        assertThat(send("GET /dequeue/fetch/", BEARER + "Purpose: x\r\nPurpose: prefetch\r\n", "")
                        .status())
                .isEqualTo(400);
    }

    /** A client that asks first is answered before it sends its body for nothing. */
    @Test
    void theBodyIsAskedForOnlyWhereItIsWanted() throws IOException {
        String expects = "Expect: 100-continue\r\nContent-Length: " + JOB.length() + "\r\n";
        try (RawConnection client = new RawConnection(server.port())) {
            client.send("POST /enqueue/expect/1/ HTTP/1.1\r\nHost: localhost\r\n" + BEARER + expects + "\r\n");
            assertThat(client.receive().status()).isEqualTo(100);
            client.send(JOB);
            assertThat(client.receive().status()).isEqualTo(201);
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.receive().status()).isEqualTo(200);
        }
        refusedUnread("POST /enqueue/expect/1/", expects, 401);
        refusedUnread("POST /nowhere/", BEARER + expects, 404);
        refusedUnread("PATCH /enqueue/expect/1/", BEARER + expects, 405);
        refusedUnread("POST /enqueue/expect/1/", BEARER + "Expect: 100-continue\r\nContent-Length: 1001\r\n", 413);
        refusedUnread("POST /enqueue/expect/1/", BEARER + expects.replace("100-continue", "202-surprise"), 417);
    }

    private void refusedUnread(String line, String headers, int status) throws IOException {
        try (RawConnection client = new RawConnection(server.port())) {
            client.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
            RawAnswer answer = client.receive();
            assertThat(answer.status()).as(line).isEqualTo(status);
            assertThat(answer.closes()).as(line).isTrue();
        }
    }

    @Test
    void theAccessLogSaysWhichVersionWasSpoken() {
        RawHttp.exchange(server.port(), "GET /?old HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS);
        RawHttp.exchange(server.port(), "HEAD /health/live/ HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS);
        send("GET /?new", "", "");
        await().atMost(Patience.LIMIT)
                .untilAsserted(() -> assertThat(Files.readString(accessLog))
                        .contains("\"GET /?old HTTP/1.0\" 400 ")
                        .contains("\"HEAD /health/live/ HTTP/1.0\" 200 - ")
                        .contains("\"GET /?new HTTP/1.1\" 400 "));
    }
}
