package io.sharq.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.TestRedis;
import io.sharq.spi.Backend;
import io.sharq.time.ManualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every job of the sample comes in its order, with its payload, limit and interval, and its queue from its instant on. */
class SampleImportTest {
    private static final JsonNode EXPECTED = Sample.expected();
    private static final long MAX_INTERVAL = 365L * 24 * 3600 * 1000;

    @SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
    enum Target {
        IN_MEMORY(InMemoryBackend::create),
        REDIS(time -> RedisBackend.open(TestRedis.settings().clock(time).build())),
        REDIS_OF_FOUR_PARTITIONS(time ->
                RedisBackend.open(TestRedis.settings().shards(4).clock(time).build()));

        private final Function<ManualTime, Backend> open;

        Target(Function<ManualTime, Backend> open) {
            this.open = open;
        }

        SharQ open(ManualTime time) {
            return SharQ.builder()
                    .backend(open.apply(time))
                    .alarms(time)
                    .upkeep(false)
                    .open();
        }
    }

    /** A job that the target should have. */
    private record Job(String id, long limit, JsonNode payload) {}

    @ParameterizedTest
    @EnumSource(Target.class)
    void everyJobComes(Target kind) {
        // Before all instants of the sample, so that none has passed in the target.
        ManualTime time = ManualTime.startingAt(
                Instant.ofEpochMilli(EXPECTED.get("t0_ms").asLong()).minus(Duration.ofHours(1)));
        try (Sample sample = Sample.load();
                SharQ target = kind.open(time)) {
            ImportReport plan = sample.toImport().build().plan(target);
            ImportReport done =
                    sample.toImport().activeJobs(ActiveJobs.TAKE_OVER).build().run(target);

            assertThat(plan.waiting()).isEqualTo(265);
            assertThat(plan.active()).isEqualTo(6);
            assertThat(plan.movable()).isEqualTo(264);
            assertThat(done.moved()).isEqualTo(264 + 5);
            assertThat(done.active()).isEqualTo(6);
            assertThat(done.isComplete()).as(done.toString()).isTrue();
            assertThat(plan.isComplete()).isTrue();
            remarks(plan);
            remarks(done);
            assertThat(done.finding(FindingKind.DISCARDED).orElseThrow().examples())
                    .containsExactly("expired:q-dies:job");

            Map<QueueKey, List<Job>> jobs = jobs();
            EXPECTED.get("queues").forEach(queue -> settings(target, queue, jobs));
            jobs.forEach((queue, inOrder) -> places(target, queue, inOrder));
            deliveries(target, time, jobs);
        }
    }

    private static void remarks(ImportReport report) {
        assertThat(report.finding(FindingKind.DUPLICATE).orElseThrow().examples())
                .containsExactly("dup:q:same");
        assertThat(report.finding(FindingKind.ORPHAN_PAYLOAD).orElseThrow().examples())
                .containsExactlyInAnyOrder("cleared:keeps-orphans:gone", "cleared:purged:gone");
        assertThat(report.finding(FindingKind.NOT_JSON).orElseThrow().count()).isEqualTo(5);
        assertThat(report.finding(FindingKind.UNDECODABLE)).isEmpty();
        assertThat(report.finding(FindingKind.NAMED_LIKE_A_KEY).orElseThrow().examples())
                .containsExactly("collide:active");
        assertThat(report.finding(FindingKind.CLAMPED_LIMIT).orElseThrow().examples())
                .containsExactly("limits:lim:job-10000000000");
        assertThat(report.finding(FindingKind.CLAMPED_INTERVAL).orElseThrow().examples())
                .containsExactlyInAnyOrder("intervals:two-years", "intervals:huge");
    }

    /** The lists, with the active jobs before them, by the end of their leases and with one requeue less. */
    private static Map<QueueKey, List<Job>> jobs() {
        Map<QueueKey, List<Job>> jobs = new LinkedHashMap<>();
        EXPECTED.get("active").forEach(active -> {
            Job job = job(active.get("job"));
            if (job.limit() != 0) {
                jobs.computeIfAbsent(key(active), unused -> new ArrayList<>())
                        .add(new Job(job.id(), job.limit() < 0 ? -1 : job.limit() - 1, job.payload()));
            }
        });
        EXPECTED.get("queues").forEach(queue -> {
            List<Job> all = jobs.computeIfAbsent(key(queue), unused -> new ArrayList<>());
            queue.get("jobs_in_order").forEach(job -> {
                if (all.stream()
                        .noneMatch(other -> other.id().equals(job.get("job_id").asText()))) {
                    all.add(job(job));
                }
            });
        });
        return jobs;
    }

