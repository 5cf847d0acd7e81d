package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.LeasedJob;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisBackendTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings = TestRedis.settings().clock(time).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final Operations operations = new Operations(backend);

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aJobGoesThroughEnqueueDequeueAndFinish() {
        assertThat(operations.enqueue("user001", "job-1", 1_000).status()).isEqualTo(EnqueueStatus.QUEUED);
        assertThat(operations.enqueue("user001", "job-2", 1_000).queueLength()).isEqualTo(2);

        LeasedJob first = operations.dequeue(1).jobs().get(0);
        assertThat(first.jobId()).isEqualTo("job-1");
        assertThat(first.payload()).isEqualTo(Operations.payload("job-1"));
        assertThat(first.expiresAtMicros()).isEqualTo(time.nowMicros() + Operations.LEASE_MICROS);

        DequeueReply second = operations.dequeue(1);
        assertThat(second.jobs()).isEmpty();
        assertThat(second.nextReadyAtMicros()).hasValue(time.nowMicros() + 1_000_000);
        var view =
                Operations.get(backend.describe(new QueueKey("sms", "user001"))).orElseThrow();
        assertThat(view.blocker()).isEqualTo(Blocker.SPACING);
        assertThat(view.active()).isEqualTo(1);

        assertThat(operations.finish(first)).isEqualTo(LeaseStatus.DONE);
        assertThat(operations.finish(first)).isEqualTo(LeaseStatus.LEASE_LOST);
        time.advance(Duration.ofSeconds(1));
        assertThat(operations.dequeue(1).jobs()).extracting(LeasedJob::jobId).containsExactly("job-2");
        assertThat(Operations.get(backend.find(JobKey.of("sms", "user001", "job-2")))
                        .orElseThrow()
                        .state())
                .isEqualTo(JobState.ACTIVE);
        assertThat(Operations.get(backend.types(PageRequest.first(10))).items()).containsExactly("sms");
        assertThat(Operations.get(backend.queues("sms", PageRequest.first(10))).items())
                .containsExactly("user001");
    }

    @Test
    void nothingIsLeftOfATypeThatHasDrained() {
        operations.enqueue("user001", "job-1", 1_000);
        operations.finish(operations.dequeue(1).jobs().get(0));

        time.advance(Duration.ofMinutes(10));
        operations.requeue();

        List<String> left = TestRedis.ask(redis -> redis.keys(settings.keyPrefix() + "*"));
        assertThat(left).isEmpty();
    }
}
