package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LinkThreadTest {
    /** An answer that came before it was listened for is heard on this thread, so one of several is looked for. */
    @Test
    void theThreadThatReadsAnswersHasTasksAndNoOther() {
        try (RedisLink link = RedisLink.open(TestRedis.settings().build())) {
            assertThat(LinkThread.behindOthers()).isNull();
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(() -> link.plain("ping", redis -> redis.ping())
                            .thenApply(pong -> LinkThread.behindOthers() != null)
                            .toCompletableFuture()
                            .join());
        }
    }
}
