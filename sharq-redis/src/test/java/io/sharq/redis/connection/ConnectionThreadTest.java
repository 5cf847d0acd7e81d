package io.sharq.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.Patience;
import io.sharq.redis.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConnectionThreadTest {
    /** An answer that came before it was listened for is heard on this thread, so one of several is looked for. */
    @Test
    void theThreadThatReadsAnswersHasTasksAndNoOther() {
        try (RedisConnection link = RedisConnection.open(TestRedis.settings().build())) {
            assertThat(ConnectionThread.behindOthers()).isNull();
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(() -> link.plain("ping", redis -> redis.ping())
                            .thenApply(pong -> ConnectionThread.behindOthers() != null)
                            .toCompletableFuture()
                            .join());
        }
    }
}
