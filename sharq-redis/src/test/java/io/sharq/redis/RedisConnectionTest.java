package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.api.BackendException;
import io.sharq.api.ChangeStatus;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.EndListener;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller sees when Redis goes away. These tests run in real time, because connections do. */
class RedisConnectionTest {
    private final RedisProcess redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always");
    private final FaultyProxy proxy = FaultyProxy.before(redis.port());
    private final RedisBackend backend = RedisBackend.open(
            RedisSettings.uri(proxy.uri()).timeout(Patience.LIMIT).build());
    private final Operations operations = new Operations(backend);

    @AfterEach
    void close() {
        backend.close();
        proxy.close();
        redis.close();
    }

    @Test
    void aDequeueWhoseReplyIsLostIsUnknownAndIsNeverSentAgain() {
        operations.enqueue("user001", "job-1", 0);
        operations.enqueue("user001", "job-2", 0);
        // Redis has to know the script, or the lost reply would be that it does not.
        assertThat(operations.dequeue(1).jobs()).singleElement().satisfies(operations::finish);
        operations.enqueue("user001", "job-3", 0);
        proxy.swallowAnswers();

        CompletionStage<?> lost = operations.dequeueLater(1);
        await().atMost(Patience.LIMIT).until(() -> proxy.swallowedBytes() > 0);
        proxy.cut();

        assertThat(outcomeOf(lost)).isEqualTo(Outcome.UNKNOWN);
        awaitAvailable();
        QueueDescription queue =
                Operations.get(backend.describe(new QueueKey("sms", "user001"))).orElseThrow();
        assertThat(queue.active()).isEqualTo(1);
        assertThat(queue.length()).isEqualTo(1);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsUnknown() {
        operations.enqueue("user001", "job-1", 0);
        RedisSettings hasty =
                RedisSettings.uri(proxy.uri()).timeout(Duration.ofSeconds(1)).build();
        try (RedisBackend impatient = Patience.open(hasty)) {
            // What a client asks once of a type is answered before.
            await().atMost(Patience.LIMIT)
                    .ignoreExceptions()
                    .until(() -> new Operations(impatient)
                                    .enqueue("user001", "job-1", 0)
                                    .status()
                            == EnqueueStatus.DUPLICATE);
            proxy.swallowAnswers();

            assertThat(outcomeOf(new Operations(impatient).enqueueLater("user001", "job-2", 0)))
                    .isEqualTo(Outcome.UNKNOWN);
        }

        proxy.cut();
        awaitAvailable();
        assertThat(operations.enqueue("user001", "job-2", 0).status()).isEqualTo(EnqueueStatus.DUPLICATE);
    }

    @Test
    void aCallWithoutAConnectionIsNotDoneAndTheConnectionComesBackByItself() {
        operations.enqueue("user001", "job-1", 0);
        redis.kill();

        // The first calls may meet the connection before the client has seen its end.
        await().atMost(Patience.LIMIT)
                .until(() -> outcomeOf(operations.enqueueLater("user001", "job-2", 0)) == Outcome.NOT_DONE);
        assertThat(Operations.get(backend.health()).available()).isFalse();

        redis.startAgain();
        awaitAvailable();
        assertThat(operations.dequeue(1).jobs()).singleElement().satisfies(job -> {
            assertThat(job.jobId()).isEqualTo("job-1");
            assertThat(operations.finish(job)).isEqualTo(LeaseStatus.DONE);
        });
    }

    @Test
    void listenersHearThatTheyMayHaveMissedSomethingOnceTheSubscriptionIsBack() {
        AtomicInteger missed = new AtomicInteger();
        backend.onReady(new ReadinessListener() {
            @Override
            public void ready(String type, long atMicros) {}

            @Override
            public void missed() {
                missed.incrementAndGet();
            }
        });

        proxy.cut();

        await().atMost(Patience.LIMIT).until(() -> missed.get() > 0);
    }

    @Test
    void endListenersHearThatTheyMayHaveMissedSomethingOnceTheSubscriptionIsBack() {
        AtomicInteger missed = new AtomicInteger();
        backend.onEnded(new EndListener() {
            @Override
            public void ended(JobKey job) {}

            @Override
            public void missed() {
                missed.incrementAndGet();
            }
        });

        proxy.cut();

        await().atMost(Patience.LIMIT).until(() -> missed.get() > 0);
    }

    @Test
    void listenersOfOtherClientsHearOfAReadyQueue() {
        CompletableFuture<String> heard = new CompletableFuture<>();
        backend.onReady(new ReadinessListener() {
            @Override
            public void ready(String type, long atMicros) {
                heard.complete(type);
            }

            @Override
            public void missed() {}
        });
        try (RedisBackend other =
                RedisBackend.open(RedisSettings.uri(redis.uri()).build())) {
            new Operations(other).enqueue("user001", "job-1", 0);
        }

        assertThat(heard).succeedsWithin(Patience.LIMIT).isEqualTo("sms");
    }

    @Test
    void scriptsThatRedisHasForgottenAreSentAgain() {
        operations.enqueue("user001", "job-1", 0);
        TestRedis.on(redis.uri(), commands -> commands.scriptFlush());

        assertThat(operations.dequeue(1).jobs()).hasSize(1);
    }

    @Test
    void aFullRedisRefusesToEnqueueAndStillDrains() {
        operations.enqueue("user001", "job-1", 0);
        TestRedis.on(redis.uri(), commands -> commands.configSet("maxmemory", "1"));

        assertThat(outcomeOf(operations.enqueueLater("user001", "job-2", 0))).isEqualTo(Outcome.NOT_DONE);
        assertThat(operations.dequeue(1).jobs())
                .singleElement()
                .satisfies(job -> assertThat(operations.finish(job)).isEqualTo(LeaseStatus.DONE));
        assertThat(operations.requeue().more()).isFalse();
    }

    @Test
    void aFullRedisLetsJobsBeThrottledChangedAndCancelled() {
        operations.enqueue("user001", "job-1", 0);
        operations.enqueue("user002", "job-2", 0);
        LeasedJob leased = operations.dequeue(1).jobs().get(0);
        TestRedis.on(redis.uri(), commands -> commands.configSet("maxmemory", "1"));
        ThrottleItem throttled =
                new ThrottleItem(new LeaseRef(leased.queueId(), leased.jobId(), leased.token()), 60_000_000L);
        JobRef job = new JobRef("user002", "job-2");

        assertThat(Operations.get(
                        backend.throttle(new ThrottleRequest(Operations.TYPE, List.of(throttled), 60_000_000))))
                .extracting(ThrottleResult::status)
                .containsExactly(LeaseStatus.DONE);
        assertThat(Operations.get(backend.change(
                        new ChangeRequest(Operations.TYPE, List.of(new ChangeItem(job, 3, 60_000_000L, null))))))
                .extracting(ChangeResult::status)
                .containsExactly(ChangeStatus.DONE);
        assertThat(Operations.get(backend.jobs(new QueueKey(Operations.TYPE, "user002"), PageRequest.first(10)))
                        .items())
                .extracting(WaitingJob::state)
                .containsExactly(JobState.SCHEDULED);
        assertThat(Operations.get(backend.cancel(new CancelRequest(Operations.TYPE, List.of(job)))))
                .extracting(ChangeResult::status)
                .containsExactly(ChangeStatus.DONE);
        assertThat(operations.dequeue(2).jobs()).isEmpty();
    }

    @Test
    void aKeyOfAWrongTypeIsRejectedAndNothingIsHalfDone() {
        operations.enqueue("user001", "job-1", 0);
        String leases = "sharq_server:{sharq_server:sms:0}:leases";
        TestRedis.on(redis.uri(), commands -> commands.del(leases));
        TestRedis.on(redis.uri(), commands -> commands.set(leases, "not ours"));

        assertThat(outcomeOf(operations.dequeueLater(1))).isEqualTo(Outcome.REJECTED);

        TestRedis.on(redis.uri(), commands -> commands.del(leases));
        assertThat(operations.dequeue(1).jobs()).hasSize(1);
    }

    @Test
    void aUnixSocketServesAsWell() {
        RedisSettings settings = RedisSettings.builder()
                .unixSocket(redis.unixSocket().toString())
                .build();
        try (RedisBackend local = RedisBackend.open(settings)) {
            Operations over = new Operations(local);
            over.enqueue("user001", "job-1", 0);
            assertThat(over.dequeue(1).jobs()).hasSize(1);
        }
    }

    @Test
    void anAddressWhereNoRedisIsSaysSo() {
        RedisSettings settings =
                RedisSettings.builder().port(1).timeout(Duration.ofSeconds(1)).build();

        assertThatThrownBy(() -> RedisBackend.open(settings))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("cannot reach Redis at 127.0.0.1:1");
    }

    private void awaitAvailable() {
        await().atMost(Patience.LIMIT)
                .until(() -> Operations.get(backend.health()).available());
    }

    private static Outcome outcomeOf(CompletionStage<?> call) {
        try {
            Operations.get(call);
            throw new AssertionError("the call did not fail");
        } catch (CompletionException e) {
            return ((BackendException) e.getCause()).outcome();
        }
    }
}
