package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Item 8: dequeues that wait are bounded, and a client that goes takes no job with it. */
final class WaitingClientsIT {
    private static final Pattern JOB_ID = Pattern.compile("\"job_id\":\"(\\w+)\"");
    private static final int CLIENTS = 1_000;
    private static final int JOBS = 300;
    private static final int LAST = 10;

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    }

    private static int waiting(ApiClient api) {
        Matcher gauge = Pattern.compile("sharq_http_waiting (\\d+)\\.0")
                .matcher(api.get("/prometheus/").text());
        assertThat(gauge.find()).isTrue();
        return Integer.parseInt(gauge.group(1));
    }

    private static String enqueue(ApiClient api, String type, int job) {
        String id = "j" + job;
        String body = "{\"job_id\":\"" + id + "\",\"interval\":0,\"payload\":1}";
        assertThat(api.post("/enqueue/" + type + "/q" + job % 10 + "/", body).status())
                .isEqualTo(201);
        return id;
    }

    @Test
    void aThousandAreCutWhileJobsArrive() throws InterruptedException {
        try (ServerProcess server = ServerProcess.start("max_wait : 600000\n", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawHttp client = new RawHttp(server.port());
                client.send(request("POST", "/dequeue/cut/?wait=600"));
                clients.add(client);
            }
            await().atMost(Patience.LIMIT).until(() -> waiting(api) == CLIENTS);

            Set<String> jobs = new HashSet<>();
            CountDownLatch begun = new CountDownLatch(JOBS / 10);
            CompletableFuture<Void> arrivals = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < JOBS - LAST; i++) {
                    jobs.add(enqueue(api, "cut", i));
                    begun.countDown();
                }
            });
            begun.await();
            clients.forEach(RawHttp::sendEnd);
            arrivals.join();
            // However fast jobs are handed out, these come when every client is gone.
            await().atMost(Patience.LIMIT).until(() -> waiting(api) == 0);
            for (int i = JOBS - LAST; i < JOBS; i++) {
                jobs.add(enqueue(api, "cut", i));
            }
            Set<String> received = new HashSet<>();
            for (RawHttp client : clients) {
                Matcher job = JOB_ID.matcher(client.read(RawHttp.SILENCE_MILLIS).text());
                if (job.find()) {
                    received.add(job.group(1));
                }
                client.close();
            }

            Set<String> found = new HashSet<>(received);
            // Much less than a lease: what was leased to a socket that is gone would be missing.
            await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
                Matcher job = JOB_ID.matcher(api.get("/dequeue/cut/?count=1000").text());
                while (job.find()) {
                    assertThat(found.add(job.group(1)))
                            .as("twice: " + job.group(1))
                            .isTrue();
                }
                return found.size() == JOBS;
            });
            assertThat(found).isEqualTo(jobs);
            assertThat(received)
                    .as("jobs that went to clients before they were cut")
                    .hasSizeLessThan(JOBS);
            assertThat(waiting(api)).isZero();
        }
    }

    @Test
    void thereAreSoManyAndNoMore() {
        try (ServerProcess server = ServerProcess.start("max_waiting : 3\nmax_wait : 600000\n", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawHttp client = new RawHttp(server.port());
                client.send(request("GET", "/dequeue/few/?wait=600"));
                clients.add(client);
            }
            await().atMost(Patience.LIMIT).until(() -> waiting(api) == 3);
            ApiClient.Reply refused = api.get("/dequeue/few/?wait=1");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(api.get("/dequeue/few/").status()).isEqualTo(404);
            clients.forEach(RawHttp::close);
            await().atMost(Patience.LIMIT).until(() -> waiting(api) == 0);
            assertThat(api.get("/dequeue/few/?wait=5").status()).isEqualTo(404);
        }
    }
}
