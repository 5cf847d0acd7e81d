package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import io.sharq.server.ApiClient.Reply;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two servers on one Redis, each with its own upkeep and no lock between them. */
final class TwoServersIT {
    private static final int JOBS = 200;

    @Test
    void theyShareQueuesWakeEachOtherAndBringExpiredJobsBackOnce() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            String sections = "[redis]\nport : " + redis.port() + "\n[sharq]\njob_requeue_interval : 50\n";
            try (ServerProcess one = ServerProcess.start("", sections).awaitReady();
                    ServerProcess other = ServerProcess.start("", sections).awaitReady()) {
                ApiClient first = new ApiClient(one.uri());
                ApiClient second = new ApiClient(other.uri());

                CompletableFuture<Reply> waiting = second.getLater("/dequeue/wake/?wait=60");
                assertThat(first.post("/enqueue/wake/1/", "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}")
                                .status())
                        .isEqualTo(201);
                assertThat(waiting.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(200);

                for (int i = 0; i < JOBS; i++) {
                    first.post(
                            "/enqueue/sms/" + i % 7 + "/",
                            "{\"job_id\":\"" + i + "\",\"interval\":0,\"payload\":" + i + "}");
                }
                assertThat(first.get("/dequeue/sms/?count=1000&lease_ms=100")
                                .json()
                                .get("jobs"))
                        .hasSize(JOBS);
                Set<String> back = new HashSet<>();
                while (back.size() < JOBS) {
                    Reply reply = second.get("/dequeue/sms/?count=1000&wait=60&lease_ms=3600000");
                    assertThat(reply.status()).isEqualTo(200);
                    for (JsonNode job : reply.json().get("jobs")) {
                        assertThat(job.get("deliveries").intValue()).isEqualTo(2);
                        assertThat(back.add(job.get("job_id").textValue())).isTrue();
                    }
                }
                assertThat(second.get("/dequeue/sms/").status()).isEqualTo(404);
            }
        }
    }
}