    private static Job job(JsonNode job) {
        return new Job(
                job.get("job_id").asText(),
                Math.min(job.get("requeues_remaining").asLong(), 1_000_000_000),
                job.get("payload"));
    }

    private static QueueKey key(JsonNode queue) {
        return new QueueKey(queue.get("type").asText(), queue.get("queue").asText());
    }

    private static void settings(SharQ target, JsonNode expected, Map<QueueKey, List<Job>> jobs) {
        QueueDescription queue = target.queue(key(expected)).describe().orElseThrow();
        long interval = expected.get("interval_ms").asLong();
        assertThat(queue.interval())
                .as(queue.toString())
                .isEqualTo(Duration.ofMillis(Math.min(interval, MAX_INTERVAL)));
        assertThat(queue.length()).isEqualTo(jobs.get(key(expected)).size());
        long free = expected.get("last_dequeue_ms").isNull()
                ? 0
                : expected.get("last_dequeue_ms").asLong() + interval;
        if (!expected.get("ready_ms").isNull()) {
            free = Math.max(free, expected.get("ready_ms").asLong());
        }
        assertThat(queue.heldUntil()).as(queue.toString()).contains(Instant.ofEpochMilli(free));
        assertThat(queue.nextRelease()).contains(Instant.ofEpochMilli(free));
    }

    private static void places(SharQ target, QueueKey queue, List<Job> jobs) {
        for (int i = 0; i < jobs.size(); i++) {
            JobDescription job =
                    target.find(new JobKey(queue, jobs.get(i).id())).orElseThrow();
            assertThat(job.position()).as(job.toString()).hasValue(i);
            assertThat(job.requeueLimit()).as(job.toString()).isEqualTo((int)
                    jobs.get(i).limit());
        }
    }

    private static void deliveries(SharQ target, ManualTime time, Map<QueueKey, List<Job>> jobs) {
        time.advance(Duration.ofDays(1));
        jobs.forEach((queue, inOrder) -> {
            for (Job job : inOrder) {
                Delivery delivery = target.dequeue(
                                DequeueOptions.of(queue.type()).from(new DequeueFrom.Queue(queue.id())))
                        .first()
                        .orElseThrow();
                assertThat(delivery.job().id()).isEqualTo(job.id());
                content(delivery, job.payload());
                target.finish(delivery);
                target.queue(queue).interval(Duration.ZERO);
            }
            assertThat(target.queue(queue).describe().orElseThrow().length()).isZero();
        });
    }

    private static void content(Delivery delivery, JsonNode expected) {
        byte[] bytes = delivery.payload().toByteArray();
        switch (delivery.job().id()) {
            case "job-bytes" ->
                assertThat(bytes)
                        .isEqualTo(HexFormat.of()
                                .parseHex(expected.get("__bytes__").asText()));
            case "job-ext" -> assertThat(bytes).isEqualTo(new byte[] {(byte) 0xc7, 3, 42, 'a', 'b', 'c'});
            case "job-int-keys", "job-nan", "job-latin1" ->
                assertThat(bytes[0] & 0xf0).isEqualTo(0x80);
            // The library strips what it takes for quotes, and cannot read its own integer.
            case "job-34" -> assertThat(bytes).isEqualTo(new byte[] {'3', '4'});
            default ->
                assertThat(isSame(delivery.json(), expected))
                        .as(delivery.job() + ": " + delivery.json() + ", not " + expected)
                        .isTrue();
        }
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(
                (left, right) -> left.equals(right)
                                || (left.isNumber()
                                        && right.isNumber()
                                        && new BigDecimal(left.asText()).compareTo(new BigDecimal(right.asText())) == 0)
                        ? 0
                        : 1,
                other);
    }
}
