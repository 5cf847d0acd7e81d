package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Jobs of the original under the prefix are warned of; a failed detection prevents nothing. */
class OriginalKeyspaceTest {
    private static final RedisProcess REDIS = RedisProcess.start();

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @AfterEach
    void empty() {
        on(redis -> redis.flushall());
    }

    @Test
    void nothingIsSaidWhereNoneIs() {
        assertThat(warnings(settings())).isEmpty();
    }

    @Test
    void eachOfTheKeysIsEnough() {
        for (Consumer<RedisCommands<String, String>> left : List.<Consumer<RedisCommands<String, String>>>of(
                redis -> redis.hset("app:payload", "sms:user001:job-1", "\"x\""),
                redis -> redis.sadd("app:ready:queue_type", "sms"),
                redis -> redis.sadd("app:active:queue_type", "sms"))) {
            on(left);
            assertThat(warnings(settings())).singleElement().asString().contains("app", "bin/sharq import");
            on(redis -> redis.flushall());
            assertThat(warnings(settings())).isEmpty();
        }
    }

    @Test
    void theirKeysUnderAnotherPrefixAreNotMeant() {
        on(redis -> redis.hset("other:payload", "sms:user001:job-1", "\"x\""));
        assertThat(warnings(settings())).isEmpty();
    }

    @Test
    void theLogSaysSoAtTheStart() {
        on(redis -> redis.sadd("app:ready:queue_type", "sms"));
        Logger log = (Logger) LoggerFactory.getLogger(RedisBackend.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = log.getLevel();
        log.setLevel(Level.WARN);
        log.addAppender(lines);
        RedisBackend backend = RedisBackend.open(settings().build());
        try {
            await().atMost(Patience.LIMIT)
                    .until(() -> List.copyOf(lines.list).stream()
                            .anyMatch(line -> line.getFormattedMessage().contains("bin/sharq import")));
        } finally {
            backend.close();
            log.detachAppender(lines);
            log.setLevel(before);
        }
    }

    @Test
    void aUserWhoMayNotReadThemStartsAndIsRefusedOnce() throws IOException {
        on(redis -> redis.hset("app:payload", "sms:user001:job-1", "\"x\""));
        DocumentedRights.read("app").give(REDIS, "resetkeys", "~app:{app*");
        on(redis -> redis.aclLogReset());
        RedisSettings.Builder narrow = settings().username("app").password("PASSWORD");

        try (RedisBackend backend = RedisBackend.open(narrow.build())) {
            for (int i = 0; i < 3; i++) {
                assertThat(Operations.get(backend.health()).available()).isTrue();
                assertThat(aboutTheOriginal(backend)).isEmpty();
            }
        }
        List<?> refusals = TestRedis.on(REDIS.uri(), redis -> redis.aclLog());
        assertThat(refusals).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void itIsFoundInAClusterToo() {
        try (RedisCluster cluster = RedisCluster.start(3, false);
                RedisBackend backend =
                        RedisBackend.open(cluster.settings().keyPrefix("app").build())) {
            assertThat(aboutTheOriginal(backend)).isEmpty();
            RedisProcess owner = cluster.ownerOf(SlotHash.getSlot("app:payload"));
            TestRedis.<Boolean>on(owner.uri(), redis -> redis.hset("app:payload", "sms:q:j", "x"));
            assertThat(aboutTheOriginal(backend)).hasSize(1);
        }
    }

    private static RedisSettings.Builder settings() {
        return RedisSettings.uri(REDIS.uri()).timeout(Patience.LIMIT).keyPrefix("app");
    }

    private static List<String> warnings(RedisSettings.Builder settings) {
        try (RedisBackend backend = RedisBackend.open(settings.build())) {
            return aboutTheOriginal(backend);
        }
    }

    private static List<String> aboutTheOriginal(RedisBackend backend) {
        return Operations.get(backend.health()).warnings().stream()
                .filter(warning -> warning.contains("Python SharQ"))
                .toList();
    }

    private static void on(Consumer<RedisCommands<String, String>> command) {
        TestRedis.on(REDIS.uri(), redis -> {
            command.accept(redis);
            return null;
        });
    }
}
