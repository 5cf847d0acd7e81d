package io.sharq.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.TimeSource;
import io.sharq.redis.settings.RedisSettings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.testcontainers.containers.GenericContainer;

/**
 * The Redis that the tests share: the one of SHARQ_TEST_REDIS_URI if that is set, else a process started for this JVM,
 * else a container. Each test gets a prefix of its own.
 */
public final class TestRedis {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final String URI = find();
    private static final RedisClient CLIENT = RedisClient.create(URI);
    private static final StatefulRedisConnection<String, String> CONNECTION = CLIENT.connect();

    private TestRedis() {}

    private static String find() {
        String given = System.getenv("SHARQ_TEST_REDIS_URI");
        if (given != null && !given.isBlank()) {
            return given;
        }
        return RedisBinary.find().isPresent() ? RedisProcess.start().uri() : container();
    }

    /** Where neither the PATH nor the jar has a redis-server for this machine. */
    private static String container() {
        GenericContainer<?> redis = ContainerConformance.start("redis:7");
        return "redis://" + redis.getHost() + ":" + redis.getFirstMappedPort();
    }

    public static String uri() {
        return URI;
    }

    /** Settings with a prefix that nothing has used. */
    public static RedisSettings.Builder settings() {
        return RedisSettings.uri(URI)
                .timeout(Patience.LIMIT)
                .keyPrefix("test-" + ProcessHandle.current().pid() + "-" + PREFIXES.incrementAndGet());
    }

    static RedisBackend open(TimeSource clock) {
        return RedisBackend.open(settings().clock(clock).build());
    }

    public static <T> T on(String uri, Function<RedisCommands<String, String>, T> command) {
        try (RedisClient client = RedisClient.create(uri)) {
            return command.apply(client.connect().sync());
        }
    }

    public static <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return question.apply(CONNECTION.sync());
    }
}
