package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listing, cancel, change and throttle where Redis alone may go wrong: many due jobs, notifications, damaged entries. */
class JobChangesTest {
    private static final String QUEUE = "aa";
    private static final int PROMOTIONS = 1_000;
    private static final PageRequest PAGE = PageRequest.first(100);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings = TestRedis.settings().clock(time).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(TestRedis.uri());

    @AfterEach
    void close() {
        backend.close();
        stored.close();
    }

    private void enqueue(String queue, String job, long delayMicros) {
        enqueue(List.of(item(queue, job, delayMicros)));
    }

    private static EnqueueItem item(String queue, String job, long delayMicros) {
        JobOptions options = new JobOptions(0, delayMicros, Bounds.REQUEUE_ALWAYS, null);
        return new EnqueueItem(queue, job, Operations.payload(job), options, QueueChange.NONE);
    }

    private void enqueue(List<EnqueueItem> items) {
        assertThat(Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, items))))
                .allMatch(result -> result.status() == EnqueueStatus.QUEUED);
    }

    private List<ChangeStatus> cancel(String... jobs) {
        List<JobRef> refs = new ArrayList<>();
        for (String job : jobs) {
            refs.add(new JobRef(QUEUE, job));
        }
        return statuses(backend.cancel(new CancelRequest(Operations.TYPE, refs)));
    }

    private List<ChangeStatus> change(ChangeItem... items) {
        return statuses(backend.change(new ChangeRequest(Operations.TYPE, List.of(items))));
    }

    private static List<ChangeStatus> statuses(CompletionStage<List<ChangeResult>> results) {
        return Operations.get(results).stream().map(ChangeResult::status).toList();
    }

    private static ChangeItem to(String job, @Nullable Integer order, @Nullable Long delayMicros) {
        return new ChangeItem(new JobRef(QUEUE, job), order, delayMicros, null);
    }

    private List<String> listed() {
        return Operations.get(backend.jobs(new QueueKey(Operations.TYPE, QUEUE), PAGE)).items().stream()
                .map(job -> job.job().id())
                .toList();
    }

    private List<String> dequeued(int count) {
        return operations.dequeue(count).jobs().stream().map(LeasedJob::jobId).toList();
    }

    /** Fields and members as {@link StoredKeys} shows them: one character for each byte. */
    private String key(String name) {
        for (byte[] key : new KeyNames(settings.keyPrefix(), 0).partition(Operations.TYPE, 0, 1)) {
            String text = new String(key, StandardCharsets.UTF_8);
            if (text.endsWith(":" + name)) {
                return text;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    void jobsBeyondThoseThatOneCallMovesAreCancelledAndChanged() {
        List<EnqueueItem> items = new ArrayList<>();
        for (int i = 0; i < PROMOTIONS + 100; i++) {
            items.add(item(QUEUE, "job-" + i, 1_000 + i));
        }
        enqueue(items.subList(0, PROMOTIONS / 2));
        enqueue(items.subList(PROMOTIONS / 2, PROMOTIONS));
        enqueue(items.subList(PROMOTIONS, items.size()));
        time.advance(Duration.ofSeconds(1));

        assertThat(change(to("job-1099", -1, null), to("job-1098", -1, 0L), to("job-1097", null, 1_000L)))
                .containsOnly(ChangeStatus.DONE);
        assertThat(cancel("job-1096", "job-0")).containsOnly(ChangeStatus.DONE);

        assertThat(dequeued(3)).containsExactly("job-1098", "job-1099", "job-1");
        time.advance(Duration.ofMillis(1));
        List<String> rest = new ArrayList<>();
        for (List<String> more = dequeued(100); !more.isEmpty(); more = dequeued(100)) {
            rest.addAll(more);
        }
        assertThat(rest)
                .hasSize(PROMOTIONS + 100 - 5)
                .doesNotContain("job-1096", "job-0")
                .contains("job-1097", "job-1095");
    }

    @Test
    void aBatchThatNamesAJobTwiceSeesWhatItHasDone() {
        enqueue(QUEUE, "job-1", 0);
        enqueue(QUEUE, "job-2", 0);

        assertThat(change(to("job-1", 5, null), to("job-1", null, 60_000L), to("job-1", -5, 0L)))
                .containsOnly(ChangeStatus.DONE);
        assertThat(listed()).containsExactly("job-1", "job-2");
        LeasedJob leased = operations.dequeue(1).jobs().get(0);
        assertThat(throttle(leased, 0L)).isEqualTo(LeaseStatus.DONE);
        assertThat(change(to("job-1", 5, 60_000L), to("job-1", null, 0L))).containsOnly(ChangeStatus.DONE);
        assertThat(listed()).containsExactly("job-2", "job-1");
        assertThat(cancel("job-1", "job-2", "job-1", "job-2"))
                .containsExactly(ChangeStatus.DONE, ChangeStatus.DONE, ChangeStatus.NOT_FOUND, ChangeStatus.NOT_FOUND);
        assertThat(listed()).isEmpty();
        assertThat(stored.redis().zcard(key("places"))).isEqualTo(1);
        assertThat(stored.redis().zcard(key("scheduled"))).isEqualTo(1);
        assertThat(stored.redis().hlen(key("jobs"))).isEqualTo(1);
    }

    private LeaseStatus throttle(LeasedJob job, @Nullable Long retryAfterMicros) {
        ThrottleItem item = new ThrottleItem(new LeaseRef(job.queueId(), job.jobId(), job.token()), retryAfterMicros);
        return Operations.get(backend.throttle(new ThrottleRequest(Operations.TYPE, List.of(item), 60_000_000)))
                .get(0)
                .status();
    }

    @Test
    void aTypeThatIsNotOpenHasNoJobsAndGetsNoKeys() {
        assertThat(cancel("job-1")).containsExactly(ChangeStatus.NOT_FOUND);
        assertThat(change(to("job-1", 1, null))).containsExactly(ChangeStatus.NOT_FOUND);
        assertThat(listed()).isEmpty();

        assertThat(stored.redis().keys(settings.keyPrefix() + ":*")).isEmpty();
    }

    /** Waiting callers of other clients wait for the earliest instant that they know. */
    @Test
    void othersAreNotifiedOfAQueueThatIsReadyEarlier() {
        enqueue(QUEUE, "job-1", 60_000_000);
        BlockingQueue<Long> ready = new LinkedBlockingQueue<>();
        try (RedisBackend other = RedisBackend.open(settings)) {
            other.onReady(new ReadinessListener() {
                @Override
                public void ready(String type, long atMicros) {
                    ready.add(atMicros);
                }

                @Override
                public void missed() {}
            });
            change(to("job-1", null, 30_000_000L));
            change(to("job-1", null, 40_000_000L));
            change(to("job-1", 7, null));
            change(to("job-1", null, 0L));

            await().atMost(Patience.LIMIT).until(() -> ready.contains(time.nowMicros()));
            assertThat(ready).containsExactly(time.nowMicros() + 30_000_000, time.nowMicros());
        }
    }

    /** A client of several partitions dequeues from the one that it knows to be ready first. */
    @Test
    void aClientOfSeveralPartitionsLearnsFromItsChanges() {
        try (RedisBackend several =
                RedisBackend.open(TestRedis.settings().clock(time).shards(16).build())) {
            for (int i = 0; i < 8; i++) {
                EnqueueItem item = item("queue-" + i, "job", 60_000_000L + i);
                Operations.get(several.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
            }
            assertThat(new Operations(several).dequeue(1).jobs()).isEmpty();
            ChangeItem item = new ChangeItem(new JobRef("queue-7", "job"), null, 0L, null);
            Operations.get(several.change(new ChangeRequest(Operations.TYPE, List.of(item))));

            assertThat(new Operations(several).dequeue(1).jobs())
                    .extracting(LeasedJob::queueId)
                    .containsExactly("queue-7");
        }
    }

    @Test
    void aJobThatHasLostItsRecordIsNotFoundAndBlocksNoOther() {
        enqueue(QUEUE, "a1", 0);
        enqueue(QUEUE, "a2", 0);
        assertThat(stored.redis().hdel(key("jobs"), "\2aa\2a1")).isEqualTo(1);

        assertThat(cancel("a1")).containsExactly(ChangeStatus.NOT_FOUND);
        assertThat(change(to("a1", 1, null), to("a2", 1, null)))
                .containsExactly(ChangeStatus.NOT_FOUND, ChangeStatus.DONE);
        assertThat(listed()).contains("a2");
        assertThat(dequeued(2)).containsExactly("a2");
    }

    @Test
    void aJobThatHasLostItsPlaceCanBeCancelledOrGetsItBack() {
        for (String job : List.of("a1", "a2", "a3")) {
            enqueue(QUEUE, job, 0);
        }
        List<String> places = stored.redis().zrange(key("places"), 1, 2);
        assertThat(stored.redis().zrem(key("places"), places.toArray(String[]::new)))
                .isEqualTo(2);

        assertThat(cancel("a1")).containsExactly(ChangeStatus.DONE);
        assertThat(change(to("a2", 0, null))).containsExactly(ChangeStatus.DONE);

        enqueue(QUEUE, "a1", 0);
        assertThat(listed()).containsExactly("a2", "a3", "a1");
        assertThat(Operations.get(backend.health()).damaged()).isEqualTo(2);
        assertThat(Operations.get(backend.describe(new QueueKey(Operations.TYPE, QUEUE)))
                        .orElseThrow()
                        .length())
                .isEqualTo(3);
        assertThat(dequeued(10)).containsExactly("a2", "a3", "a1");
    }

    /** The next dequeue rebuilds the queue, and would release a job whose cancel was refused as not found. */
    @Test
    void aQueueThatHasLostItsRecordIsRebuilt() {
        enqueue(QUEUE, "a1", 0);
        enqueue(QUEUE, "a2", 0);
        LeasedJob leased = operations.dequeue(1).jobs().get(0);
        assertThat(stored.redis().hdel(key("state"), "\2aa")).isEqualTo(1);

        assertThat(cancel("a2")).containsExactly(ChangeStatus.DONE);
        assertThat(stored.redis().hdel(key("state"), "\2aa")).isEqualTo(1);
        assertThat(throttle(leased, 5_000_000L)).isEqualTo(LeaseStatus.DONE);
        assertThat(stored.redis().hdel(key("state"), "\2aa")).isEqualTo(1);
        assertThat(change(to("a1", null, 1_000_000L))).containsExactly(ChangeStatus.DONE);

        assertThat(dequeued(10)).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(dequeued(10)).containsExactly("a1");
    }

    /** A foreign entry is no job. It ended the listing of its queue before. */
    @Test
    void anEntryThatIsNoJobIsNotListed() {
        enqueue(QUEUE, "a1", 0);
        enqueue(QUEUE, "a2", 0);
        enqueue(QUEUE, "a3", 60_000_000);
        String first = stored.redis().zrange(key("places"), 1, 1).get(0);
        stored.redis().zadd(key("places"), 0, first + "!");
        stored.redis().zadd(key("places"), 0, "\2aa");
        stored.redis().zadd(key("places"), 0, "\2aa!");
        stored.redis().zadd(key("scheduled"), 0, "\2aa!");

        assertThat(listed()).containsExactlyInAnyOrder("a1", "a2", "a3");
        List<String> singly = new ArrayList<>();
        PageRequest next = PageRequest.first(1);
        while (next != null) {
            Page<WaitingJob> page = Operations.get(backend.jobs(new QueueKey(Operations.TYPE, QUEUE), next));
            page.items().forEach(job -> singly.add(job.job().id()));
            next = page.next() == null ? null : new PageRequest(page.next(), 1);
        }
        assertThat(singly).containsExactlyInAnyOrder("a1", "a2", "a3");
    }

    @Test
    void aKeyOfAWrongTypeRefusesACallOrHarmsItNot() {
        try (RedisProcess redis = RedisProcess.start();
                StoredKeys own = new StoredKeys(redis.uri());
                RedisBackend other = RedisBackend.open(
                        RedisSettings.uri(redis.uri()).clock(time).build())) {
            for (String job : List.of("a1", "a2", "a3", "a4")) {
                Operations.get(other.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item(QUEUE, job, 0)))));
                Operations.get(other.enqueue(new EnqueueRequest("voice", List.of(item(QUEUE, job, 0)))));
            }
            LeasedJob leased = new Operations(other).dequeue(1).jobs().get(0);
            var sound = own.save();
            LeaseRef lease = new LeaseRef(leased.queueId(), leased.jobId(), leased.token());
            List<Supplier<CompletionStage<?>>> calls = List.of(
                    () -> other.cancel(new CancelRequest(Operations.TYPE, List.of(new JobRef(QUEUE, "a2")))),
                    () -> other.change(new ChangeRequest(Operations.TYPE, List.of(to("a2", 1, 1_000L)))),
                    () -> other.throttle(
                            new ThrottleRequest(Operations.TYPE, List.of(new ThrottleItem(lease, null)), 60_000_000)),
                    () -> other.jobs(new QueueKey(Operations.TYPE, QUEUE), PAGE));
            for (byte[] name : new KeyNames("sharq_server", 0).partition(Operations.TYPE, 0, 1)) {
                String key = new String(name, StandardCharsets.UTF_8);
                for (Supplier<CompletionStage<?>> call : calls) {
                    own.restore(sound);
                    own.redis().del(key);
                    own.redis().set(key, "not ours");
                    var before = own.content();
                    try {
                        Operations.get(call.get());
                    } catch (CompletionException e) {
                        assertThat(((BackendException) e.getCause()).outcome())
                                .as(key)
                                .isEqualTo(Outcome.REJECTED);
                        // A note of the damage is written beside the calls, and may come at any time.
                        var after = own.content();
                        after.keySet().removeAll(dueKeys());
                        before.keySet().removeAll(dueKeys());
                        assertThat(after).as(key).isEqualTo(before);
                    }
                    assertThat(Operations.get(other.dequeue(new DequeueRequest(
                                            "voice", DequeueFrom.ANY, 1, Operations.LEASE_MICROS, time.nowMicros())))
                                    .jobs())
                            .as(key)
                            .hasSize(1);
                }
            }
        }
    }

    /** A cancel arranges a visit of upkeep before it calls the partition. Health notes the damaged partition. */
    private static Set<String> dueKeys() {
        String shared = "sharq_server:{sharq_server}:";
        return Set.of(shared + "due", shared + "visits", shared + "clock", shared + "damage");
    }
}
