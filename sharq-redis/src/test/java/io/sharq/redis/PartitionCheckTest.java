package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RestoreArgs;
import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobKey;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of what is stored, itself: whatever is taken away from a sound partition, it is missed. */
class PartitionCheckTest {
    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);

    private final RedisSettings settings = TestRedis.settings().build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final StoredKeys stored = new StoredKeys(TestRedis.uri());

    @BeforeEach
    void fill() {
        enqueue("waiting", "job-1", JobOptions.DEFAULT);
        enqueue("waiting", "job-2", JobOptions.DEFAULT);
        enqueue("delayed", "job", new JobOptions(0, 600_000_000, Bounds.REQUEUE_ALWAYS, null));
        enqueue("until", "job", new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, 600_000_000L));
        enqueue("active", "job", new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, 600_000_000L));
        dequeue("active", 1);
        enqueue("dead", "job", new JobOptions(0, 0, 0, null));
        FailItem failed = new FailItem(dequeue("dead", 2), 0, null);
        Operations.get(backend.fail(new FailRequest(Operations.TYPE, List.of(failed), DEAD)));
        enqueue("finished", "job", JobOptions.DEFAULT);
        Operations.get(backend.finish(FinishRequest.of(Operations.TYPE, List.of(dequeue("finished", 3)), 600_000_000)));
        enqueue("result", "job", JobOptions.DEFAULT);
        FinishItem withResult = new FinishItem(dequeue("result", 4), Operations.payload("done"));
        Operations.get(backend.finish(new FinishRequest(Operations.TYPE, List.of(withResult), 600_000_000)));
        enqueue("watched", "job", JobOptions.DEFAULT);
        Operations.get(backend.watch(JobKey.of(Operations.TYPE, "watched", "job")));
    }

    @AfterEach
    void close() {
        stored.close();
        backend.close();
    }

    private void enqueue(String queue, String job, JobOptions options) {
        EnqueueItem item = new EnqueueItem(queue, job, Operations.payload(job), options, QueueChange.NONE);
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
    }

    private LeaseRef dequeue(String queue, long nonce) {
        LeasedJob job = Operations.get(backend.dequeue(new DequeueRequest(
                        Operations.TYPE,
                        new DequeueFrom.Queue(queue),
                        1,
                        Operations.LEASE_MICROS,
                        nonce,
                        false,
                        "worker-1")))
                .jobs()
                .get(0);
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }

    private List<String> wrong() {
        return TestRedis.ask(redis -> PartitionCheck.wrong(redis, settings.keyPrefix()));
    }

    @Test
    void nothingIsWrongWithASoundPartition() {
        assertThat(wrong()).isEmpty();
    }

    @Test
    void whateverIsTakenAwayIsMissed() {
        List<String> unnoticed = new ArrayList<>();
        int taken = 0;
        for (byte[] name : new KeyNames(settings.keyPrefix(), 0).partition(Operations.TYPE, 0, 1)) {
            String key = new String(name, StandardCharsets.UTF_8);
            boolean isHash = stored.redis().type(key).equals("hash");
            List<String> entries =
                    isHash ? stored.redis().hkeys(key) : stored.redis().zrange(key, 0, -1);
            byte[] whole = stored.redis().dump(key);
            for (String entry : entries) {
                // The partition's own record; without it there is no partition.
                if (key.endsWith(":state") && entry.isEmpty()) {
                    continue;
                }
                long gone = isHash
                        ? stored.redis().hdel(key, entry)
                        : stored.redis().zrem(key, entry);
                assertThat(gone).isEqualTo(1);
                if (wrong().isEmpty()) {
                    unnoticed.add(key.substring(key.lastIndexOf(':')) + " " + entry);
                }
                stored.redis().restore(key, whole, RestoreArgs.Builder.ttl(0).replace());
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(20);
        // A visit of upkeep is arranged again, what a dequeue got may have ended in part, and drained queues and a
        // finished
        // job may have been forgotten. A lost mark costs a waiting caller its notification, and no more.
        // The end of a lease adds the deadline of its job again.
        assertThat(unnoticed.removeIf(entry -> entry.startsWith(":scheduled \0") && entry.endsWith("\6active\3job")))
                .isTrue();
        assertThat(unnoticed)
                .containsExactlyInAnyOrder(
                        ":state \0",
                        ":state \0\0\0\0\0\0\0\0\1",
                        ":state \10finished",
                        ":state \10finished\3job",
                        ":state \6result",
                        ":state \7watched\3job");
        assertThat(wrong()).isEmpty();
    }
}
