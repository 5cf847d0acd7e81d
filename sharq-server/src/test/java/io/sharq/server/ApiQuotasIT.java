package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Item 13: one caller's excess is refused and delays no other. */
final class ApiQuotasIT {
    @TempDir
    Path folder;

    @Test
    void newQueuesAndRequestsOfOneCallerAreBounded() throws IOException {
        Path tokens = folder.resolve("tokens");
        Files.writeString(
                tokens,
                "one produce,consume * " + Tokens.hash("one") + "\nother produce,consume * " + Tokens.hash("other")
                        + "\n");
        try (ServerProcess server = ServerProcess.start(
                "queues_per_hour : 20\nrequests_per_second : 200\ntokens : " + tokens + "\n", "[inmemory]\n")) {
            ApiClient one = new ApiClient(server.uri(), "Authorization", "Bearer one");
            ApiClient other = new ApiClient(server.uri(), "Authorization", "Bearer other");
            String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";
            for (int i = 0; i < 20; i++) {
                assertThat(one.post("/enqueue/many/q" + i + "/", job).status()).isEqualTo(201);
            }
            ApiClient.Reply refused = one.post("/enqueue/many/more/", job);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3_000, 3_600);
            assertThat(one.post("/enqueue/many/", "{\"jobs\":[{\"queue_id\":\"more\"," + job.substring(1) + "]}")
                            .status())
                    .isEqualTo(429);
            assertThat(one.post("/enqueue/many/q1/", job).status()).isEqualTo(409);
            assertThat(other.get("/metrics/many/").json().get("queue_ids")).hasSize(20);
            assertThat(other.post("/enqueue/many/more/", job).status()).isEqualTo(201);

            // Requests in one burst, faster than any machine answers them one by one.
            String request = "GET /metrics/none/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer one\r\n\r\n";
            String last = request.replace("Host: localhost", "Host: localhost\r\nConnection: close");
            RawHttp.Said said = RawHttp.exchange(server.port(), request.repeat(1_999) + last, RawHttp.SILENCE_MILLIS);
            assertThat(said.answers()).isEqualTo(2_000);
            assertThat(said.text()).contains("HTTP/1.1 429 ").contains("Retry-After: 1");
            assertThat(other.get("/metrics/none/").status()).isEqualTo(200);
        }
    }

    /** A stranger's flood takes the server neither from its balancer nor from other strangers. */
    @Test
    void healthChecksHaveNoQuotaAndStrangersHaveOneEach() {
        try (ServerProcess server = ServerProcess.start("requests_per_second : 1\n", "[inmemory]\n")) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String last = request.replace("Host", "Connection: close\r\nHost");
            RawHttp.Said flood = RawHttp.exchange(server.port(), request.repeat(99) + last, RawHttp.SILENCE_MILLIS);
            assertThat(flood.answers()).isEqualTo(100);
            assertThat(flood.text()).contains("HTTP/1.1 429 ");
            for (String path : List.of("/health/live/", "/health/ready/")) {
                String check = last.replace("GET / ", "GET " + path + " ");
                RawHttp.Said checks = RawHttp.exchange(
                        server.port(),
                        check.replace("Connection: close\r\n", "").repeat(99) + check,
                        RawHttp.SILENCE_MILLIS);
                assertThat(checks.answers()).as(path).isEqualTo(100);
                assertThat(checks.text()).as(path).doesNotContain("HTTP/1.1 429 ");
            }
            try (RawHttp other = new RawHttp("127.0.0.2", server.port())) {
                other.send(last);
                assertThat(other.read(RawHttp.SILENCE_MILLIS).status()).isEqualTo(200);
            }
        }
    }
}
