package io.sharq.redis.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.redis.Operations;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.reshard.Reshard;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upkeep costs what is due, whatever the number of types, and finds all that is due, whoever stops where. */
class UpkeepScheduleTest {
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
    private static final DeadLimits LIMITS =
            new DeadLimits(1_000, Duration.ofDays(7).toMillis() * 1_000);
    private static final long LEASE_MICROS = 60_000_000;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String PREFIX = "visits";

    private final RedisProcess redis = RedisProcess.start();
    private final RedisClient client = RedisClient.create(redis.uri());
    private final RedisCommands<String, String> commands = client.connect().sync();
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final KeyNames names = new KeyNames(PREFIX, 0);
    private final String due = new String(names.due(), UTF_8);
    private final String visits = new String(names.visits(), UTF_8);
    private final RedisBackend backend = open();
    private long nonce;

    @AfterEach
    void close() {
        backend.close();
        client.shutdown();
        redis.close();
    }

    private RedisBackend open() {
        return RedisBackend.open(settings().build());
    }

    private RedisSettings.Builder settings() {
        return RedisSettings.uri(redis.uri()).keyPrefix(PREFIX).clock(time).timeout(Duration.ofMinutes(1));
    }

    private static List<String> types(int count) {
        return IntStream.range(0, count).mapToObj(i -> "type-" + i).toList();
    }

