package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.Stamp;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ShardAgreement;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import io.sharq.redis.turn.PartitionHead;
import io.sharq.redis.turn.Turns;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A client's memory does not grow with the names of types that somebody asks for. */
class ManyTypesTest {
    private static final int TYPES = 20_000;

    @Test
    void theTurnsOfSoManyTypesAreKept() {
        TurnsCache turns = new TurnsCache(16);
        for (int type = 0; type < 3 * TYPES; type++) {
            turns.of("nosuch-" + type);
        }

        assertThat(turns.size()).isEqualTo(10_000);
    }

    @Test
    void turnsThatAreForgottenBeginWithNothingKnown() {
        TurnsCache turns = new TurnsCache(160);
        Turns before = turns.of("sms");
        PartitionHead empty = new PartitionHead(new Stamp(0, 1, 1), OptionalLong.empty(), 0);
        for (int partition = 0; partition < 160; partition++) {
            before.answered(partition, before.asking(partition), empty);
        }
        assertThat(turns.of("sms").unknown().isEmpty()).isTrue();

        // What is asked for often stays longer: each of the others is asked for more often than it.
        for (int call = 0; call < 10 * TYPES; call++) {
            turns.of("other-" + call / 10);
        }

        assertThat(turns.of("sms").unknown().cardinality()).isEqualTo(160);
    }

    @Test
    void theNumbersOfSoManyTypesAreKept() {
        RedisSettings settings = TestRedis.settings().build();
        try (RedisConnection link = RedisConnection.open(settings)) {
            ShardAgreement agreement = new ShardAgreement(link, new KeyNames(settings.keyPrefix(), 0), new Sharding(1));
            CompletableFuture<?>[] checks = new CompletableFuture<?>[TYPES];
            for (int type = 0; type < TYPES; type++) {
                checks[type] = agreement.check("test", "nosuch-" + type).toCompletableFuture();
            }
            CompletableFuture.allOf(checks).join();

            assertThat(agreement.size()).isEqualTo(10_000);
        }
    }

    /** Through a real connection: types come and go out of mind while one of them has jobs. */
    @Test
    void aTypeThatHasJobsIsServedBetweenTypesThatAreNotThere() {
        try (RedisBackend backend =
                RedisBackend.open(TestRedis.settings().shards(2).build())) {
            Operations operations = new Operations(backend);
            for (int job = 0; job < 4; job++) {
                operations.enqueue("user-" + job, "job-1", 0);
            }
            List<String> served = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                List<CompletableFuture<?>> asked = new ArrayList<>();
                for (int type = 0; type < TYPES / 4; type++) {
                    asked.add(backend.dequeue(new DequeueRequest(
                                    "nosuch-" + round + "-" + type, DequeueFrom.ANY, 1, 1_000_000, type))
                            .toCompletableFuture());
                }
                CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
                for (LeasedJob job : operations.dequeue(1).jobs()) {
                    served.add(job.queueId());
                }
            }
            assertThat(served).containsExactlyInAnyOrder("user-0", "user-1", "user-2", "user-3");
        }
    }
}
