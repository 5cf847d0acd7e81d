package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.redis.RedisProcess;
import io.sharq.server.RawConnection.RawAnswer;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Tens of thousands of requests that are wrong in one way or another, and hundreds of thousands in the chaos profile: each is
 * answered with a 4xx in JSON, and at the end nothing in the store is different. A failure names its seed.
 */
final class FuzzIT {
    private static final int EFFORT = Integer.getInteger("sharq.test.effort", 1);
    private static final int CLIENTS = 2;
    private static final int REQUESTS = 20_000 * EFFORT;
    private static final int PIPELINE = 50;
    private static final int NOISES = 500 * EFFORT;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void inMemory() throws Exception {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n[sharq]\njob_expire_interval : 3600000\n")) {
            fuzz(server, REQUESTS);
        }
    }

    @Test
    void onRedis() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.start(
                        "", "[sharq]\njob_expire_interval : 3600000\n[redis]\nport : " + redis.port() + "\n")) {
            fuzz(server.awaitReady(), REQUESTS / 2);
        }
    }

    private static void fuzz(ServerProcess server, int requests) throws Exception {
        ApiClient api = new ApiClient(server.uri());
        assertThat(api.post("/enqueue/kept/1/", "{\"job_id\":\"job\",\"interval\":1000,\"payload\":{\"kept\":true}}")
                        .status())
                .isEqualTo(201);
        String before = store(api);
        // A server that waited for its store has said so.
        int begun = server.err().length();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> runs = new ArrayList<>();
        long seed = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
            long own = seed + i;
            runs.add(clients.submit(() -> {
                askMany(server.port(), own, requests);
                noise(server.port(), own);
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        clients.shutdown();
        assertThat(store(api)).isEqualTo(before);
        assertThat(server.err().substring(begun)).doesNotContain("ERROR").doesNotContain("Exception");
    }

    private static String store(ApiClient api) {
        ObjectNode queue = (ObjectNode) api.get("/queues/kept/1/").json();
        // A queue that may release a job now says so with the instant.
        queue.remove("next_release_at");
        return api.get("/metrics/").json().get("queue_types").toString()
                + api.get("/metrics/kept/").text()
                + queue
                + api.get("/jobs/kept/1/job/").json().get("state");
    }

    private static void askMany(int port, long seed, int requests) throws IOException {
        BrokenRequests broken = new BrokenRequests(seed);
        RawConnection connection = new RawConnection(port);
        for (int done = 0; done < requests; done += PIPELINE) {
            List<byte[]> batch = new ArrayList<>();
            for (int i = 0; i < PIPELINE; i++) {
                batch.add(broken.next());
            }
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            batch.forEach(all::writeBytes);
            connection.send(all.toByteArray());
            for (byte[] request : batch) {
                check(connection.receive(), request, seed);
            }
        }
        connection.close();
    }

    private static void check(RawAnswer answer, byte[] request, long seed) throws IOException {
        String what = "seed " + seed + ": " + new String(request, java.nio.charset.StandardCharsets.ISO_8859_1) + "\n"
                + answer.headers() + answer.body();
        assertThat(answer.status()).as(what).isBetween(400, 499);
        assertThat(MAPPER.readTree(answer.body()).path("status").textValue())
                .as(what)
                .isEqualTo("failure");
    }

    /** What is not HTTP is refused, or the connection ends; nothing else. */
    private static void noise(int port, long seed) throws IOException {
        BrokenRequests broken = new BrokenRequests(seed);
        for (int i = 0; i < NOISES; i++) {
            byte[] bytes = broken.nextNoise();
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(bytes);
                check(connection.receive(), bytes, seed);
            } catch (EOFException | SocketException e) {
                // The server ended the connection without an answer: that is an answer as well.
            }
        }
    }
}
