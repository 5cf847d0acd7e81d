package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.redis.RedisProcess;
import io.sharq.server.ApiClient.Reply;
import org.junit.jupiter.api.Test;

/** What clients see of {@code max_types} and {@code max_queues}: 429, which names the bound, and nothing has changed. */
final class StoreBoundsIT {
    private static final String BOUNDS = "max_types : 2\nmax_queues : 2\n";
    private static final String QUEUES = "max_queues";
    private static final String TYPES = "max_types";

    @Test
    void inMemory() {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n" + BOUNDS)) {
            boundsAreNamed(new ApiClient(server.uri()));
        }
    }

    @Test
    void inRedis() {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n" + BOUNDS)) {
            boundsAreNamed(new ApiClient(server.awaitReady().uri()));
        }
    }

    private static String job(String job) {
        return "{\"job_id\":\"" + job + "\",\"interval\":0,\"payload\":1}";
    }

    private static void refused(Reply reply, String bound) {
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.message()).contains("`" + bound + "`");
        assertThat(Long.parseLong(reply.header("Retry-After"))).isPositive();
    }

    private static void boundsAreNamed(ApiClient api) {
        for (String queue : new String[] {"/enqueue/one/a/", "/enqueue/one/b/", "/enqueue/two/a/"}) {
            assertThat(api.post(queue, job("1")).status()).as(queue).isEqualTo(201);
        }

        refused(api.post("/enqueue/one/c/", job("1")), QUEUES);
        refused(api.post("/pause/one/c/", null), QUEUES);
        refused(api.put("/queues/one/c/", "{\"interval\":5}"), QUEUES);
        assertThat(api.get("/queues/one/c/").status()).isEqualTo(404);
        JsonNode results = api.post(
                        "/enqueue/one/",
                        "{\"jobs\":[{\"queue_id\":\"a\"," + job("2").substring(1) + ",{\"queue_id\":\"c\","
                                + job("2").substring(1) + ",{\"queue_id\":\"b\"," + job("2").substring(1) + "]}")
                .json()
                .get("results");
        assertThat(results.findValuesAsText("status")).containsExactly("queued", "failure", "queued");
        assertThat(results.get(1).get("message").textValue()).contains("`" + QUEUES + "`");

        refused(api.post("/enqueue/three/a/", job("1")), TYPES);
        refused(api.post("/enqueue/three/", "{\"jobs\":[{\"queue_id\":\"a\"," + job("1").substring(1) + "]}"), TYPES);
        refused(api.post("/pause/three/", null), TYPES);
        refused(api.put("/queues/three/a/", "{\"interval\":5}"), TYPES);
        assertThat(api.get("/queues/").json().get("queue_types").toString()).doesNotContain("three");

        // What is there goes on.
        assertThat(api.post("/enqueue/one/a/", job("3")).status()).isEqualTo(201);
        assertThat(api.get("/dequeue/one/").status()).isEqualTo(200);
    }
}