    private void enqueue(Backend to, List<String> types) {
        CompletableFuture<?>[] calls = types.stream()
                .map(type -> new EnqueueRequest(
                        type,
                        List.of(new EnqueueItem(
                                "queue", "job", Operations.payload("job"), JobOptions.DEFAULT, QueueChange.NONE))))
                .map(request -> to.enqueue(request).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(calls).join();
    }

    private static void enqueue(Backend to, String type, String job) {
        Operations.get(to.enqueue(new EnqueueRequest(
                type,
                List.of(new EnqueueItem(
                        "queue", job, Operations.payload(job), JobOptions.DEFAULT, QueueChange.NONE)))));
    }

    private List<LeasedJob> dequeue(Backend from, String type, long leaseMicros) {
        return Operations.get(from.dequeue(new DequeueRequest(type, DequeueFrom.ANY, 1, leaseMicros, ++nonce)))
                .jobs();
    }

    private static List<String> due(Backend of) {
        List<String> types = new ArrayList<>();
        DueReply reply = Operations.get(of.due(DueRequest.first(128, LIMITS)));
        types.addAll(reply.types());
        while (reply.next() != null) {
            reply = Operations.get(of.due(new DueRequest(reply.next(), 128, LIMITS)));
            types.addAll(reply.types());
        }
        return types;
    }

    private static int requeue(Backend of, String type) {
        int requeued = 0;
        RequeueReply reply;
        do {
            reply = Operations.get(of.requeue(new RequeueRequest(type, 1_000, LIMITS)));
            requeued += reply.requeued();
        } while (reply.more());
        return requeued;
    }

    /** A round as a facade makes it. */
    private static int round(Backend of) {
        return due(of).stream().mapToInt(type -> requeue(of, type)).sum();
    }

    private long active(String type) {
        return Operations.get(backend.metrics(new MetricsScope.Type(type))).active();
    }

    /** Commands, those inside scripts included, but not those of the count itself. */
    private long commandsSince() {
        long sum = 0;
        Matcher calls = CALLS.matcher(commands.info("commandstats"));
        while (calls.find()) {
            if (!List.of("config|resetstat", "info").contains(calls.group(1))) {
                sum += Long.parseLong(calls.group(2));
            }
        }
        return sum;
    }

    private long scriptsSince() {
        Matcher scripts = SCRIPTS.matcher(commands.info("commandstats"));
        return scripts.find() ? Long.parseLong(scripts.group(1)) : 0;
    }

    @Test
    void typesAtRestCostARoundNothing() {
        List<Long> costs = new ArrayList<>();
        for (int count : new int[] {20, 2_000}) {
            enqueue(backend, types(count));
            // Each new type is visited once, within ten minutes.
            time.advance(Duration.ofMinutes(10));
            round(backend);
            commands.configResetstat();
            for (int i = 0; i < 20; i++) {
                time.advance(Duration.ofSeconds(1));
                assertThat(round(backend)).isZero();
            }
            costs.add(commandsSince());
        }
        assertThat(costs.get(1)).as("commands of 20 rounds").isLessThanOrEqualTo(20 * 15);
        assertThat(costs.get(1) - costs.get(0)).isBetween(-20L, 20L);
    }

    @Test
    void aLeaseThatEndsAmongManyTypesIsBackWithOneVisit() {
        List<String> types = types(2_000);
        enqueue(backend, types);
        time.advance(Duration.ofMinutes(10));
        round(backend);
        assertThat(dequeue(backend, "type-7", LEASE_MICROS)).hasSize(1);
        time.advance(LEASE.minusNanos(1_000));
        assertThat(due(backend)).isEmpty();
        time.advance(Duration.ofNanos(1_000));
        commands.configResetstat();

        assertThat(round(backend)).isEqualTo(1);
        // The listing, the visit, and what is noted after it.
        assertThat(scriptsSince()).isEqualTo(3);
    }

    /** One arrangement serves a type for the length of a lease, whatever the number of jobs and clients. */
    @Test
    void aVisitIsArrangedOnceForTheLengthOfALease() {
        enqueue(backend, types(1));
        for (int i = 0; i < 100; i++) {
            enqueue(backend, "type-0", "job-" + i);
        }
        try (RedisBackend other = open()) {
            dequeue(other, "type-0", LEASE_MICROS);
            commands.configResetstat();
            for (int i = 0; i < 50; i++) {
                time.advance(Duration.ofMillis(500));
                assertThat(dequeue(backend, "type-0", LEASE_MICROS)).hasSize(1);
            }
        }
        assertThat(scriptsSince()).isEqualTo(50);
    }

    /** Some of the leases are long enough as it is, and others are refused in the same script. */
    @Test
    void eachOfTheDequeuesThatShareAScriptHasItsVisit() {
        for (int i = 0; i < 12; i++) {
            enqueue(backend, "type-0", "job-" + i);
        }
        dequeue(backend, "type-0", 5 * LEASE_MICROS);
        List<CompletableFuture<DequeueReply>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(backend.dequeue(new DequeueRequest(
                            "type-0", DequeueFrom.ANY, 1, i % 2 == 0 ? 10 * LEASE_MICROS : LEASE_MICROS, ++nonce))
                    .toCompletableFuture());
        }
        assertThat(calls.stream()
                        .flatMap(call -> call.join().jobs().stream())
                        .map(LeasedJob::jobId)
                        .distinct())
                .hasSize(10);
        time.advance(LEASE);
        assertThat(round(backend)).isEqualTo(5);
        time.advance(LEASE.multipliedBy(4));
        assertThat(round(backend)).isEqualTo(1);
        time.advance(LEASE.multipliedBy(5));
        assertThat(round(backend)).isEqualTo(5);
    }

