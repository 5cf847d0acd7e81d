package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.Payload;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.LimitChange;
import io.sharq.spi.QueueChange;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule 21 with many queues: equal shares of one limit, and limits that nest. */
class ManyLimitedQueuesTest {
    private static final String TYPE = "sms";
    private static final long HOUR = 3_600_000_000L;

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final Map<String, Integer> counts = new HashMap<>();
    private long nonces;

    private void limit(String name, long units, Duration period) {
        LimitParts parts = new LimitParts(null, new Rate(units, period, 1), null, null, null, 10L);
        LimitChange change = new LimitChange(parts, Set.of());
        backend.configureLimit(new ConfigureLimitRequest(new LimitKey(TYPE, name), change, null, null, false))
                .toCompletableFuture()
                .join();
    }

    private void enqueue(String queue, int number, String... limits) {
        EnqueueItem item = new EnqueueItem(
                queue,
                "job-" + number,
                Payload.of(new byte[0]),
                JobOptions.DEFAULT,
                QueueChange.limits(LimitNames.of(limits)));
        backend.enqueue(new EnqueueRequest(TYPE, List.of(item)));
        counts.putIfAbsent(queue, 0);
    }

    /** Takes what is ready, enqueues another job in its place, and passes to the next opening. Returns the releases. */
    private int run(long micros, Map<String, String[]> limitsOf) {
        long end = time.nowMicros() + micros;
        int releases = 0;
        while (time.nowMicros() < end) {
            DequeueReply reply = backend.dequeue(new DequeueRequest(TYPE, DequeueFrom.ANY, 1, HOUR, ++nonces))
                    .toCompletableFuture()
                    .join();
            if (reply.jobs().isEmpty()) {
                long next = reply.nextReadyAtMicros().orElse(end);
                assertThat(next).isGreaterThan(time.nowMicros());
                time.advanceMicros(Math.min(next, end) - time.nowMicros());
            }
            for (LeasedJob job : reply.jobs()) {
                counts.merge(job.queueId(), 1, Integer::sum);
                LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
                enqueue(job.queueId(), ++releases, limitsOf.get(job.queueId()));
                backend.finish(FinishRequest.of(TYPE, List.of(lease), 0));
            }
        }
        return releases;
    }

    @Test
    void tenThousandQueuesBehindOneLimitHaveEqualSharesOfAnHour() {
        limit("all", 10, Duration.ofSeconds(1));
        Map<String, String[]> limitsOf = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            limitsOf.put("queue-" + i, new String[] {"all"});
            enqueue("queue-" + i, 0, "all");
        }

        assertThat(run(HOUR, limitsOf)).isEqualTo(36_000);
        assertThat(Collections.max(counts.values())).isEqualTo(4);
        assertThat(Collections.min(counts.values())).isEqualTo(3);
    }

    /** 160 numbers in 40 campaigns in 8 brands of a carrier; the carrier is what is scarce. */
    @Test
    void limitsThatNestToFourLevelsAreUsedToTheFullAndInTurn() {
        limit("carrier", 40, Duration.ofSeconds(1));
        Map<String, String[]> limitsOf = new HashMap<>();
        for (int i = 0; i < 160; i++) {
            limit("brand-" + i % 8, 8, Duration.ofSeconds(1));
            limit("campaign-" + i % 40, 2, Duration.ofSeconds(1));
            limit("number-" + i, 1, Duration.ofSeconds(1));
            String[] limits = {"number-" + i, "campaign-" + i % 40, "brand-" + i % 8, "carrier"};
            limitsOf.put("queue-" + i, limits);
            enqueue("queue-" + i, 0, limits);
        }

        assertThat(run(20_000_000, limitsOf)).isEqualTo(800);
        assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                .isLessThanOrEqualTo(1);
    }
}
