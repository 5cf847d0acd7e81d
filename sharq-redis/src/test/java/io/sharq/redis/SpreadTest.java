package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Health;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a type of several partitions promises beyond the kit: who goes first among clients, what it costs, who agrees. */
class SpreadTest {
    private static final int SHARDS = 4;

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings.Builder settings =
            TestRedis.settings().clock(time).shards(SHARDS);
    private final RedisBackend backend = RedisBackend.open(settings.build());
    private final Operations operations = new Operations(backend);

    @AfterEach
    void close() {
        backend.close();
    }

    /** Any tool can tell where a queue lives: these come from Python's zlib.crc32. */
    @Test
    void aQueueLivesInThePartitionOfItsCrc32() {
        assertThat(new Sharding(16).partitionOf("user001")).isEqualTo(14);
        assertThat(new Sharding(1).partitionOf("user001")).isZero();
    }

    @Test
    void theQueueThatHasBeenReadyLongestGoesFirstInWhateverPartition() {
        List<String> queues = IntStream.range(0, 40).mapToObj(i -> "q" + i).toList();
        for (String queue : queues) {
            operations.enqueue(queue, "job-1", 0);
            time.advance(Duration.ofNanos(1_000));
        }

        List<String> served = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            served.add(operations.dequeue(1).jobs().get(0).queueId());
        }

