package io.sharq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.QueueKey;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.check.StoreProblem;
import io.sharq.redis.reshard.Reshard;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.HardIds;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is stored of hard ids is sound in every state, is named exactly, and moves to other partitions as it is. */
class StoredIdsTest {
    private static final DeadLimits DEAD = new DeadLimits(1_000, Bounds.MAX_SPAN_MICROS);
    private static final String LONGEST = "q".repeat(Bounds.MAX_IDENTIFIER_LENGTH);

    private final RedisSettings.Builder settings = TestRedis.settings();

    private static void enqueue(RedisBackend backend, String queue, String job, JobOptions options) {
        EnqueueItem item = new EnqueueItem(queue, job, Operations.payload(queue), options, QueueChange.NONE);
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
    }

    private static LeaseRef dequeue(RedisBackend backend, String queue, long nonce) {
        LeasedJob job = Operations.get(backend.dequeue(new DequeueRequest(
                        Operations.TYPE, new DequeueFrom.Queue(queue), 1, Operations.LEASE_MICROS, nonce)))
                .jobs()
                .get(0);
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }

    /** One job in each state that outlives a reshard, with another order each, so that they are handed out in this sequence. */
    private static void fill(RedisBackend backend) {
        long nonce = 1;
        for (String id : HardIds.ALL) {
            enqueue(backend, id, "dead" + id.substring(0, Math.min(id.length(), 196)), new JobOptions(0, 0, 0, null));
            FailItem failed = new FailItem(dequeue(backend, id, nonce++), 0, id);
            Operations.get(backend.fail(new FailRequest(Operations.TYPE, List.of(failed), DEAD)));
            enqueue(backend, id, "done", JobOptions.DEFAULT);
            FinishRequest finish =
                    FinishRequest.of(Operations.TYPE, List.of(dequeue(backend, id, nonce++)), 3_600_000_000L);
            Operations.get(backend.finish(finish));
            enqueue(backend, id, id, JobOptions.DEFAULT);
            enqueue(backend, id, "later", new JobOptions(0, 3_600_000_000L, Bounds.REQUEUE_ALWAYS, null));
        }
    }

    private static void assertAllAreThere(RedisBackend backend) {
        for (String id : HardIds.ALL) {
            QueueKey queue = new QueueKey(Operations.TYPE, id);
            assertThat(Operations.get(backend.find(new JobKey(queue, id)))
                            .orElseThrow()
                            .state())
                    .as(id)
                    .isEqualTo(JobState.QUEUED);
            assertThat(Operations.get(backend.find(new JobKey(queue, "later")))
                            .orElseThrow()
                            .state())
                    .isEqualTo(JobState.SCHEDULED);
            assertThat(Operations.get(backend.find(new JobKey(queue, "done")))
                            .orElseThrow()
                            .state())
                    .isEqualTo(JobState.FINISHED);
            String dead = "dead" + id.substring(0, Math.min(id.length(), 196));
            assertThat(Operations.get(backend.find(new JobKey(queue, dead)))
                            .orElseThrow()
                            .lastFailure())
                    .contains(id);
        }
    }

    @Test
    void allIdsAreSoundAndMoveToOtherPartitions() {
        try (RedisBackend backend = RedisBackend.open(settings.shards(1).build())) {
            fill(backend);
            assertAllAreThere(backend);
        }
        for (int shards : new int[] {4, 1}) {
            assertThat(Reshard.spread(settings.shards(shards).build(), Operations.TYPE, shards)
                            .movedQueues())
                    .hasValue(HardIds.ALL.size());
            assertThat(StoreCheck.list(settings.build(), false)).isEmpty();
            try (RedisBackend backend = RedisBackend.open(settings.build())) {
                assertAllAreThere(backend);
            }
        }
        String prefix = settings.build().keyPrefix();
        List<String> keys = TestRedis.ask(redis -> redis.keys(prefix + ":*"));
        assertThat(keys)
                .hasSizeGreaterThan(8)
                .allMatch(
                        key -> key.matches(
                                Pattern.quote(prefix) + ":\\{" + Pattern.quote(prefix) + "(:" + Operations.TYPE
                                        + ":0)?}:(state|jobs|places|scheduled|ready|leases|dead|memory|types|settings|due|visits|clock)"));
    }

    /** A place of the longest names whose job has lost its record: what was set aside keeps both names whole. */
    @Test
    void whatIsSetAsideKeepsTheLongestNamesWhole() {
        String job = "j".repeat(199) + "!";
        String prefix = settings.build().keyPrefix();
        try (RedisBackend backend = RedisBackend.open(settings.shards(1).build())) {
            enqueue(backend, LONGEST, job, JobOptions.DEFAULT);
            enqueue(backend, LONGEST, "next", JobOptions.DEFAULT);
            // Each code is the byte 200 and the characters.
            byte[] field = ("\u00c8" + LONGEST + "\u00c8" + job).getBytes(ISO_8859_1);
            byte[] key = (prefix + ":{" + prefix + ":" + Operations.TYPE + ":0}:jobs").getBytes(ISO_8859_1);
            RedisClient client = RedisClient.create(TestRedis.uri());
            assertThat(client.connect(ByteArrayCodec.INSTANCE).sync().hdel(key, field))
                    .isEqualTo(1);
            client.shutdown();
            assertThat(new Operations(backend).dequeue(1).jobs())
                    .extracting(LeasedJob::jobId)
                    .containsExactly("next");
        }
        assertThat(StoreCheck.list(settings.build(), true))
                .extracting(StoreProblem::queueId, StoreProblem::jobId)
                .contains(tuple(LONGEST, job));
        assertThat(StoreCheck.list(settings.build(), false)).isEmpty();
    }

    /** Bytes that are no code are shown in quotes, which are in no id: they name no queue. */
    @Test
    void bytesThatAreNoIdAreNotShownAsOne() {
        String prefix = settings.build().keyPrefix();
        String dead = prefix + ":{" + prefix + ":" + Operations.TYPE + ":0}:dead";
        try (RedisBackend backend = RedisBackend.open(settings.shards(1).build())) {
            enqueue(backend, "a", "job", JobOptions.DEFAULT);
            long added = TestRedis.ask(redis -> redis.zadd(dead, 1, "user001"))
                    + TestRedis.ask(redis -> redis.zadd(dead, 1, "\7a\"b\\c"))
                    + TestRedis.ask(redis -> redis.zadd(dead, 1, "\1a??"));
            assertThat(added).isEqualTo(3);
        }
        assertThat(StoreCheck.list(settings.build(), false))
                .filteredOn(problem -> problem.key().endsWith(":dead"))
                .extracting(problem -> problem.queueId() + " " + problem.jobId())
                .containsExactlyInAnyOrder("\"user001\" ", "\"\\x07a\\\"b\\\\c\" ", "a \"??\"");
        StoreCheck.list(settings.build(), true);
        assertThat(StoreCheck.list(settings.build(), false)).isEmpty();
    }
}
