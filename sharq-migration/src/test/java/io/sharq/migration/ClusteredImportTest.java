package io.sharq.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.TestRedis;
import io.sharq.redis.settings.RedisSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The original in a cluster: its prefix is a hash tag, and all keys of a type share a slot. */
class ClusteredImportTest {
    private static final int SLOTS = 16_384;
    private static final int CHUNK = 4_096;

    @Test
    void theKeysOfATagAreRead() {
        try (RedisProcess node = RedisProcess.start("--cluster-enabled", "yes");
                SharQ target = SharQ.open(InMemoryBackend.create())) {
            for (int first = 0; first < SLOTS; first += CHUNK) {
                int[] slots = IntStream.range(first, first + CHUNK).toArray();
                TestRedis.<String>on(node.uri(), redis -> redis.clusterAddSlots(slots));
            }
            await().atMost(Patience.LIMIT)
                    .until(() -> TestRedis.<String>on(node.uri(), redis -> redis.clusterInfo())
                            .contains("cluster_state:ok"));
            try (OriginalWrites original = new OriginalWrites(node.uri(), "{sms}")) {
                for (int job = 0; job < 20; job++) {
                    original.enqueue("sms", "user00" + job % 2, "job-" + job, "0", "3");
                }
                original.dequeue("sms", "user000", 1);
            }
            OriginalImport move = OriginalImport.from(
                            RedisSettings.uri(node.uri())
                                    .clustered(true)
                                    .timeout(Patience.LIMIT)
                                    .build(),
                            "{sms}")
                    .activeJobs(ActiveJobs.TAKE_OVER)
                    .build();

            assertThat(move.plan(target).movable()).isEqualTo(19);
            ImportReport report = move.run(target);

            assertThat(report.moved()).isEqualTo(20);
            assertThat(report.isComplete()).as(report.toString()).isTrue();
        }
    }
}
