package io.sharq.cli;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.settings.RedisSettings;
import java.util.function.Function;

/** A Redis of its own with jobs of SharQ in it. */
final class StoredJobs implements AutoCloseable {
    private final RedisProcess redis = RedisProcess.start();

    /** Enqueues {@code job-1} to the queue {@code user001} of each type, under a prefix. */
    void enqueue(String prefix, String... types) {
        RedisSettings settings = RedisSettings.uri(uri()).keyPrefix(prefix).build();
        try (SharQ sharq = SharQ.builder()
                .backend(RedisBackend.open(settings))
                .upkeep(false)
                .open()) {
            for (String type : types) {
                sharq.enqueue(NewJob.of(type, "user001", "job-1", 1));
            }
        }
    }

    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(uri())) {
            return question.apply(client.connect().sync());
        }
    }

    String uri() {
        return redis.uri();
    }

    @Override
    public void close() {
        redis.close();
    }
}
