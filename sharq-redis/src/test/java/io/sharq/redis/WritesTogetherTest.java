package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseStatus;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What scripts write together is all there or not at all, and what calls share is done as if each were alone. */
class WritesTogetherTest {
    private static final String AWAY = "away";

    private final RedisProcess redis = RedisProcess.start();
    private final RedisBackend backend =
            RedisBackend.open(RedisSettings.uri(redis.uri()).keyPrefix("p").build());
    private final Operations operations = new Operations(backend);
    private final RedisClient client = RedisClient.create(redis.uri());
    private final RedisCommands<String, String> commands = client.connect().sync();

    @AfterEach
    void close() {
        backend.close();
        client.shutdown();
        redis.close();
    }

    private void whileSpoiled(String name, ThrowingCallable operation) {
        String key = "p:{p:sms:0}:" + name;
        boolean wasThere = commands.exists(key) == 1;
        if (wasThere) {
            commands.rename(key, AWAY);
        }
        commands.set(key, "no such type");
        assertThatThrownBy(operation).hasStackTraceContaining("WRONGTYPE");
        commands.del(key);
        if (wasThere) {
            commands.rename(AWAY, key);
        }
    }

    @Test
    void aDequeueThatMeetsAKeyOfAWrongTypeTakesNoJob() {
        for (int i = 0; i < 6; i++) {
            operations.enqueue("user" + i % 2, "job-" + i, 0);
        }
        for (String key : List.of("leases", "jobs", "places", "ready")) {
            whileSpoiled(key, () -> operations.dequeue(3));
        }
        List<LeasedJob> jobs = operations.dequeue(10).jobs();
        assertThat(jobs)
                .extracting(LeasedJob::jobId)
                .containsExactly("job-0", "job-1", "job-2", "job-3", "job-4", "job-5");
        jobs.forEach(job -> assertThat(operations.finish(job)).isEqualTo(LeaseStatus.DONE));
    }

    @Test
    void aFinishThatMeetsAKeyOfAWrongTypeLeavesTheLease() {
        operations.enqueue("user", "job", 0);
        LeasedJob job = operations.dequeue(1).jobs().get(0);
        for (String key : List.of("leases", "jobs", "memory")) {
            whileSpoiled(key, () -> operations.finish(job));
            assertThat(commands.zcard("p:{p:sms:0}:leases")).isEqualTo(2); // the sentinel and the lease
        }
        assertThat(operations.finish(job)).isEqualTo(LeaseStatus.DONE);
    }

    @Test
    void anEnqueueThatMeetsAKeyOfAWrongTypeLeavesNothing() {
        operations.enqueue("user", "first", 0);
        for (String key : List.of("jobs", "places")) {
            whileSpoiled(key, () -> operations.enqueue("user", "second", 0));
        }
        whileSpoiled("ready", () -> operations.enqueue("other", "second", 0));
        assertThat(operations.dequeue(10).jobs()).extracting(LeasedJob::jobId).containsExactly("first");
    }

    @Test
    void dequeuesAtTheSameTimeTakeEachJobOnceAndTheQueuesInTurn() {
        for (int i = 0; i < 60; i++) {
            operations.enqueue("user" + i % 3, "job-" + i, 0);
        }
        List<CompletionStage<DequeueReply>> calls = new ArrayList<>();
        for (int nonce = 0; nonce < 40; nonce++) {
            calls.add(dequeue(1_000 + nonce, 1 + nonce % 2));
        }
        List<String> taken = calls.stream()
                .flatMap(call -> Operations.get(call).jobs().stream())
                .map(LeasedJob::jobId)
                .toList();
        assertThat(taken).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(taken.get(i)).isEqualTo("job-" + i);
        }
    }

    @Test
    void theSameNonceAtTheSameTimeGetsTheSameLeases() {
        for (int i = 0; i < 10; i++) {
            operations.enqueue("user", "job-" + i, 0);
        }
        List<CompletionStage<DequeueReply>> calls = new ArrayList<>();
        for (long nonce : new long[] {1, 2, 7, 7, 3, 7}) {
            calls.add(dequeue(nonce, 1));
        }
        List<LeasedJob> jobs =
                calls.stream().map(call -> Operations.get(call).jobs().get(0)).toList();
        assertThat(jobs.get(3).token()).isEqualTo(jobs.get(2).token());
        assertThat(jobs.get(5).token()).isEqualTo(jobs.get(2).token());
        assertThat(jobs)
                .extracting(LeasedJob::jobId)
                .containsExactly("job-0", "job-1", "job-2", "job-2", "job-3", "job-2");
    }

    private CompletionStage<DequeueReply> dequeue(long nonce, int count) {
        return backend.dequeue(
                new DequeueRequest(Operations.TYPE, DequeueFrom.ANY, count, Operations.LEASE_MICROS, nonce));
    }
}
