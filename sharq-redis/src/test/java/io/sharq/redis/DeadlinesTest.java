package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Metrics;
import io.sharq.api.PageRequest;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines (rule 23) as they are stored: many at once, lost and foreign entries, and the layout of the partition. */
class DeadlinesTest {
    private static final DeadLimits DEAD = new DeadLimits(10_000, Bounds.MAX_SPAN_MICROS);
    private static final long SPAN = 60_000_000;

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings = TestRedis.settings().clock(time).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final StoredKeys stored = new StoredKeys(TestRedis.uri());
    private long nonce = 1;

    @AfterEach
    void close() {
        stored.close();
        backend.close();
    }

    private String key(int number) {
        byte[] name = new KeyNames(settings.keyPrefix(), 0).partition(Operations.TYPE, 0, 1)[number];
        return new String(name, StandardCharsets.UTF_8);
    }

    private RedisCommands<String, String> redis() {
        return stored.redis();
    }

    private static EnqueueItem item(String job, Long deadlineMicros) {
        JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, deadlineMicros);
        return new EnqueueItem("queue", job, Operations.payload(job), options, QueueChange.NONE);
    }

    private void enqueue(String job, Long deadlineMicros) {
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item(job, deadlineMicros)))));
    }

    private DequeueReply dequeue() {
        return Operations.get(backend.dequeue(
                new DequeueRequest(Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, nonce++)));
    }

    private void requeue(int limit) {
        Operations.get(backend.requeue(new RequeueRequest(Operations.TYPE, limit, DEAD)));
    }

    private List<DeadJob> dead() {
        return Operations.get(backend.deadJobs(Operations.TYPE, PageRequest.first(100)))
                .items();
    }

    private JobState state(String job) {
        return Operations.get(backend.find(JobKey.of(Operations.TYPE, "queue", job)))
                .orElseThrow()
                .state();
    }

    private List<String> wrong() {
        return TestRedis.ask(redis -> PartitionCheck.wrong(redis, settings.keyPrefix()));
    }

    private void repair() {
        StoreCheck.list(settings, true);
    }

    /** One step moves a bounded number, and a dequeue in between says that it must be repeated, and releases none of them. */
    @Test
    void manyDeadlinesAtOnceAreMovedInSteps() {
        List<EnqueueItem> items = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            items.add(item("job-" + i, SPAN));
        }
        for (int i = 0; i < 2_500; i += 500) {
            Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, items.subList(i, i + 500))));
        }
        enqueue("sound", null);
        time.advance(Duration.ofMinutes(1));

        DequeueReply first = dequeue();
        assertThat(first.jobs()).isEmpty();
        assertThat(first.nextReadyAtMicros()).hasValue(time.nowMicros());
        assertThat(dequeue().jobs()).isEmpty();
        assertThat(dequeue().jobs()).extracting(LeasedJob::jobId).containsExactly("sound");
        Metrics metrics = Operations.get(backend.metrics(new MetricsScope.Type(Operations.TYPE)));
        assertThat(metrics.dead()).isEqualTo(2_500);
        assertThat(metrics.length()).isZero();
        assertThat(wrong()).isEmpty();
    }

    /** The first deadline has a visit of upkeep arranged; a later one needs none. */
    @Test
    void upkeepIsDueAtTheDeadline() {
        enqueue("job", SPAN);
        enqueue("later", 2 * SPAN);
        assertThat(due()).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(due()).containsExactly(Operations.TYPE);
        requeue(10);
        assertThat(state("job")).isEqualTo(JobState.DEAD);
        assertThat(due()).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(due()).containsExactly(Operations.TYPE);
        requeue(10);
        assertThat(dead()).extracting(job -> job.job().id()).containsExactly("job", "later");
    }

    private List<String> due() {
        return Operations.get(backend.due(new DueRequest(null, 100, DEAD))).types();
    }

    @Test
    void aPartitionWithoutDeadlinesHasNothingOfThem() {
        enqueue("job", null);
        String record = redis().hget(key(0), "");
        assertThat(record.charAt(0)).isEqualTo('\2');
        assertThat((int) record.charAt(1)).isEqualTo(2);
        enqueue("until", SPAN);
        assertThat((int) redis().hget(key(0), "").charAt(1)).isEqualTo(2 + 8);
        assertThat(redis().zcard(key(3))).isEqualTo(2);
        LeasedJob first = dequeue().jobs().get(0);
        LeasedJob second = dequeue().jobs().get(0);
        Operations.get(backend.finish(FinishRequest.of(
                Operations.TYPE,
                List.of(
                        new LeaseRef("queue", first.jobId(), first.token()),
                        new LeaseRef("queue", second.jobId(), second.token())),
                0)));
        assertThat(redis().zcard(key(3))).isEqualTo(1);
        time.advance(Duration.ofMinutes(1));
        requeue(10);
        assertThat((int) redis().hget(key(0), "").charAt(1)).isEqualTo(2);
        assertThat(wrong()).isEmpty();
    }

    private String deadline(String job) {
        return redis().zrange(key(3), 0, -1).stream()
                .filter(member -> member.startsWith("\0") && member.endsWith(job))
                .findFirst()
                .orElseThrow();
    }

    /** Even without its entry a job is not released after its deadline. */
    @Test
    void aLostEntryIsFoundByTheDequeueAndByTheCheck() {
        enqueue("lost", SPAN);
        enqueue("other", null);
        redis().zrem(key(3), deadline("lost"));
        assertThat(wrong()).singleElement().asString().contains("its deadline is not among the deadlines");
        time.advance(Duration.ofMinutes(1));
        List<LeasedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.addAll(dequeue().jobs());
        }
        assertThat(jobs).extracting(LeasedJob::jobId).containsExactly("other");
        assertThat(state("lost")).isEqualTo(JobState.DEAD);
    }

    @Test
    void theCheckRepairsALostEntry() {
        enqueue("lost", SPAN);
        redis().zrem(key(3), deadline("lost"));
        repair();
        assertThat(wrong()).isEmpty();
        time.advance(Duration.ofMinutes(1));
        requeue(10);
        assertThat(dead()).extracting(job -> job.job().id()).containsExactly("lost");
    }

    /** An entry that names a job without that deadline harms no job. */
    @Test
    void foreignEntriesAreSetAside() {
        enqueue("until", SPAN);
        enqueue("free", null);
        String entry = deadline("until");
        redis().zadd(key(3), 0, entry.substring(0, entry.length() - "until".length() - 1) + "\4free");
        redis().zadd(key(3), 0, "\0\1");
        redis().zadd(key(3), 0, entry + "!");
        assertThat(wrong()).hasSize(3);
        time.advance(Duration.ofMinutes(1));

        requeue(10);
        assertThat(dead()).extracting(job -> job.job().id()).containsExactly("until");
        assertThat(dequeue().jobs()).extracting(LeasedJob::jobId).containsExactly("free");
        assertThat(redis().zcard(key(3))).isEqualTo(1);
    }

    @Test
    void theCheckRemovesForeignEntries() {
        enqueue("until", SPAN);
        enqueue("free", null);
        String entry = deadline("until");
        redis().zadd(key(3), 0, entry.substring(0, entry.length() - "until".length() - 1) + "\4free");
        redis().zadd(key(3), 0, "\0\1");
        repair();
        assertThat(wrong()).isEmpty();
        assertThat(state("free")).isEqualTo(JobState.QUEUED);
    }

    /** A partition that has lost its record finds its deadlines again. */
    @Test
    void aLostRecordOfThePartitionLosesNoDeadline() {
        enqueue("until", SPAN);
        redis().hdel(key(0), "");
        enqueue("other", null);
        time.advance(Duration.ofMinutes(1));
        assertThat(state("until")).isEqualTo(JobState.DEAD);
    }

    /** Layout 1 had no deadlines, and its jobs cannot be read. */
    @Test
    void anOlderLayoutIsRefusedWithASentence() {
        enqueue("job", null);
        String record = redis().hget(key(0), "");
        redis().hset(key(0), "", "\1" + record.substring(1));
        assertThat(backend.find(JobKey.of(Operations.TYPE, "queue", "job")).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("this version of SharQ reads layout 2, and the data of the type have layout 1");
    }
}
