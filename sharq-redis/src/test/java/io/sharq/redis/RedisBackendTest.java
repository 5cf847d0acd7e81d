package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Limits;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Blocker;
import io.sharq.spi.DeadLimits;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.EnqueueResult;
import io.sharq.spi.EnqueueStatus;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.PageRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisBackendTest {
    private static final long LEASE_MICROS = 1_000_000;
    private static final DeadLimits DEAD = new DeadLimits(100, Limits.MAX_SPAN_MICROS);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings = TestRedis.settings().clock(time).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private long nonce;

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aJobGoesThroughEnqueueDequeueAndFinish() {
        assertThat(enqueue("user001", "job-1", 1_000).status()).isEqualTo(EnqueueStatus.QUEUED);
        assertThat(enqueue("user001", "job-2", 1_000).queueLength()).isEqualTo(2);

        LeasedJob first = dequeue(1).jobs().get(0);
        assertThat(first.jobId()).isEqualTo("job-1");
        assertThat(first.payload()).isEqualTo(payload("job-1"));
        assertThat(first.expiresAtMicros()).isEqualTo(time.nowMicros() + LEASE_MICROS);

        DequeueReply second = dequeue(1);
        assertThat(second.jobs()).isEmpty();
        assertThat(second.nextReadyAtMicros()).hasValue(time.nowMicros() + 1_000_000);
        var view = get(backend.describe(new QueueKey("sms", "user001"))).orElseThrow();
        assertThat(view.blocker()).isEqualTo(Blocker.SPACING);
        assertThat(view.active()).isEqualTo(1);

        assertThat(finish(first)).isEqualTo(LeaseStatus.DONE);
        assertThat(finish(first)).isEqualTo(LeaseStatus.LEASE_LOST);
        time.advance(Duration.ofSeconds(1));
        assertThat(dequeue(1).jobs()).extracting(LeasedJob::jobId).containsExactly("job-2");
        assertThat(get(backend.find(JobKey.of("sms", "user001", "job-2")))
                        .orElseThrow()
                        .state())
                .isEqualTo(JobState.ACTIVE);
        assertThat(get(backend.types(PageRequest.first(10))).items()).containsExactly("sms");
        assertThat(get(backend.queues("sms", PageRequest.first(10))).items()).containsExactly("user001");
    }

    @Test
    void nothingIsLeftOfATypeThatHasDrained() {
        enqueue("user001", "job-1", 1_000);
        finish(dequeue(1).jobs().get(0));

        time.advance(Duration.ofMinutes(10));
        requeue();

        List<String> left = TestRedis.ask(redis -> redis.keys(settings.keyPrefix() + "*"));
        assertThat(left).isEmpty();
    }

    private EnqueueResult enqueue(String queueId, String jobId, long intervalMillis) {
        EnqueueItem item = new EnqueueItem(
                queueId, jobId, payload(jobId), JobOptions.DEFAULT, QueueChange.interval(intervalMillis));
        return get(backend.enqueue(new EnqueueRequest("sms", List.of(item)))).get(0);
    }

    private DequeueReply dequeue(int count) {
        return get(backend.dequeue(new DequeueRequest("sms", DequeueFrom.ANY, count, LEASE_MICROS, nonce++)));
    }

    private LeaseStatus finish(LeasedJob job) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
        return get(backend.finish(new FinishRequest("sms", List.of(lease), 0)))
                .get(0)
                .status();
    }

    private RequeueReply requeue() {
        return get(backend.requeue(new RequeueRequest("sms", 100, DEAD)));
    }

    private static Payload payload(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
