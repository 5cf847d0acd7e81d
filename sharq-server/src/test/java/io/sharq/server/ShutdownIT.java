package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import io.sharq.server.ApiClient.Reply;
import io.sharq.server.RawConnection.RawAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How the server ends, in peace and by force. */
final class ShutdownIT {
    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    @Test
    void stoppedItEndsWaitsFinishesCallsAndTakesNoMore() throws Exception {
        try (ServerProcess server = ServerProcess.start("shutdown_timeout : 600000", "[inmemory]\n")) {
            ApiClient api = new ApiClient(server.uri());
            RawConnection waiting = new RawConnection(server.port());
            waiting.send("GET /dequeue/sms/?wait=30 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawConnection halfway = new RawConnection(server.port());
            String body = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";
            halfway.send("POST /enqueue/other/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body.substring(0, 10));
            await().atMost(Patience.LIMIT)
                    .until(() -> api.get("/prometheus/").text().contains("sharq_http_waiting 1.0"));

            server.terminate();
            assertThat(waiting.receive().status()).isEqualTo(404);
            halfway.send(body.substring(10));
            RawAnswer finished = halfway.receive();
            assertThat(finished.status()).isEqualTo(201);
            assertThat(finished.closes()).isTrue();
            assertThat(server.awaitEnd()).isEqualTo(TERMINATED);
            assertThatThrownBy(() -> new RawConnection(server.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void whileRequestsInHandEndNoNewOneIsTaken() throws IOException {
        try (ServerProcess server = ServerProcess.start("shutdown_timeout : 600000", "[inmemory]\n")) {
            List<RawConnection> inHand = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // On every event loop.
                RawConnection halfway = new RawConnection(server.port());
                halfway.send("POST /enqueue/other/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
                inHand.add(halfway);
            }
            assertThat(new ApiClient(server.uri()).get("/").status()).isEqualTo(200);
            server.terminate();
            await().atMost(Patience.LIMIT).until(() -> isRefused(server.port()));
            assertThat(server.isAlive()).isTrue();
            for (RawConnection halfway : inHand) {
                halfway.close();
            }
            assertThat(server.awaitEnd()).isEqualTo(TERMINATED);
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try {
            new RawConnection(port).close();
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void aRequestThatNeverEndsDelaysTheEndNoLongerThanTheBound() throws IOException {
        try (ServerProcess server = ServerProcess.start("shutdown_timeout : 500", "[inmemory]\n")) {
            RawConnection halfway = new RawConnection(server.port());
            halfway.send("POST /enqueue/other/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
            assertThat(new ApiClient(server.uri()).get("/").status()).isEqualTo(200);
            server.terminate();
            assertThat(server.awaitEnd()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void killedUnderLoadNothingThatWasAcknowledgedIsLost() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
            String sections = "[redis]\nport : " + redis.port() + "\n[sharq]\njob_expire_interval : 3600000\n";
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            for (int round = 0; round < 3; round++) {
                killUnderLoad(sections, round, acknowledged);
                redis.kill();
                redis.startAgain();
            }
            try (ServerProcess server = ServerProcess.start("", sections).awaitReady()) {
                ApiClient api = new ApiClient(server.uri());
                Set<String> there = new HashSet<>();
                Reply reply = api.get("/dequeue/sms/?count=1000");
                while (reply.status() == 200) {
                    reply.json()
                            .get("jobs")
                            .forEach(job -> assertThat(
                                            there.add(job.get("job_id").textValue()))
                                    .isTrue());
                    reply = api.get("/dequeue/sms/?count=1000");
                }
                assertThat(reply.status()).as(reply.text()).isEqualTo(404);
                assertThat(there).containsAll(acknowledged);
            }
            assertThat(acknowledged).hasSizeGreaterThan(100);
        }
    }

    private static void killUnderLoad(String sections, int round, Set<String> acknowledged) throws Exception {
        try (ServerProcess server = ServerProcess.start("", sections).awaitReady()) {
            ApiClient api = new ApiClient(server.uri());
            AtomicBoolean isOver = new AtomicBoolean();
            Thread[] clients = new Thread[4];
            for (int i = 0; i < clients.length; i++) {
                int client = i;
                clients[i] = new Thread(() -> {
                    for (int n = 0; !isOver.get(); n++) {
                        String id = round + "-" + client + "-" + n;
                        try {
                            Reply reply = api.post(
                                    "/enqueue/sms/" + client + "/",
                                    "{\"job_id\":\"" + id + "\",\"interval\":0,\"payload\":" + n + "}");
                            if (reply.status() == 201) {
                                acknowledged.add(id);
                            }
                        } catch (UncheckedIOException e) {
                            return;
                        }
                    }
                });
                clients[i].start();
            }
            int enough = (round + 1) * 300;
            await().atMost(Patience.LIMIT).until(() -> acknowledged.size() >= enough);
            server.kill();
            isOver.set(true);
            for (Thread client : clients) {
                client.join(Patience.LIMIT.toMillis());
            }
        }
    }
}