        assertThat(served).isEqualTo(queues);
    }

    /** The bound of docs/redis-keys.md: between two services of a queue, each other queue is served once at the most. */
    @Test
    void aCrowdedPartitionStarvesNoOther() {
        List<String> crowd = IntStream.range(0, 200)
                .mapToObj(i -> "crowd" + i)
                .filter(queue -> new Sharding(SHARDS).partitionOf(queue) == 0)
                .limit(30)
                .toList();
        String lonely = IntStream.range(0, 200)
                .mapToObj(i -> "lonely" + i)
                .filter(queue -> new Sharding(SHARDS).partitionOf(queue) == 1)
                .findFirst()
                .orElseThrow();
        crowd.forEach(queue -> IntStream.range(0, 6).forEach(i -> operations.enqueue(queue, "job-" + i, 0)));
        IntStream.range(0, 6).forEach(i -> operations.enqueue(lonely, "job-" + i, 0));

        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < 6 * (crowd.size() + 1); i++) {
            time.advance(Duration.ofNanos(1_000));
            if (operations.dequeue(1).jobs().get(0).queueId().equals(lonely)) {
                turns.add(i);
            }
        }

        assertThat(turns).hasSize(6);
        for (int i = 1; i < turns.size(); i++) {
            assertThat(turns.get(i) - turns.get(i - 1)).isLessThanOrEqualTo(crowd.size() + 1);
        }
    }

    @Test
    void whatAnotherClientEnqueuedIsFoundAtOnce() {
        try (RedisBackend other = RedisBackend.open(settings.build())) {
            assertThat(operations.dequeue(1).jobs()).isEmpty();
            for (int i = 0; i < 20; i++) {
                new Operations(other).enqueue("queue-" + i, "job", 0);
            }
            // News travel: until they are here, an empty answer may be older than they are. The wait is for them.
            org.awaitility.Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .untilAsserted(
                            () -> assertThat(operations.dequeue(20).jobs()).isNotEmpty());
        }
    }

    @Test
    void aDequeueFromAPartitionThatIsKnownIsOneCall() {
        for (int i = 0; i < 20; i++) {
            operations.enqueue("queue-" + i, "job", 0);
        }
        // The first lease in each partition has upkeep arranged.
        for (int i = 0; i < 10; i++) {
            operations.dequeue(1);
        }
        long before = scriptsRun();

        operations.dequeue(1);

        assertThat(scriptsRun() - before).isEqualTo(1);
    }

    @Test
    void dequeuesAtTheSameTimeShareTheRoundTripsToAPartition() {
        for (int i = 0; i < 200; i++) {
            operations.enqueue("queue-" + i % 20, "job-" + i, 0);
        }
        operations.dequeue(1);
        long before = scriptsRun();

        List<CompletableFuture<DequeueReply>> calls = LongStream.range(0, 100)
                .mapToObj(i -> new DequeueRequest(
                        Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, Long.MAX_VALUE - i))
                .map(request -> backend.dequeue(request).toCompletableFuture())
                .toList();

        assertThat(calls.stream().flatMap(call -> call.join().jobs().stream()).map(LeasedJob::jobId))
                .hasSize(100)
                .doesNotHaveDuplicates();
        // How many share depends on how soon Redis answers.
        assertThat(scriptsRun() - before).isLessThan(calls.size());
    }

    @Test
    void anEmptyAnswerAsksNoPartitionThatIsKnownToBeEmpty() {
        operations.dequeue(1);
        long before = scriptsRun();

        DequeueReply nothing = operations.dequeue(1);

        assertThat(nothing.jobs()).isEmpty();
        assertThat(scriptsRun() - before).isEqualTo(1);
    }

    private static long scriptsRun() {
        return TestRedis.ask(redis -> redis.info("commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void aPartitionWhoseUpkeepFailsKeepsNoOtherFromItsOwn() {
        for (int i = 0; i < 20; i++) {
            operations.enqueue("queue-" + i, "job", 0);
        }
        assertThat(operations.dequeue(20).jobs()).hasSize(20);
        Sharding spread = new Sharding(SHARDS);
        long elsewhere = IntStream.range(0, 20)
                .filter(i -> spread.partitionOf("queue-" + i) != 0)
                .count();
        String leases = new String(
                new KeyNames(settings.build().keyPrefix(), 0).partition(Operations.TYPE, 0, SHARDS)[5], UTF_8);
        assertThat(leases).endsWith(":leases");
        TestRedis.ask(redis -> redis.rename(leases, leases + ":away"));
        TestRedis.ask(redis -> redis.set(leases, "no set"));
        time.advanceMicros(Operations.LEASE_MICROS);

        assertThatThrownBy(operations::requeue).hasMessageContaining("1 of the 4 partitions did not do it");
        assertThat(operations.dequeue(20).jobs()).hasSize((int) elsewhere);

        TestRedis.ask(redis -> redis.rename(leases + ":away", leases));
        assertThat(operations.requeue().requeued()).isEqualTo((int) (20 - elsewhere));
    }

    @Test
    void aPausedTypeIsPausedInEveryPartition() {
        Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, true)));
        for (int i = 0; i < 20; i++) {
            assertThat(operations.enqueue("queue-" + i, "job", 0).status()).isEqualTo(EnqueueStatus.QUEUED);
        }
        assertThat(operations.dequeue(20).jobs()).isEmpty();

        Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, false)));

        assertThat(operations.dequeue(20).jobs()).hasSize(20);
    }

    @Test
    void aBatchIsAnsweredInItsOrder() {
        List<LeasedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            operations.enqueue("queue-" + i, "job", 0);
        }
        jobs.addAll(operations.dequeue(20).jobs());

        assertThat(jobs).extracting(LeasedJob::queueId).doesNotHaveDuplicates().hasSize(20);
        jobs.remove(7);
        jobs.forEach(operations::finish);
        assertThat(Operations.get(backend.types(PageRequest.first(10))).items()).containsExactly(Operations.TYPE);
    }

    @Test
    void aClientWithAnotherNumberOfPartitionsIsRefusedAndToldWhatToDo() {
        operations.enqueue("user001", "job-1", 0);
        for (int shards : new int[] {1, 8}) {
            try (RedisBackend other = RedisBackend.open(settings.shards(shards).build())) {
                assertThatThrownBy(() -> new Operations(other).enqueue("user001", "job-2", 0))
                        .hasCauseInstanceOf(BackendException.class)
                        .hasMessageContaining("sms is spread over 4 partitions")
                        .hasMessageContaining("set it to 4")
                        .satisfies(failure -> assertThat(((BackendException) failure.getCause()).outcome())
                                .isEqualTo(Outcome.REJECTED));
                assertThatThrownBy(() -> new Operations(other).dequeue(1)).hasMessageContaining("set it to 4");
            }
        }
    }

    @Test
    void aTypeOfOnePartitionIsNotOpenToAClientOfFour() {
        RedisSettings.Builder own = TestRedis.settings().clock(time);
        try (RedisBackend one = RedisBackend.open(own.build());
                RedisBackend four = RedisBackend.open(own.shards(SHARDS).build())) {
            new Operations(one).enqueue("user001", "job-1", 0);

            assertThatThrownBy(() -> new Operations(four).dequeue(1)).hasMessageContaining("set it to 1");
        }
    }

    @Test
    void healthSaysWhoseTypesAreSpreadDifferently() {
        operations.enqueue("user001", "job-1", 0);
        assertThat(Operations.get(backend.health()).available()).isTrue();
        for (int shards : new int[] {1, SHARDS - 1}) {
            try (RedisBackend other = RedisBackend.open(settings.shards(shards).build())) {
                for (int again = 0; again < 2; again++) {
                    Health health = Operations.get(other.health());
                    assertThat(health.available()).isFalse();
                    assertThat(health.warnings().get(0))
                            .contains("is spread over 4 partitions, but `shards` of this client is " + shards);
                }
            }
        }
        assertThat(Operations.get(backend.health()).available()).isTrue();
    }

    /** Each look reads a part of the list; what one has found, the next ones do not lose sight of. */
    @Test
    void healthFindsTheOneTypeOfManyThatIsSpreadDifferently() {
        try (RedisBackend other = RedisBackend.open(settings.shards(1).build())) {
            Operations.get(other.enqueue(enqueue("odd")));
        }
        for (int i = 0; i < 400; i++) {
            Operations.get(backend.enqueue(enqueue("type-" + i)));
        }
        int looks = 0;
        while (Operations.get(backend.health()).available()) {
            assertThat(++looks).as("looks at 100 of some 801 fields each").isLessThan(30);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(Operations.get(backend.health()).warnings().get(0)).contains("the type odd is spread over 1 ");
        }
    }

    private static EnqueueRequest enqueue(String type) {
        EnqueueItem item = new EnqueueItem(
                "user001", "job-1", Operations.payload("job-1"), JobOptions.DEFAULT, QueueChange.interval(0));
        return new EnqueueRequest(type, List.of(item));
    }
}
