package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import io.sharq.server.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients and operators are told while Redis is away, and that it ends by itself. */
final class StoreAwayIT {
    @TempDir
    Path folder;

    private static final String JOB = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";

    @Test
    void whileRedisIsAwayTheServerSaysSoAndThenGoesOn() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.launch(
                        "[sharq-server]\nport : 0\n[sharq]\nretry_for : 200\n[redis]\nport : " + redis.port() + "\n",
                        Map.of("SHARQ_LOG_FORMAT", "JSON"))) {
            server.awaitReady();
            ApiClient api = new ApiClient(server.uri(), "X-Request-Id", "a-request-of-mine");
            assertThat(api.get("/deepstatus/").status()).isEqualTo(200);
            assertThat(api.post("/enqueue/seen/1/", JOB).status()).isEqualTo(201);
            awaitScrape(api, "sharq_store_up 1.0", "queue_type=\"seen\"");
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
            await().atMost(Patience.LIMIT).until(() -> api.get("/health/ready/").status() == 200);
            assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            assertThat(requestsInLog(server.err())).contains("a-request-of-mine");
        }
    }

    /** A scrape that meets a Redis that is busy for a second leaves out what it does not say. */
    private static void awaitScrape(ApiClient api, String... parts) {
        await().atMost(Patience.LIMIT)
                .untilAsserted(() -> assertThat(api.get("/prometheus/").text()).contains(parts));
    }

    /** A Redis that stands still answers nothing, and refuses no connection: a call waits for its whole time-out. */
    @Test
    void aScrapeDoesNotWaitForARedisThatStandsStill() {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.start(
                        "",
                        "[redis]\ntimeout : " + 2 * Patience.LIMIT.toMillis() + "\nport : " + redis.port() + "\n")) {
            ApiClient api = new ApiClient(server.awaitReady().uri());
            assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            awaitScrape(api, "sharq_store_up 1.0", "queue_type=\"sms\"");
            redis.pause();
            long begun = System.nanoTime();
            String text = api.get("/prometheus/").text();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Patience.LIMIT);
            assertThat(text)
                    .contains("sharq_store_up 0.0", "jvm_memory_used_bytes")
                    .doesNotContain("queue_type=");
            redis.resume();
        }
    }

    @Test
    void aServerWaitsForARedisThatIsAwayAtItsStart() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            redis.kill();
            try (ServerProcess server = ServerProcess.start(
                    "max_wait : 600000\n", "[sharq]\nretry_for : 0\n[redis]\nport : " + redis.port() + "\n")) {
                ApiClient api = new ApiClient(server.uri());
                assertThat(api.get("/health/live/").status()).isEqualTo(200);
                assertThat(api.get("/health/ready/").status()).isEqualTo(503);
                Reply deep = api.get("/deepstatus/");
                assertThat(deep.status()).isEqualTo(503);
                assertThat(deep.json().get("store").textValue()).isEqualTo("redis");
                Reply enqueue = api.post("/enqueue/sms/1/", JOB);
                assertThat(enqueue.status()).isEqualTo(503);
                assertThat(enqueue.header("Retry-After")).isEqualTo("1");
                assertThat(api.get("/queues/sms/1/").status()).isEqualTo(503);
                CompletableFuture<Reply> waiting = api.getLater("/dequeue/sms/?wait=600");

                redis.startAgain();
                await().atMost(Patience.LIMIT)
                        .until(() -> api.get("/health/ready/").status() == 200);
                assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
                assertThat(waiting.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(200);
                assertThat(server.err())
                        .containsOnlyOnce("The store is not there")
                        .containsOnlyOnce("The store is there");
            }
        }
    }

    @Test
    void aServerThatWaitsForItsRedisEndsWhenItIsAsked() {
        try (ServerProcess server = ServerProcess.start("", "[redis]\nport : 1\n")) {
            assertThat(new ApiClient(server.uri()).get("/health/ready/").status())
                    .isEqualTo(503);
            server.terminate();
            // 128 and the number of SIGTERM.
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThat(server.err()).doesNotContain("Exception in", "CancellationException");
        }
    }

    @Test
    void whatRedisRefusesForGoodEndsTheServerInOneSentence() throws IOException {
        try (RedisProcess redis = RedisProcess.start("--requirepass", "right")) {
            // On a busy machine it may begin to wait, and upkeep that fails leaves a trace: there is none for an hour.
            String file = "[sharq-server]\nport : 0\n[sharq]\njob_requeue_interval : 3600000\n[redis]\nport : "
                    + redis.port() + "\n";
            for (String fault : List.of("", "password : wrong\n", "password : right\ndb : 99\n")) {
                Path path = Files.writeString(folder.resolve("sharq.conf"), file + fault);
                ServerProcess.Ended ended = ServerProcess.runToEnd(List.of("--config", path.toString()));
                assertThat(ended.code()).as(fault).isEqualTo(1);
                assertThat(ended.err().lines().filter(line -> line.startsWith("sharq-server: open: cannot reach")))
                        .as(ended.err())
                        .hasSize(1);
                assertThat(ended.err()).doesNotContain("\tat ", "wrong (");
            }
        }
    }

    /** It cannot know before that the password is wrong. */
    @Test
    void whatIsRefusedOnceRedisIsThereEndsTheServerThatWaited() {
        try (RedisProcess redis = RedisProcess.start("--requirepass", "right")) {
            redis.kill();
            try (ServerProcess server =
                    ServerProcess.start("", "[redis]\npassword : wrong\nport : " + redis.port() + "\n")) {
                assertThat(new ApiClient(server.uri()).get("/health/ready/").status())
                        .isEqualTo(503);
                redis.startAgain();
                assertThat(server.awaitEnd()).isEqualTo(1);
                assertThat(server.err()).contains("sharq-server: open: cannot reach", "WRONGPASS");
            }
        }
    }

    @Test
    void aServerThatSpreadsTypesDifferentlyIsNotReady() {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess spread = ServerProcess.start("", "[redis]\nshards : 4\nport : " + redis.port() + "\n");
                ServerProcess other = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n")) {
            ApiClient right = new ApiClient(spread.awaitReady().uri());
            ApiClient wrong = new ApiClient(other.awaitReady().uri());
            assertThat(right.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            assertThat(right.get("/health/ready/").status()).isEqualTo(200);

            for (int again = 0; again < 3; again++) {
                assertThat(wrong.get("/health/ready/").status()).isEqualTo(503);
            }
            assertThat(wrong.get("/health/ready/").text()).doesNotContain("sms");
            assertThat(wrong.get("/deepstatus/").json().get("warnings").toString())
                    .contains("the type sms is spread over 4 partitions", "`shards` of this client is 1");
            try (ServerProcess late = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n")) {
                assertThat(new ApiClient(late.uri()).get("/health/ready/").status())
                        .isEqualTo(503);
                await().atMost(Patience.LIMIT)
                        .until(() -> late.err().contains("the type sms is spread over 4 partitions"));
            }
        }
    }

    @Test
    void requestsThatFailWhileRedisIsAwayLeaveFewTracesInTheLog() {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server =
                        ServerProcess.start("", "[sharq]\nretry_for : 0\n[redis]\nport : " + redis.port() + "\n")) {
            ApiClient api = new ApiClient(server.awaitReady().uri());
            assertThat(api.post("/enqueue/sms/1/", JOB).status()).isEqualTo(201);
            redis.kill();
            for (int i = 0; i < 100; i++) {
                assertThat(api.post("/enqueue/sms/1/", JOB).status()).isBetween(503, 504);
                assertThat(api.get("/dequeue/sms/").status()).isBetween(503, 504);
                assertThat(api.get("/queues/sms/1/").status()).isBetween(503, 504);
            }
            server.terminate();
            server.awaitEnd();
            // One of each kind: refused, lost, and the upkeep's.
            assertThat(server.err().lines().filter(line -> line.startsWith("io.sharq.api.BackendException")))
                    .as(server.err())
                    .hasSizeBetween(1, 6);
            Matcher count =
                    Pattern.compile("The store could not answer: (\\d+) more").matcher(server.err());
            assertThat(count.find()).as(server.err()).isTrue();
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
