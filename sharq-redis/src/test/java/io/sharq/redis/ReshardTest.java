package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.redis.reshard.Reshard;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReshardTest {
    private static final int ROUNDS = 40;
    private static final int QUEUES = 12;
    private static final AtomicLong NONCES = new AtomicLong(1L << 40);
    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings.Builder settings = TestRedis.settings().clock(time);

    @Test
    void everythingIsAsItWasInWhateverNumberOfPartitions() {
        int before = 1;
        List<String> seen;
        try (RedisBackend backend = open(before)) {
            fill(backend);
            seen = everything(backend);
        }
        for (int after : new int[] {4, 3, 1}) {
            assertThat(spread(after)).isEqualTo(QUEUES);
            try (RedisBackend backend = open(after)) {
                assertThat(everything(backend)).as(before + " to " + after).isEqualTo(seen);
            }
            before = after;
        }
        try (RedisBackend backend = open(1)) {
            drain(backend);
        }
    }

    /** Its hold is an instant, which is converted; the revision at which it was raised is not. */
    @Test
    void aThrottledQueueKeepsItsHoldAndItsGrowth() {
        try (RedisBackend backend = open(4)) {
            Operations operations = new Operations(backend);
            for (int i = 0; i < QUEUES; i++) {
                operations.enqueue("queue-" + i, "job-1", 0);
                operations.enqueue("queue-" + i, "job-2", 0);
            }
            // One partition sees the clock set back by an hour, so the instants of the others are converted.
            time.stepMicros(-3_600_000_000L);
            operations.enqueue("queue-0", "job-3", 0);
            time.stepMicros(3_600_000_000L);
            for (long seconds : new long[] {1, 2}) {
                assertHeld(throttleAll(backend), seconds);
                time.advance(Duration.ofSeconds(seconds));
            }
            assertHeld(throttleAll(backend), 4);
        }
        assertThat(spread(3)).isEqualTo(QUEUES);
        try (RedisBackend backend = open(3)) {
            for (int i = 0; i < QUEUES; i++) {
                QueueDescription queue = Operations.get(backend.describe(new QueueKey(Operations.TYPE, "queue-" + i)))
                        .orElseThrow();
                assertThat(queue.heldUntil())
                        .hasValue(EpochMicros.toInstant(time.nowMicros()).plusSeconds(4));
                assertThat(queue.holdReason()).isEqualTo("throttled");
            }
            time.advance(Duration.ofSeconds(4));
            assertHeld(throttleAll(backend), 8);
        }
    }

    /** Throttles one job of each queue, and returns the ends of the holds. */
    private static List<Long> throttleAll(RedisBackend backend) {
        List<ThrottleItem> items = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            LeasedJob job = Operations.get(backend.dequeue(new DequeueRequest(
                            Operations.TYPE,
                            new DequeueFrom.Queue("queue-" + i),
                            1,
                            Operations.LEASE_MICROS,
                            NONCES.incrementAndGet())))
                    .jobs()
                    .get(0);
            items.add(new ThrottleItem(new LeaseRef(job.queueId(), job.jobId(), job.token()), null));
        }
        return Operations.get(backend.throttle(new ThrottleRequest(Operations.TYPE, items, 60_000_000))).stream()
                .map(result -> result.heldUntilMicros().orElseThrow())
                .toList();
    }

    private void assertHeld(List<Long> untilMicros, long seconds) {
        assertThat(untilMicros).hasSize(QUEUES).containsOnly(time.nowMicros() + seconds * 1_000_000);
    }

    /** Partitions see the clock step back at different calls, so each has a steady time of its own. */
    @Test
    void spacingHoldsThoughThePartitionsHaveSteadyTimesOfTheirOwn() {
        try (RedisBackend backend = open(4)) {
            Operations operations = new Operations(backend);
            for (int i = 0; i < QUEUES; i++) {
                operations.enqueue("queue-" + i, "job-1", 60_000);
                operations.enqueue("queue-" + i, "job-2", 60_000);
            }
            operations.dequeue(QUEUES).jobs().forEach(operations::finish);
            // One partition sees the clock set back by an hour, the others do not.
            time.stepMicros(-3_600_000_000L);
            operations.enqueue("queue-0", "job-3", 60_000);
            time.stepMicros(3_600_000_000L);
        }
        assertThat(spread(2)).isEqualTo(QUEUES);
        try (RedisBackend backend = open(2)) {
            Operations operations = new Operations(backend);
            time.advance(Duration.ofMillis(59_999));
            // A clock that goes forward is taken for time that passes, by those who saw it.
            int sawIt = new Sharding(4).partitionOf("queue-0");
            List<LeasedJob> early = operations.dequeue(QUEUES).jobs();
            assertThat(early).allMatch(job -> new Sharding(4).partitionOf(job.queueId()) == sawIt);
            time.advance(Duration.ofMillis(1));
            assertThat(operations.dequeue(QUEUES).jobs()).hasSize(QUEUES - early.size());
        }
    }

    @Test
    void aPausedTypeStaysPausedAndNothingIsLeftOfTheOldPartitions() {
        try (RedisBackend backend = open(1)) {
            Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, true)));
            new Operations(backend).enqueue("user001", "job-1", 0);
        }
        assertThat(spread(4)).isEqualTo(1);

        List<String> keys = TestRedis.ask(redis -> redis.keys(settings.build().keyPrefix() + ":*"));
        assertThat(keys).noneMatch(key -> key.contains(":sms:0}")).hasSize(4 * 8 + 2);
        try (RedisBackend backend = open(4)) {
            assertThat(new Operations(backend).dequeue(1).jobs()).isEmpty();
            Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, false)));
            assertThat(new Operations(backend).dequeue(1).jobs()).hasSize(1);
        }
    }

    @Test
    void defaultsGoAlongToEveryPartition() {
        try (RedisBackend backend = open(1)) {
            defaults(backend, "*", QueueChange.interval(60_000));
            defaults(backend, "queue-0*", new QueueChange(null, true, 3));
            for (int i = 0; i < QUEUES; i++) {
                EnqueueItem item = new EnqueueItem(
                        "queue-" + i, "job", Operations.payload("job"), JobOptions.DEFAULT, QueueChange.NONE);
                Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
            }
        }
        for (int shards : new int[] {4, 3}) {
            assertThat(spread(shards)).isEqualTo(QUEUES);
            try (RedisBackend backend = open(shards)) {
                assertThat(Operations.get(backend.defaults(Operations.TYPE))).hasSize(2);
                QueueDescription first = Operations.get(backend.describe(new QueueKey(Operations.TYPE, "queue-0")))
                        .orElseThrow();
                assertThat(first.ordered()).isTrue();
                assertThat(first.sources().get(QueueSetting.INTERVAL)).hasToString("*");
                assertThat(first.sources().get(QueueSetting.CONCURRENCY)).hasToString("queue-0*");
                defaults(backend, "*", QueueChange.interval(shards));
                for (int i = 0; i < QUEUES; i++) {
                    assertThat(Operations.get(backend.describe(new QueueKey(Operations.TYPE, "queue-" + i)))
                                    .orElseThrow()
                                    .interval())
                            .isEqualTo(Duration.ofMillis(shards));
                }
            }
        }
    }

    private static void defaults(RedisBackend backend, String pattern, QueueChange change) {
        Operations.get(backend.setDefaults(
                new SetDefaultsRequest(new QueuePattern(Operations.TYPE, pattern), change, Set.of())));
    }

    @Test
    void whatWasSetAsideAsDamagedIsToldFurtherOn() {
        String prefix = settings.build().keyPrefix();
        try (RedisBackend backend = open(1)) {
            Operations operations = new Operations(backend);
            operations.enqueue("user001", "job-1", 0);
            operations.enqueue("user001", "job-2", 0);
            operations.enqueue("user001", "job-3", 0);
            String jobs = prefix + ":{" + prefix + ":sms:0}:jobs";
            long deleted = TestRedis.ask(redis -> redis.hdel(jobs, "\7user001\5job-1"));
            assertThat(deleted).isEqualTo(1);
            operations.dequeue(1).jobs().forEach(operations::finish);
        }
        assertThat(spread(4)).isEqualTo(1);

        String damage = prefix + ":{" + prefix + "}:damage";
        List<String> damagedOnce = TestRedis.ask(redis -> redis.hkeys(damage));
        assertThat(damagedOnce).isEmpty();
        try (RedisBackend backend = open(4)) {
            assertThat(Operations.get(backend.metrics(new MetricsScope.Type(Operations.TYPE)))
                            .length())
                    .isEqualTo(1);
            assertThat(new Operations(backend).dequeue(1).jobs())
                    .extracting(LeasedJob::jobId)
                    .containsExactly("job-3");
        }
        List<String> damaged = TestRedis.ask(redis -> redis.hkeys(damage));
        assertThat(damaged).containsExactly("sms:0.4");
    }

    @Test
    void itIsRefusedWhileAJobIsActiveAndChangesNothing() {
        try (RedisBackend backend = open(3)) {
            Operations operations = new Operations(backend);
            for (int i = 0; i < QUEUES; i++) {
                operations.enqueue("queue-" + i, "job-1", 0);
            }
            LeasedJob active = operations.dequeue(1).jobs().get(0);

            assertThatThrownBy(() -> spread(5))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("1 of its jobs are active");

            assertThat(operations.finish(active)).isEqualTo(io.sharq.api.LeaseStatus.DONE);
            assertThat(operations.dequeue(QUEUES).jobs()).hasSize(QUEUES - 1);
        }
    }

    @Test
    void aClientOfTheOldNumberIsToldSo() {
        try (RedisBackend old = open(1)) {
            new Operations(old).enqueue("user001", "job-1", 0);
            spread(4);

            assertThatThrownBy(() -> new Operations(old).enqueue("user001", "job-2", 0))
                    .hasMessageContaining("spread over 4 partitions")
                    .satisfies(failure -> assertThat(((BackendException) failure.getCause()).outcome())
                            .isEqualTo(Outcome.REJECTED));
        }
    }

    /** Real connections, cut at whatever moment: what was begun is ended by the next run, or was never begun. */
    @Test
    void aRunThatIsInterruptedAnywhereIsEndedByTheNext() throws InterruptedException {
        try (RedisProcess redis = RedisProcess.start()) {
            int interrupted = 0;
            long wholeNanos = 0;
            for (int round = 0; round <= ROUNDS; round++) {
                String prefix = "round-" + round;
                RedisSettings.Builder direct =
                        RedisSettings.uri(redis.uri()).keyPrefix(prefix).clock(time);
                List<String> seen;
                try (RedisBackend backend = RedisBackend.open(direct.build())) {
                    fill(backend);
                    seen = everything(backend);
                }
                if (round == 0) {
                    wholeNanos = undisturbedNanos(redis, prefix);
                } else {
                    interrupted += isCut(redis, prefix, wholeNanos * round / ROUNDS) ? 1 : 0;
                }
                Reshard.spread(direct.build(), Operations.TYPE, 4);
                try (RedisBackend backend = RedisBackend.open(direct.shards(4).build())) {
                    assertThat(everything(backend)).isEqualTo(seen);
                }
                if (round % 10 == 0) {
                    System.out.printf("  %d of %d runs, %d interrupted%n", round, ROUNDS, interrupted);
                }
                List<String> old = TestRedis.on(redis.uri(), commands -> commands.keys(prefix + ":*:sms:0}:*"));
                assertThat(old).isEmpty();
            }
            assertThat(interrupted).isPositive();
        }
    }

    /** How long a run takes on this machine, from its connection on: the cuts fall on all of it. */
    private long undisturbedNanos(RedisProcess redis, String prefix) {
        try (FaultyProxy proxy = FaultyProxy.before(redis.port())) {
            long from = System.nanoTime();
            Reshard.spread(through(proxy, prefix), Operations.TYPE, 4);
            return System.nanoTime() - from;
        }
    }

    private RedisSettings through(FaultyProxy proxy, String prefix) {
        return RedisSettings.uri(proxy.uri())
                .keyPrefix(prefix)
                .clock(time)
                .timeout(Patience.LIMIT)
                .build();
    }

    private boolean isCut(RedisProcess redis, String prefix, long afterNanos) throws InterruptedException {
        try (FaultyProxy proxy = FaultyProxy.before(redis.port())) {
            RedisSettings over = through(proxy, prefix);
            List<Throwable> failures = new ArrayList<>();
            Thread run = new Thread(() -> {
                try {
                    Reshard.spread(over, Operations.TYPE, 4);
                } catch (BackendException e) {
                    failures.add(e);
                }
            });
            run.start();
            run.join(Duration.ofNanos(afterNanos).toMillis() + 1);
            proxy.cut();
            run.join();
            return !failures.isEmpty();
        }
    }

    @Test
    void itSaysWhatWasMovedAndWhichTypesAreLeft() {
        try (RedisBackend backend = RedisBackend.open(settings.build())) {
            for (String type : List.of("sms", "voice", "email")) {
                EnqueueItem item = new EnqueueItem(
                        "user001", "job-1", Operations.payload("job-1"), JobOptions.DEFAULT, QueueChange.interval(0));
                Operations.get(backend.enqueue(new EnqueueRequest(type, List.of(item))));
            }
        }

        Reshard.Result first = Reshard.spread(settings.build(), "sms", 4);
        assertThat(first.movedQueues()).hasValue(1);
        assertThat(first.remainingTypes()).containsExactly("email", "voice");

        Reshard.Result again = Reshard.spread(settings.build(), "sms", 4);
        assertThat(again.movedQueues()).isEmpty();
        assertThat(again.remainingTypes()).containsExactly("email", "voice");
    }

    private long spread(int shards) {
        return Reshard.spread(settings.build(), Operations.TYPE, shards)
                .movedQueues()
                .orElse(0);
    }

    private RedisBackend open(int shards) {
        return RedisBackend.open(settings.shards(shards).build());
    }

    /** Queues in every condition: spaced, held, delayed, ordered, drained, with dead and finished jobs. */
    private void fill(RedisBackend backend) {
        for (int i = 0; i < QUEUES; i++) {
            String queue = "queue-" + i;
            List<EnqueueItem> items = List.of(
                    item(queue, "job-1", 0, 0), item(queue, "job-2", 5_000_000, 3), item(queue, "job-3", 0, -1));
            Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, items)));
            time.advance(Duration.ofMillis(3));
        }
        List<LeasedJob> jobs = new Operations(backend).dequeue(QUEUES).jobs();
        for (int i = 0; i < jobs.size(); i++) {
            LeaseRef lease = new LeaseRef(
                    jobs.get(i).queueId(), jobs.get(i).jobId(), jobs.get(i).token());
            if (i % 2 == 0) {
                Operations.get(backend.fail(
                        new FailRequest(Operations.TYPE, List.of(new FailItem(lease, 7_000, "why")), DEAD)));
            } else {
                Operations.get(backend.finish(FinishRequest.of(Operations.TYPE, List.of(lease), 60_000_000)));
            }
        }
        QueueKey held = new QueueKey(Operations.TYPE, "queue-3");
        Operations.get(backend.configure(new ConfigureRequest(
                held, new QueueChange(7_000L, true, 2), true, new Hold.Span(9_000_000, "held"), true)));
    }

    private static EnqueueItem item(String queue, String job, long delayMicros, int limit) {
        return new EnqueueItem(
                queue,
                job,
                Operations.payload(job),
                new JobOptions(0, delayMicros, limit, null),
                QueueChange.interval(1_000));
    }

    private static List<String> everything(RedisBackend backend) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            QueueKey queue = new QueueKey(Operations.TYPE, "queue-" + i);
            seen.add(Operations.get(backend.describe(queue)).toString());
            seen.add(Operations.get(backend.metrics(new MetricsScope.Queue(queue)))
                    .toString());
            for (int job = 1; job <= 3; job++) {
                seen.add(Operations.get(backend.find(new JobKey(queue, "job-" + job)))
                        .toString());
            }
        }
        seen.add(Operations.get(backend.metrics(new MetricsScope.Type(Operations.TYPE)))
                .toString());
        seen.add(Operations.get(backend.metrics(MetricsScope.ALL)).toString());
        seen.add(Operations.get(backend.deadJobs(Operations.TYPE, PageRequest.first(100)))
                .items()
                .toString());
        seen.add(Operations.get(backend.types(PageRequest.first(10))).toString());
        return seen.stream()
                .map(text -> text.replaceAll("Stamp\\[partition=\\d+, revision=\\d+", "Stamp["))
                .toList();
    }

    private void drain(RedisBackend backend) {
        Operations operations = new Operations(backend);
        int left = 2 * QUEUES;
        while (left > 0) {
            List<LeasedJob> jobs = operations.dequeue(5).jobs();
            jobs.forEach(operations::finish);
            left -= jobs.size();
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(Operations.get(backend.metrics(MetricsScope.ALL)).length()).isZero();
    }
}