    @Test
    void severalClientsShareTheVisits() {
        List<String> types = types(300);
        enqueue(backend, types);
        types.forEach(type -> dequeue(backend, type, LEASE_MICROS));
        time.advance(LEASE);
        try (RedisBackend other = open()) {
            Set<String> both = new HashSet<>();
            List<String> listed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                for (Backend each : List.of(backend, other)) {
                    List<String> part = Operations.get(each.due(DueRequest.first(100, LIMITS)))
                            .types();
                    both.addAll(part);
                    listed.addAll(part);
                }
            }
            assertThat(both).containsExactlyInAnyOrderElementsOf(types);
            assertThat(listed).hasSameSizeAs(types);
        }
    }

    @Test
    void aClientThatStopsAfterItTookATypeDelaysItByHalfASecond() {
        enqueue(backend, types(1));
        dequeue(backend, "type-0", LEASE_MICROS);
        time.advance(LEASE);
        try (RedisBackend stopped = open()) {
            assertThat(due(stopped)).containsExactly("type-0");
        }
        DueReply reply = Operations.get(backend.due(DueRequest.first(10, LIMITS)));
        assertThat(reply.types()).isEmpty();
        // When to look again, so that the lease is not late by a round more.
        assertThat(reply.retryAfterMicros()).hasValue(500_000);
        time.advance(Duration.ofMillis(500));
        assertThat(round(backend)).isEqualTo(1);
        assertThat(active("type-0")).isZero();
    }

    /** As if the client had stopped after the requeue: what was done is not noted in the index. */
    @Test
    void aClientThatStopsInTheMiddleOfAVisitLosesNothing() {
        enqueue(backend, types(1));
        dequeue(backend, "type-0", LEASE_MICROS);
        time.advance(Duration.ofSeconds(30));
        try (RedisBackend stopped = open()) {
            // Nothing is due yet, so the index is told that something is.
            commands.zadd(due, (double) time.nowMicros(), "type-0");
            assertThat(due(stopped)).containsExactly("type-0");
        }
        // Not taken by this client, so nothing is noted, but the partition knows of the visit.
        assertThat(requeue(backend, "type-0")).isZero();
        time.advance(Duration.ofSeconds(30));

        assertThat(round(backend)).isEqualTo(1);
    }

    @Test
    void aVisitThatWasArrangedForNothingIsOneVisit() {
        enqueue(backend, types(1));
        try (RedisConnection link = RedisConnection.open(settings().build())) {
            UpkeepSchedule arranging =
                    new UpkeepSchedule(link, names, time, new BatchingClient.Traffic(1, LEASE, () -> null));
            Operations.get(arranging.arrange("test", "type-0", LEASE_MICROS));
        }
        time.advance(LEASE);
        assertThat(due(backend)).containsExactly("type-0");
        assertThat(requeue(backend, "type-0")).isZero();
        time.advance(Duration.ofMinutes(30));
        assertThat(due(backend)).isEmpty();
    }

    /** Between the arrangement and the dequeue upkeep comes and goes: the dequeue is refused once more. */
    @Test
    void aLeaseIsNotMadeOnAnArrangementThatAVisitHasUsedUp() {
        enqueue(backend, types(1));
        try (RedisConnection link = RedisConnection.open(settings().build())) {
            ScriptReply refused = script(link, "");
            refused.skip().skip().skip();
            long before = refused.number();
            assertThat(refused.number()).isEqualTo(-1);
            time.advance(Duration.ofMinutes(10));
            round(backend);

            ScriptReply late = script(link, Long.toString(before));
            late.skip().skip().skip();
            long after = late.number();
            assertThat(late.number()).isEqualTo(-1);
            assertThat(after).isEqualTo(before + 1);
            ScriptReply done = script(link, Long.toString(after));
            done.skip().skip().skip().skip();
            assertThat(done.number()).isEqualTo(1);
        }
    }

    private ScriptReply script(RedisConnection link, String arranged) {
        ScriptArguments arguments = ScriptArguments.at(time)
                .add(arranged)
                .add(1)
                .add(LEASE_MICROS)
                .nonce(++nonce)
                .add("")
                .add("");
        return new ScriptReply(
                Operations.get(link.call("test", Script.DEQUEUE, names.partition("type-0", 0, 1), arguments.toArray())),
                0);
    }

    @Test
    void anIndexThatIsLostHeals() {
        List<String> types = types(500);
        enqueue(backend, types);
        types.forEach(type -> dequeue(backend, type, LEASE_MICROS));
        commands.del(due, visits, new String(names.visitClock(), UTF_8));
        time.advance(LEASE);

        assertThat(round(backend)).isEqualTo(500);
        assertThat(commands.zcard(due)).isEqualTo(500);
    }

    @Test
    void anEntryThatIsLostHeals() {
        List<String> types = types(300);
        enqueue(backend, types);
        types.forEach(type -> dequeue(backend, type, LEASE_MICROS));
        commands.zrem(due, "type-123");
        time.advance(LEASE);
        // A round looks at about a hundred types beside those that are due.
        int requeued = 0;
        for (int i = 0; i < 10; i++) {
            requeued += round(backend);
        }
        assertThat(requeued).isEqualTo(300);
    }

    @Test
    void anEntryThatIsWrongHealsWithinAnHour() {
        enqueue(backend, types(2));
        for (String type : types(2)) {
            dequeue(backend, type, LEASE_MICROS);
        }
        commands.zadd(due, time.nowMicros() + 3_600_000_000.0, "type-0");
        commands.zadd(due, 9e15, "type-1");
        time.advance(LEASE);
        assertThat(round(backend)).as("what no client writes is seen at once").isEqualTo(1);
        time.advance(Duration.ofHours(1));
        assertThat(round(backend)).isEqualTo(1);
    }

    /** An eviction or a restore may take the record away by which a partition knows of its visits. */
    @Test
    void aPartitionThatHasLostItsVisitArrangesAnother() {
        enqueue(backend, types(1));
        dequeue(backend, "type-0", 10 * LEASE_MICROS);
        String state = new String(names.partition("type-0", 0, 1)[0], UTF_8);
        assertThat(commands.hdel(state, "\0")).isEqualTo(1);
        enqueue(backend, "type-0", "next");
        dequeue(backend, "type-0", LEASE_MICROS);
        time.advance(LEASE);
        assertThat(round(backend)).isEqualTo(1);
        commands.hset(state, "\0", "damaged");
        time.advance(LEASE.multipliedBy(9));
        assertThat(round(backend)).isEqualTo(1);
    }

    @Test
    void nothingOfTheIndexIsLeftWhenTheLastTypeIsForgotten() {
        enqueue(backend, types(3));
        for (String type : types(3)) {
            LeasedJob job = dequeue(backend, type, LEASE_MICROS).get(0);
            Operations.get(backend.finish(
                    FinishRequest.of(type, List.of(new LeaseRef(job.queueId(), job.jobId(), job.token())), 0)));
        }
        for (int minute = 0; minute <= 10; minute++) {
            time.advance(Duration.ofMinutes(1));
            round(backend);
        }
        assertThat(commands.keys("*")).isEmpty();
    }

    @Test
    void aTypeThatWasSpreadAnewIsVisited() {
        enqueue(backend, types(1));
        LeasedJob job = dequeue(backend, "type-0", LEASE_MICROS).get(0);
        Operations.get(backend.release(
                new ReleaseRequest("type-0", List.of(new LeaseRef(job.queueId(), job.jobId(), job.token())))));
        assertThat(Reshard.spread(settings().build(), "type-0", 3).movedQueues())
                .hasValue(1);
        try (RedisBackend spread = RedisBackend.open(settings().shards(3).build())) {
            assertThat(dequeue(spread, "type-0", LEASE_MICROS)).hasSize(1);
            time.advance(LEASE);
            assertThat(round(spread)).isEqualTo(1);
            job = dequeue(spread, "type-0", LEASE_MICROS).get(0);
            Operations.get(spread.finish(
                    FinishRequest.of("type-0", List.of(new LeaseRef(job.queueId(), job.jobId(), job.token())), 0)));
            for (int minute = 0; minute <= 10; minute++) {
                time.advance(Duration.ofMinutes(1));
                round(spread);
            }
        }
        assertThat(commands.keys("*")).isEmpty();
    }
}
