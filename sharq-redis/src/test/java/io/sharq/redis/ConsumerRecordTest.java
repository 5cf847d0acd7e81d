package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.ReleaseRequest;
import io.sharq.time.ManualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the name of a consumer costs in Redis: its bytes and no command; and without a name, nothing. */
class ConsumerRecordTest {
    private static final Pattern RECEIVED = Pattern.compile("total_net_input_bytes:(\\d+)");
    private static final String STATE = "sharq_server:{sharq_server:sms:0}:state";
    private static final String JOB = "\5queue\3job";
    private static final String NAME = "host-7:4211";
    private static final int DELIVERY = 44;

    private final RedisProcess redis = RedisProcess.start();
    private final RedisBackend backend = RedisBackend.open(RedisSettings.uri(redis.uri())
            .clock(ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")))
            .timeout(Patience.LIMIT)
            .build());
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(redis.uri());
    private long nonce = 1L << 40;

    /** The job is alone in its queue, and another lease keeps the visit of upkeep arranged. */
    ConsumerRecordTest() {
        operations.enqueue("other", "warm", 0);
        operations.dequeue(1);
        operations.enqueue("queue", "job", 0);
    }

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    /** The commands that a dequeue runs in Redis, and the bytes that it sends there. */
    private record Cost(int commands, long bytes) {}

    private Cost dequeue(@Nullable String consumer) {
        AtomicLong bytes = new AtomicLong();
        int commands = stored.commandsOf(() -> {
            long before = received();
            CompletionStage<DequeueReply> dequeued = backend.dequeue(new DequeueRequest(
                    Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, nonce++, false, consumer));
            assertThat(Operations.get(dequeued).jobs()).hasSize(1);
            bytes.set(received() - before);
        });
        return new Cost(commands, bytes.get());
    }

    private long received() {
        Matcher bytes = RECEIVED.matcher(stored.redis().info("stats"));
        assertThat(bytes.find()).isTrue();
        return Long.parseLong(bytes.group(1));
    }

    private LeaseRef lease() {
        JobKey job = JobKey.of(Operations.TYPE, "queue", "job");
        Lease lease = Operations.get(backend.find(job)).orElseThrow().lease().orElseThrow();
        return new LeaseRef("queue", "job", lease.token());
    }

    private void release() {
        Operations.get(backend.release(new ReleaseRequest(Operations.TYPE, List.of(lease()))));
    }

    @Test
    void aDequeueWithoutAConsumerCostsWhatItDidBefore() {
        assertThat(dequeue(null).commands()).isEqualTo(8);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\1');
    }

    @Test
    void aConsumerCostsTheBytesOfItsNameAndNoCommand() {
        Cost unnamed = dequeue(null);
        release();
        Cost named = dequeue(NAME);
        assertThat(named.commands()).isEqualTo(unnamed.commands());
        assertThat(named.bytes() - unnamed.bytes()).isEqualTo(" ".length() + NAME.length() + 1);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY + 1 + NAME.length());
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\5');

        release();
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\0');
    }

    /** A finish does not unpack the record; it cuts the name out. */
    @Test
    void aFinishedJobHasNoConsumer() {
        dequeue(NAME);
        Operations.get(backend.finish(FinishRequest.of(Operations.TYPE, List.of(lease()), 60_000_000)));
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\3');
    }

    /** Two callers whose dequeues travel in one batch keep their own names. */
    @Test
    void theCallersOfABatchKeepTheirOwnNames() {
        operations.enqueue("queue-2", "job", 0);
        List<CompletionStage<DequeueReply>> dequeues = new ArrayList<>();
        for (String name : new String[] {"one", "two"}) {
            dequeues.add(backend.dequeue(new DequeueRequest(
                    Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, nonce++, false, name)));
        }
        for (int i = 0; i < 2; i++) {
            LeasedJob job = Operations.get(dequeues.get(i)).jobs().get(0);
            assertThat(Operations.get(backend.find(JobKey.of(Operations.TYPE, job.queueId(), job.jobId())))
                            .orElseThrow()
                            .consumer())
                    .hasValue(i == 0 ? "one" : "two");
        }
    }
}
