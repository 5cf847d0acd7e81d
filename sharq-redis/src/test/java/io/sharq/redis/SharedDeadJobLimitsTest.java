package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.FailStatus;
import io.sharq.api.PageRequest;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits on dead jobs act on those of every client: one client with low limits discards nothing that another keeps. */
class SharedDeadJobLimitsTest {
    @Test
    void recordsThatAreNoLimitsAreWrittenOver() {
        try (Stores stores = new Stores()) {
            String settings = new String(new KeyNames(stores.settings.keyPrefix(), 0).settings(), UTF_8);
            TestRedis.ask(redis ->
                    redis.hset(settings, Map.of("dead_job_max_count", "99999999999", "dead_job_max_age", "for ever")));
            try (SharQ sharq = open(stores, 1, Duration.ofDays(14))) {
                die(sharq, "one");
                die(sharq, "two");
                assertThat(dead(sharq)).isEqualTo(1);
            }
        }
    }

    private static SharQ open(Stores stores, int count, Duration age) {
        return SharQ.builder()
                .backend(stores.open())
                .settings(SharQSettings.builder()
                        .deadJobMaxCount(count)
                        .deadJobMaxAge(age)
                        .build())
                .upkeep(false)
                .open();
    }

    private static void die(SharQ sharq, String job) {
        sharq.enqueue(NewJob.of("type", "queue", job, "payload").requeueLimit(0));
        assertThat(sharq.fail(sharq.dequeue("type").orElseThrow().lease())).isEqualTo(FailStatus.DEAD);
    }

    private static int dead(SharQ sharq) {
        return sharq.type("type").deadJobs(PageRequest.first(10)).items().size();
    }

    /** One prefix, and a connection of its own for each client. */
    private static final class Stores implements AutoCloseable {
        private final RedisSettings settings = TestRedis.settings().build();

        Backend open() {
            return RedisBackend.open(settings);
        }

        @Override
        public void close() {}
    }
}
