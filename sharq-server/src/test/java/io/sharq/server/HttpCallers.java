package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.Patience;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.facade.Callers;
import io.sharq.time.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of a server in this process, each try with a queue type of its own. The backend's clock stands still; waits are in
 * real time, as clients' are.
 */
final class HttpCallers implements Callers {
    private static final Pattern WAITING = Pattern.compile("sharq_http_waiting (\\d+)\\.0");

    private static final ManualTime CLOCK = ManualTime.startingAt(Trial.START);
    private static final ApiClient API = start();
    private static final AtomicInteger TYPES = new AtomicInteger();

    /** A type of its own, so that one server does for all tries. */
    private final String type = "type-" + TYPES.incrementAndGet();

    private static ApiClient start() {
        try {
            Path file = Files.createTempFile("sharq", ".conf");
            Files.writeString(
                    file,
                    "[sharq-server]\nhost : 127.0.0.1\nport : 0\nworkers : 2\nmax_wait : 600000\n"
                            + SuppliedBackends.section(InMemoryBackend.create(CLOCK)));
            SharQServer server = SharQServer.start(Configuration.load(file));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            Files.delete(file);
            return new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<List<Held>> dequeue(int count, Duration lease, Duration wait) {
        String path = "/dequeue/" + type + "/?count=" + count + "&lease_ms=" + lease.toMillis() + "&wait="
                + BigDecimal.valueOf(wait.toNanos(), 9).toPlainString();
        int before = waiting();
        CompletableFuture<ApiClient.Reply> reply = API.getLater(path);
        CompletableFuture<List<Held>> held = reply.thenApply(HttpCallers::held);
        if (wait.compareTo(Duration.ofSeconds(1)) > 0) {
            await().atMost(Patience.LIMIT).until(() -> held.isDone() || waiting() > before);
        }
        CompletableFuture<?> unused = held.whenComplete((jobs, failure) -> {
            if (held.isCancelled()) {
                int with = waiting();
                reply.cancel(true);
                await().atMost(Patience.LIMIT).until(() -> waiting() < with);
            }
        });
        return held;
    }

    private int waiting() {
        Matcher gauge = WAITING.matcher(API.get("/prometheus/").text());
        assertThat(gauge.find()).isTrue();
        return Integer.parseInt(gauge.group(1));
    }

    private static List<Held> held(ApiClient.Reply reply) {
        if (reply.status() == 404) {
            return List.of();
        }
        assertThat(reply.status()).isEqualTo(200);
        List<Held> held = new ArrayList<>();
        for (JsonNode job : reply.json().get("jobs")) {
            held.add(new Held(
                    job.get("queue_id").textValue(),
                    job.get("job_id").textValue(),
                    job.get("lease").textValue(),
                    Instant.parse(job.get("expires_at").textValue())));
        }
        return held;
    }

    @Override
    public void enqueue(List<EnqueueItem> jobs) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (EnqueueItem item : jobs) {
            QueueChange settings = item.settings();
            ObjectNode job = list.addObject()
                    .put("queue_id", item.queueId())
                    .put("job_id", item.jobId())
                    .put("interval", settings.intervalMillis())
                    .put("payload", 1);
            if (settings.ordered() != null) {
                job.put("ordered", settings.ordered());
            }
            if (settings.concurrency() != null) {
                job.put("concurrency", settings.concurrency());
            }
        }
        assertThat(API.post("/enqueue/" + type + "/", "{\"jobs\":" + list + "}").status())
                .isEqualTo(200);
    }

    @Override
    public void finish(Held job) {
        String path = "/finish/" + type + "/" + job.queueId() + "/" + job.jobId() + "/";
        assertThat(API.post(path, "{\"lease\":\"" + job.lease() + "\"}").status())
                .isEqualTo(200);
    }

    @Override
    public long active(String queueId) {
        ApiClient.Reply reply = API.get("/queues/" + type + "/" + queueId + "/");
        return reply.status() == 404 ? 0 : reply.json().get("active").longValue();
    }

    @Override
    public Duration shortestWait() {
        return Duration.of(1, ChronoUnit.MICROS);
    }

    /** Real time passes by itself. */
    @Override
    public void pass() {}

    @Override
    public Instant now() {
        return CLOCK.now();
    }

    @Override
    public void close() {}
}
