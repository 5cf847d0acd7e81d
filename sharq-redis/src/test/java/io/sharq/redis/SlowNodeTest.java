package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.sharq.api.DequeueFrom;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.Sharding;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * One of three nodes that answers after a tenth of a second and more, in real time, because how long others wait for it is the point.
 * Rates are compared with those of the same run before and after, so that the machine's speed does not matter.
 */
class SlowNodeTest {
    private static final int SHARDS = 6;
    private static final int WORKERS = 8;
    private static final int QUEUES = 36;
    private static final int JOBS_A_QUEUE = 500;
    private static final long SLOWNESS_MILLIS = 100;
    /** At least for so long, and on a slow machine until there were so many jobs that a rate means something. */
    private static final Duration WHILE = Duration.ofMillis(2_500);

    private static final int LEAST_JOBS = 50;
    private static final RedisCluster CLUSTER = RedisCluster.start(3, false);
    private static final AtomicLong NONCES = new AtomicLong(1L << 41);

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    /**
     * How many jobs were had of the node that is to be slow, and of the others.
     *
     * @param nanos in what time
     */
    private record Had(long ofTheSlow, long ofOthers, long nanos) {
        double rateOfTheSlow() {
            return 1e9 * ofTheSlow / nanos;
        }

        double rateOfOthers() {
            return 1e9 * ofOthers / nanos;
        }

        @Override
        public String toString() {
            return "%.0f/s of it and %.0f/s of the others".formatted(rateOfTheSlow(), rateOfOthers());
        }
    }

    /** Whose rate counts, where the machine's own speed changed meanwhile. */
    private static double rateOfOthers(Had before, Had after) {
        return Math.min(before.rateOfOthers(), after.rateOfOthers());
    }

    @Test
    void whatIsOnOtherNodesKeepsItsRateAndWhatIsOnTheSlowOneComesLate() throws Exception {
        try (RedisBackend backend =
                RedisBackend.open(CLUSTER.settings().shards(SHARDS).build())) {
            BitSet slow = partitionsOnIt("both");
            enqueue(
                    backend,
                    "both",
                    IntStream.range(0, QUEUES).mapToObj(i -> "queue-" + i).toList());
            work(backend, "both", slow);

            Had before = work(backend, "both", slow);
            Had slowed;
            try (Slowness slowness = Slowness.of(slowNode("both"))) {
                slowed = work(backend, "both", slow);
                assertThat(slowness.isOn()).isTrue();
            }
            Had after = work(backend, "both", slow);

            System.out.printf("One node of three slow: before %s, slowed %s, after %s%n", before, slowed, after);
            assertThat(before.ofTheSlow).isPositive();
            assertThat(slowed.rateOfOthers()).isGreaterThan(rateOfOthers(before, after) / 5);
            assertThat(slowed.ofTheSlow).isPositive();
            assertThat(after.rateOfTheSlow()).isGreaterThan(before.rateOfTheSlow() / 10);
        }
    }

    @Test
    void aTypeWhoseQueuesAreOnOtherNodesKeepsItsRate() throws Exception {
        try (RedisBackend backend =
                RedisBackend.open(CLUSTER.settings().shards(SHARDS).build())) {
            BitSet slow = partitionsOnIt("others");
            List<String> elsewhere = IntStream.range(0, 10 * QUEUES)
                    .mapToObj(i -> "queue-" + i)
                    .filter(queue -> !slow.get(new Sharding(SHARDS).partitionOf(queue)))
                    .limit(QUEUES)
                    .toList();
            enqueue(backend, "others", elsewhere);
            work(backend, "others", slow);

            Had before = work(backend, "others", slow);
            Had slowed;
            try (Slowness slowness = Slowness.of(slowNode("others"))) {
                slowed = work(backend, "others", slow);
                assertThat(slowness.isOn()).isTrue();
            }
            Had after = work(backend, "others", slow);

            System.out.printf(
                    "One node of three slow that has no job: before %s, slowed %s, after %s%n", before, slowed, after);
            assertThat(slowed.rateOfOthers()).isGreaterThan(rateOfOthers(before, after) / 5);
        }
    }

    /** That of the first partition. */
    private static RedisProcess slowNode(String type) {
        return owner(type, 0);
    }

    private static BitSet partitionsOnIt(String type) {
        RedisProcess slow = slowNode(type);
        BitSet on = new BitSet();
        IntStream.range(0, SHARDS)
                .filter(partition -> owner(type, partition).equals(slow))
                .forEach(on::set);
        return on;
    }

    private static RedisProcess owner(String type, int partition) {
        byte[][] keys = new KeyNames("sharq_server", 0).partition(type, partition, SHARDS);
        return CLUSTER.ownerOf(SlotHash.getSlot(keys[0]));
    }

    private static void enqueue(RedisBackend backend, String type, List<String> queues) {
        for (String queue : queues) {
            List<EnqueueItem> items = IntStream.range(0, JOBS_A_QUEUE)
                    .mapToObj(i -> new EnqueueItem(
                            queue, "job-" + i, Operations.payload("job"), JobOptions.DEFAULT, QueueChange.interval(0)))
                    .toList();
            Operations.get(backend.enqueue(new EnqueueRequest(type, items)));
        }
    }

    /** Workers that take one job after the other, and are busy with each for a little while, until all have had some. */
    private static Had work(RedisBackend backend, String type, BitSet slow) throws InterruptedException {
        AtomicLong ofTheSlow = new AtomicLong();
        AtomicLong ofOthers = new AtomicLong();
        long begin = System.nanoTime();
        boolean hasBoth = !slow.isEmpty() && type.equals("both");
        BooleanSupplier goesOn = () -> {
            long nanos = System.nanoTime() - begin;
            boolean isEnough = ofOthers.get() >= LEAST_JOBS && (!hasBoth || ofTheSlow.get() > 0);
            return nanos < WHILE.toNanos() || (!isEnough && nanos < Patience.LIMIT.toNanos());
        };
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Thread worker = new Thread(() -> {
                while (goesOn.getAsBoolean()) {
                    for (LeasedJob job : take(backend, type)) {
                        (slow.get(new Sharding(SHARDS).partitionOf(job.queueId())) ? ofTheSlow : ofOthers)
                                .incrementAndGet();
                    }
                    LockSupport.parkNanos(4_000_000);
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return new Had(ofTheSlow.get(), ofOthers.get(), System.nanoTime() - begin);
    }

    private static List<LeasedJob> take(RedisBackend backend, String type) {
        return Operations.get(backend.dequeue(new DequeueRequest(
                        type, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, NONCES.incrementAndGet())))
                .jobs();
    }

    /** Has a node answer nothing for a while, again and again: what waits meanwhile is answered in between. */
    private static final class Slowness implements AutoCloseable {
        private final RedisClient client;
        private final CompletableFuture<Void> pausing;
        private volatile boolean isOver;

        private Slowness(RedisProcess node) {
            client = RedisClient.create(node.uri());
            RedisCommands<String, String> commands = client.connect().sync();
            commands.clientPause(SLOWNESS_MILLIS);
            pausing = CompletableFuture.runAsync(() -> {
                while (!isOver) {
                    commands.clientPause(SLOWNESS_MILLIS);
                }
            });
        }

        static Slowness of(RedisProcess node) {
            return new Slowness(node);
        }

        boolean isOn() {
            return !pausing.isDone();
        }

        @Override
        public void close() {
            isOver = true;
            pausing.join();
            client.close();
        }
    }
}
