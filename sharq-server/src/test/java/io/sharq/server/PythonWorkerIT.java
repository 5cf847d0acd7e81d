package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The worker that the original's documentation shows, written for the original server, against this one. */
final class PythonWorkerIT {
    private static final Path WORKER = Path.of("src", "test", "resources", "worker", "worker.py");
    private static final Path SHIM = Path.of("src", "test", "resources", "worker", "shim");

    @Test
    void worksInMemory() throws Exception {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
            work(server);
        }
    }

    @Test
    void worksOnRedis() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                ServerProcess server = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n")
                        .awaitReady()) {
            work(server);
        }
    }

    private static void work(ServerProcess server) throws IOException, InterruptedException {
        assumeTrue(run("python3", "-c", "pass") == 0, "no python3 on the PATH");
        ApiClient api = new ApiClient(server.uri());
        for (int i = 0; i < 20; i++) {
            String job = "{\"job_id\":\"job-" + i + "\",\"interval\":10,\"payload\":{\"n\":" + i + "}}";
            assertThat(api.post("/enqueue/sms/1/", job).status()).isEqualTo(201);
        }
        api.post("/enqueue/sms/1/", "{\"job_id\":\"last\",\"interval\":10,\"payload\":\"stop\"}");

        Path out = Files.createTempFile("sharq-worker", ".out");
        ProcessBuilder worker = new ProcessBuilder(
                        "python3", WORKER.toString(), server.uri().toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        if (run("python3", "-c", "import requests") != 0) {
            worker.environment().put("PYTHONPATH", SHIM.toAbsolutePath().toString());
        }
        Process process = worker.start();
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            expected.append("{'n': ").append(i).append("}\n");
        }
        assertThat(Files.readString(out)).isEqualTo(expected + "stop\n");
        assertThat(api.get("/metrics/sms/1/").json().get("active").intValue()).isZero();
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
