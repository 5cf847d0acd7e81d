package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Item 7. Real sockets and real time, which are the point; the spans are short, as the settings allow. */
final class SlowClientsIT {
    private static final String REQUEST = "GET /health/live/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HALF_A_HEADER = "GET /health/live/ HTTP/1.1\r\nHost: localhost\r\nX: ";
    private static final String LONG_BODY =
            " /enqueue/slow/q/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n";

    /** What is sent once, and then a byte at a time. */
    private record Habit(String first, boolean dribbles) {}

    /** Every way to keep a connection busy with nothing. */
    private static final List<Habit> HABITS = List.of(
            new Habit("", false),
            new Habit("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8), false),
            new Habit(HALF_A_HEADER, true),
            new Habit("POST" + LONG_BODY, true),
            new Habit("POST" + LONG_BODY.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"), false),
            new Habit("PATCH" + LONG_BODY, true),
            new Habit(REQUEST, false),
            new Habit(REQUEST + HALF_A_HEADER, true),
            new Habit(REQUEST + REQUEST + "POST" + LONG_BODY, true),
            new Habit("this is not HTTP\r\n\r\n", true));

    private static final int EACH = 100;

    private static int connections(ApiClient api) {
        Matcher gauge = Pattern.compile("sharq_http_connections (\\d+)\\.0")
                .matcher(api.get("/prometheus/").text());
        assertThat(gauge.find()).isTrue();
        return Integer.parseInt(gauge.group(1));
    }

    /** A thousand sockets, as many of each habit. */
    private record Crowd(List<RawHttp> all, List<RawHttp> dribbling) {
        static Crowd of(ServerProcess server) {
            Crowd crowd = new Crowd(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < EACH; i++) {
                for (Habit habit : HABITS) {
                    RawHttp client = new RawHttp(server.port());
                    client.sendsAtMost(habit.first(), 1);
                    crowd.all.add(client);
                    if (habit.dribbles()) {
                        crowd.dribbling.add(client);
                    }
                }
            }
            assertThat(crowd.all).hasSize(1_000);
            return crowd;
        }

        void dribble() {
            // To one that the server has closed, as it should in the end, nothing goes.
            dribbling.forEach(client -> client.sendsAtMost("x", 1));
        }

        void close() {
            all.forEach(RawHttp::close);
        }
    }

    @Test
    void aThousandDelayNobody() {
        try (ServerProcess server = ServerProcess.start(
                "header_timeout : 600000\nbody_timeout : 600000\nidle_timeout : 600000\n", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            slowestOfHundred(api, () -> {});
            long aloneMillis = slowestOfHundred(api, () -> {});
            Crowd crowd = Crowd.of(server);
            // The operating system lets them in before the server does, which closes the tenth that does not speak
            // HTTP.
            await().atMost(Patience.LIMIT).until(() -> connections(api) >= 9 * EACH);

            // Compared with this machine's own speed, for it may build other things meanwhile.
            assertThat(slowestOfHundred(api, crowd::dribble)).isLessThan(1_000 + 20 * aloneMillis);
            crowd.close();
        }
    }

    /** The 99th of a hundred calls by the time that they took, in milliseconds. */
    private static long slowestOfHundred(ApiClient api, Runnable betweenTens) {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (i % 10 == 0) {
                betweenTens.run();
            }
            long begun = System.nanoTime();
            assertThat(api.get("/dequeue/slow/").status()).isEqualTo(404);
            millis.add((System.nanoTime() - begun) / 1_000_000);
        }
        millis.sort(null);
        return millis.get(98);
    }

    /**
     * How long each may take is the business of {@link DeadlineTest}, on a clock of its own. Here each must end, and the spans
     * are short so that it does so soon; how soon depends on the machine, and is not looked at.
     */
    @Test
    void aThousandAreFreed() {
        try (ServerProcess server = ServerProcess.start(
                "header_timeout : 6000\nbody_timeout : 6000\nidle_timeout : 12000\n", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            assertThat(api.get("/health/live/").status()).isEqualTo(200);
            Crowd crowd = Crowd.of(server);
            // They dribble on all the while, and other requests are answered.
            await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
                crowd.dribble();
                assertThat(api.get("/dequeue/slow/").status()).isEqualTo(404);
                return connections(api) <= 2;
            });
            assertThat(crowd.all).noneMatch(RawHttp::isStillOpen);
        }
    }

    /** Only the first bytes of a request begin the time of its headers: before them a connection may be idle. */
    @Test
    void headersOfALaterRequestHaveNoMoreTimeThanThoseOfTheFirst() {
        try (ServerProcess server =
                ServerProcess.start("header_timeout : 5000\nidle_timeout : 3600000\n", "[inmemory]\n")) {
            try (RawHttp patient = served("127.0.0.1", server.port());
                    RawHttp slow = served("127.0.0.1", server.port())) {
                slow.send(HALF_A_HEADER);
                // Real time, as everywhere here: 5 s, and however long the machine takes.
                assertThat(slow.read(RawHttp.SILENCE_MILLIS).isClosed()).isTrue();
                patient.send(REQUEST);
                assertThat(patient.readAnswer()).startsWith("HTTP/1.1 200 ");
            }
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
            await().atMost(Patience.LIMIT).until(() -> isServed("127.0.0.1", server.port()));
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
