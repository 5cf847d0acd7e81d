package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.redis.RedisProcess;
import io.sharq.server.ApiClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients and operators are told while Redis is away, and that it ends by itself. */
final class StoreAwayIT {
    private static final String JOB = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";

    @Test
    void whileRedisIsAwayTheServerSaysSoAndThenGoesOn() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.launch(
                        "[sharq-server]\nport : 0\n[sharq]\nretry_for : 200\n[redis]\ntimeout : 500\nport : "
                                + redis.port() + "\n",
                        Map.of("SHARQ_LOG_FORMAT", "JSON"))) {
            ApiClient api = new ApiClient(server.uri(), "X-Request-Id", "a-request-of-mine");
            assertThat(api.get("/deepstatus/").status()).isEqualTo(200);
            assertThat(api.post("/enqueue/seen/1/", JOB).status()).isEqualTo(201);
            assertThat(api.get("/prometheus/").text()).contains("sharq_store_up 1.0", "queue_type=\"seen\"");
            redis.kill();

            Reply deep = api.get("/deepstatus/");
            assertThat(deep.status()).isEqualTo(503);
            assertThat(deep.json().get("status").textValue()).isEqualTo("failure");
            assertThat(api.get("/health/ready/").status()).isEqualTo(503);
            assertThat(api.get("/health/live/").status()).isEqualTo(200);
            assertThat(api.get("/prometheus/").text())
                    .contains("sharq_store_up 0.0")
                    .doesNotContain("queue_type=");
            Reply enqueue = api.post("/enqueue/sms/1/", JOB);
            assertThat(enqueue.status()).isEqualTo(503);
            assertThat(enqueue.message()).isEqualTo("The store does not answer. Nothing was done.");
            assertThat(enqueue.header("Retry-After")).isEqualTo("1");
            assertThat(enqueue.header("X-Request-Id")).isEqualTo("a-request-of-mine");
            assertThat(api.get("/dequeue/sms/?wait=0.3").status()).isBetween(503, 504);

            redis.startAgain();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.get("/health/ready/").status() == 200);
            assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            assertThat(requestsInLog(server.err())).contains("a-request-of-mine");
        }
    }

    /** A Redis that stands still answers nothing, and refuses no connection: with the default of five seconds. */
    @Test
    void aScrapeDoesNotWaitForARedisThatStandsStill() {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n")) {
            ApiClient api = new ApiClient(server.uri());
            assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            assertThat(api.get("/prometheus/").text()).contains("sharq_store_up 1.0", "queue_type=\"sms\"");
            redis.pause();
            long begun = System.nanoTime();
            String text = api.get("/prometheus/").text();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            assertThat(text)
                    .contains("sharq_store_up 0.0", "jvm_memory_used_bytes")
                    .doesNotContain("queue_type=");
            redis.resume();
        }
    }

    /** Every line of the log is an object. */
    private static List<String> requestsInLog(String log) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> requests = new ArrayList<>();
        for (String line : log.lines().toList()) {
            for (JsonNode pair : mapper.readTree(line).path("kvpList")) {
                if (pair.has("request")) {
                    requests.add(pair.get("request").textValue());
                }
            }
        }
        return requests;
    }
}
