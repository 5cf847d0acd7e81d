package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand clients that wait cost little memory and no processor, and each job goes to one of them. */
final class WaitingIT {
    private static final int CLIENTS = 10_000;

    @Test
    void tenThousandWaitInLittleMemory() throws Exception {
        int clients = Math.min(CLIENTS, filesLeft());
        // The heap is the proof: with more than this in use the server would end.
        try (ServerProcess server =
                ServerProcess.start("max_wait : 600000\nmax_connections : 20000", "[inmemory]\n", "-Xmx256m")) {
            ApiClient api = new ApiClient(server.uri());
            List<RawConnection> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    RawConnection connection = new RawConnection(server.port());
                    connection.send("GET /dequeue/sms/?wait=600 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    waiting.add(connection);
                }
                await().atMost(Patience.LIMIT)
                        .until(() -> api.get("/prometheus/").text().contains("sharq_http_waiting " + (double) clients));
                // Real time: what idle clients cost is what the process uses while nothing happens. At first it may be
                // compiling what the connections have made it run.
                await().atMost(Patience.LIMIT).until(() -> isAtRest(server));

                for (int i = 0; i < 10; i++) {
                    api.post("/enqueue/sms/1/", "{\"job_id\":\"job-" + i + "\",\"interval\":0,\"payload\":1}");
                }
                for (int i = 0; i < 10; i++) {
                    assertThat(waiting.get(i).receive().body()).contains("\"job_id\":\"job-" + i + "\"");
                }
            } finally {
                for (RawConnection connection : waiting) {
                    connection.cut();
                }
            }
            await().atMost(Patience.LIMIT)
                    .until(() -> api.get("/prometheus/").text().contains("sharq_http_waiting 0.0"));
        }
    }

    /** How many connections this process may open, with some left for itself. */
    private static int filesLeft() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.UnixOperatingSystemMXBean system
                ? (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() - 500)
                : CLIENTS;
    }

    private static boolean isAtRest(ServerProcess server) throws InterruptedException {
        Duration before = cpu(server);
        Thread.sleep(3_000);
        return cpu(server).minus(before).compareTo(Duration.ofSeconds(1)) < 0;
    }

    private static Duration cpu(ServerProcess server) {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}
