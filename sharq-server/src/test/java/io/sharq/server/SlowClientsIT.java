package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Item 7. Real sockets and real time, which are the point; the spans are short, as the settings allow. */
final class SlowClientsIT {
    private static final int EACH = 334;
    private static final String REQUEST = "GET /health/live/ HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static int connections(ApiClient api) {
        Matcher gauge = Pattern.compile("sharq_http_connections (\\d+)\\.0")
                .matcher(api.get("/prometheus/").text());
        assertThat(gauge.find()).isTrue();
        return Integer.parseInt(gauge.group(1));
    }

    private static void dribble(List<RawHttp> clients) {
        // To one that the server has closed, as it should in the end, nothing goes.
        clients.forEach(client -> client.sendsAtMost("x", 1));
    }

    @Test
    void aThousandDelayNobodyAndAreFreed() {
        try (ServerProcess server = ServerProcess.start(
                "header_timeout : 8000\nbody_timeout : 8000\nidle_timeout : 8000\n", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            assertThat(api.get("/health/live/").status()).isEqualTo(200);
            List<RawHttp> slow = new ArrayList<>();
            List<RawHttp> idle = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                RawHttp headers = new RawHttp(server.port());
                headers.send("GET /health/live/ HTTP/1.1\r\nHost: localhost\r\nX: ");
                slow.add(headers);
                RawHttp body = new RawHttp(server.port());
                body.send("POST /enqueue/slow/q/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n");
                slow.add(body);
                RawHttp kept = new RawHttp(server.port());
                kept.send("GET /health/live/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
                idle.add(kept);
            }
            // The operating system lets them in before the server does.
            await().atMost(Duration.ofSeconds(7)).until(() -> connections(api) > 1_000);

            List<Long> millis = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < end) {
                dribble(slow);
                for (int i = 0; i < 10; i++) {
                    long begun = System.nanoTime();
                    assertThat(api.get("/dequeue/slow/").status()).isEqualTo(404);
                    millis.add((System.nanoTime() - begun) / 1_000_000);
                }
            }
            millis.sort(null);
            // Far above what it is, for this machine may build other things meanwhile; far below the slow ones'
            // seconds.
            assertThat(millis.get(millis.size() * 99 / 100)).isLessThan(1_000);

            // The bound, the half second between two looks, and room for a busy machine. They dribble on all the while.
            await().atMost(Duration.ofSeconds(16))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        dribble(slow);
                        return connections(api) <= 2;
                    });
            assertThat(slow).noneMatch(RawHttp::isStillOpen);
            assertThat(idle).noneMatch(RawHttp::isStillOpen);
            assertThat(api.get("/dequeue/slow/").status()).isEqualTo(404);
        }
    }

    @Test
    void thereAreSoManyConnectionsInAllAndOfOneAddress() {
        try (ServerProcess server =
                ServerProcess.start("max_connections : 8\nmax_connections_per_address : 5\n", "[inmemory]\n")) {
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(served("127.0.0.1", server.port()));
            }
            assertThat(isServed("127.0.0.1", server.port())).isFalse();
            for (int i = 0; i < 3; i++) {
                clients.add(served("127.0.0.2", server.port()));
            }
            assertThat(isServed("127.0.0.2", server.port())).isFalse();
            clients.get(0).close();
            await().atMost(Duration.ofSeconds(5)).until(() -> isServed("127.0.0.1", server.port()));
            clients.forEach(RawHttp::close);
        }
    }

    private static RawHttp served(String from, int port) {
        RawHttp client = new RawHttp(from, port);
        client.send(REQUEST);
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
        return client;
    }

    private static boolean isServed(String from, int port) {
        try (RawHttp client = new RawHttp(from, port)) {
            client.send(REQUEST);
            return client.readAnswer().startsWith("HTTP/1.1 200 ");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** A client that asks and never reads would fill the server's memory with answers. */
    @Test
    void whoDoesNotReadItsAnswersIsCutOff() {
        try (ServerProcess server = ServerProcess.start("idle_timeout : 3000\n", "[inmemory]\n", "-Xmx96m")) {
            String requests = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
            ApiClient api = new ApiClient(server.uri());
            try (RawHttp greedy = new RawHttp(server.port())) {
                assertThat(greedy.sendsAtMost(requests, 200))
                        .as("it is cut off")
                        .isLessThan(200);
            }
            assertThat(api.get("/health/live/").status()).isEqualTo(200);
        }
    }
}
