package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.JobResult;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What results and waits cost in Redis, and that a job that uses neither costs what it did before there were any. */
class ResultRecordTest {
    private static final String STATE = "sharq_server:{sharq_server:sms:0}:state";
    private static final String JOBS = "sharq_server:{sharq_server:sms:0}:jobs";
    private static final String JOB = "\5queue\3job";
    private static final int DELIVERY = 44;

    private final RedisProcess redis = RedisProcess.start();
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisBackend backend = open();
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(redis.uri());

    private RedisBackend open() {
        return RedisBackend.open(RedisSettings.uri(redis.uri())
                .clock(time)
                .timeout(Patience.LIMIT)
                .build());
    }

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    /** The job is alone in its queue, and another lease keeps the visit of upkeep arranged. */
    private LeasedJob take() {
        return operations.dequeue(1).jobs().get(0);
    }

    private void begin() {
        operations.enqueue("other", "warm", 0);
        take();
        operations.enqueue("queue", "job", 0);
    }

    private int finishCost(LeasedJob job, String result, long retentionMicros) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
        FinishItem item = new FinishItem(lease, result == null ? null : Operations.payload(result));
        FinishRequest request = new FinishRequest(Operations.TYPE, List.of(item), retentionMicros);
        return stored.commandsOf(() -> Operations.get(backend.finish(request)));
    }

    private void watch() {
        assertThat(Operations.get(backend.watch(JobKey.of(Operations.TYPE, "queue", "job"))))
                .isPresent();
    }

    /** The figures are those of the release before. */
    @Test
    void aJobThatUsesNeitherCostsWhatItDidBefore() {
        begin();
        assertThat(stored.redis().hexists(STATE, JOB)).isFalse();
        List<LeasedJob> leased = new ArrayList<>();
        assertThat(stored.commandsOf(() -> leased.add(take()))).isEqualTo(8);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\1');
        assertThat(finishCost(leased.get(0), null, 60_000_000)).isEqualTo(PLAIN_RETAINED);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\3');
        assertThat(stored.redis().hexists(JOBS, JOB)).isFalse();

        operations.enqueue("queue", "next", 0);
        assertThat(finishCost(take(), null, 0)).isEqualTo(PLAIN);
    }

    private static final int PLAIN = 7;
    private static final int PLAIN_RETAINED = 7;

    @Test
    void aResultIsOneFieldAndGoesWithItsJob() {
        begin();
        assertThat(finishCost(take(), "done", 60_000_000)).isEqualTo(PLAIN_RETAINED);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(stored.redis().hget(JOBS, JOB)).startsWith("@");
        assertThat(stored.redis().hstrlen(JOBS, JOB))
                .isEqualTo(1 + Operations.payload("done").size());
        time.advance(Duration.ofMinutes(1));
        operations.requeue();
        assertThat(stored.redis().hexists(JOBS, JOB)).isFalse();
        assertThat(stored.redis().hexists(STATE, JOB)).isFalse();
    }

    /** A mark is a bit of the delivery record, which a job that was never delivered gets for it. */
    @Test
    void theEndOfAWatchedJobIsOneCommandMore() {
        begin();
        watch();
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        List<LeasedJob> leased = new ArrayList<>();
        assertThat(stored.commandsOf(() -> leased.add(take()))).isEqualTo(8);
        assertThat(stored.redis().hstrlen(STATE, JOB)).isEqualTo(DELIVERY);
        assertThat(finishCost(leased.get(0), null, 60_000_000)).isEqualTo(PLAIN_RETAINED + 1);
        assertThat(stored.redis().hget(STATE, JOB).charAt(0)).isEqualTo('\3');
    }

    @Test
    void nothingOfAMarkIsLeftAfterACancelOrAClear() {
        begin();
        watch();
        List<JobRef> job = List.of(new JobRef("queue", "job"));
        Operations.get(backend.cancel(new CancelRequest(Operations.TYPE, job)));
        assertThat(stored.redis().hexists(STATE, JOB)).isFalse();
        operations.enqueue("queue", "job", 0);
        watch();
        Operations.get(backend.clear(new ClearRequest(new QueueKey(Operations.TYPE, "queue"), false, 10)));
        assertThat(stored.redis().hexists(STATE, JOB)).isFalse();
    }

    /** A client that has nothing to do with the finish is woken, and its callers add no connection. */
    @Test
    void callersOfAnotherClientAreWokenOverTheConnectionsThatItHas() {
        operations.enqueue("queue", "job", 0);
        SharQSettings settings =
                SharQSettings.builder().finishedRetention(Duration.ofMinutes(1)).build();
        try (SharQ waiting =
                SharQ.builder().backend(open()).upkeep(false).settings(settings).open()) {
            long connections = connections();
            JobKey job = JobKey.of(Operations.TYPE, "queue", "job");
            List<CompletableFuture<JobResult>> results = IntStream.range(0, 500)
                    .mapToObj(i -> waiting.async().result(job, Duration.ofMinutes(10)))
                    .toList();
            assertThat(waiting.find(job)).isPresent();
            assertThat(connections()).isEqualTo(connections);
            finishCost(take(), "done", 60_000_000);
            assertThat(results)
                    .allSatisfy(result -> assertThat(result)
                            .succeedsWithin(Patience.LIMIT)
                            .satisfies(end -> assertThat(((JobResult.Finished) end).result())
                                    .contains(Operations.payload("done"))));
        }
    }

    private long connections() {
        return stored.redis().clientList().lines().count();
    }
}
