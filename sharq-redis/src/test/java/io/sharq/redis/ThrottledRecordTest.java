package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What rule 22 costs in Redis. A queue that no throttle has held costs no command and no byte more. The clock is manual, so
 * the counts of minutes have one length, and no script reads Redis's clock.
 */
class ThrottledRecordTest {
    private static final int MINUTES = 12;

    private final RedisProcess redis = RedisProcess.start();
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisBackend backend = RedisBackend.open(
            RedisSettings.uri(redis.uri()).clock(time).timeout(Patience.LIMIT).build());
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(redis.uri());

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    private long record() {
        return stored.redis().hstrlen("sharq_server:{sharq_server:sms:0}:state", "\5queue");
    }

    private LeasedJob dequeue() {
        return operations.dequeue(1).jobs().get(0);
    }

    private void throttle(LeasedJob job) {
        ThrottleItem item = new ThrottleItem(new LeaseRef(job.queueId(), job.jobId(), job.token()), null);
        Operations.get(backend.throttle(new ThrottleRequest(Operations.TYPE, List.of(item), 1_000_000)));
    }

    /** The next dequeue of the same instant need not arrange a visit of upkeep. */
    private void arrangeVisit() {
        operations.enqueue("other", "job", 0);
        operations.finish(dequeue());
    }

    @Test
    void aQueueThatIsNotThrottledCostsWhatItDidBeforeThereWereThrottles() {
        operations.enqueue("queue", "job-0", 1_000);
        operations.finish(dequeue());
        time.advance(Duration.ofSeconds(1));
        arrangeVisit();

        assertThat(stored.commandsOf(() -> operations.enqueue("queue", "job-1", 1_000)))
                .isEqualTo(8);
        assertThat(record()).isEqualTo(28 + MINUTES);
        assertThat(stored.commandsOf(() -> operations.enqueue("queue", "job-2", 1_000)))
                .isEqualTo(5);
        assertThat(record()).isEqualTo(32 + MINUTES);
        List<LeasedJob> leased = new ArrayList<>();
        // The queue is ready later than its turn's revision, so its record has the turn in full.
        assertThat(stored.commandsOf(() -> leased.add(dequeue()))).isEqualTo(9);
        assertThat(record()).isEqualTo(31 + MINUTES);
        assertThat(stored.commandsOf(() -> operations.finish(leased.get(0)))).isEqualTo(5);
        assertThat(record()).isEqualTo(31 + MINUTES);
    }

    /** The commands are the same; the record is longer. */
    @Test
    void aThrottledQueueCostsAFewBytesMore() {
        operations.enqueue("queue", "job-0", 1_000);
        throttle(dequeue());
        time.advance(Duration.ofSeconds(1));
        operations.finish(dequeue());
        time.advance(Duration.ofSeconds(1));
        arrangeVisit();

        assertThat(stored.commandsOf(() -> operations.enqueue("queue", "job-1", 1_000)))
                .isEqualTo(8);
        int rare = 49 + "throttled".length();
        int throttled = 1 + 7;
        assertThat(record()).isEqualTo(28 + rare + throttled + MINUTES);
        operations.enqueue("queue", "job-2", 1_000);
        List<LeasedJob> leased = new ArrayList<>();
        assertThat(stored.commandsOf(() -> leased.add(dequeue()))).isEqualTo(9);
        assertThat(stored.commandsOf(() -> operations.finish(leased.get(0)))).isEqualTo(5);
    }
}
