package io.sharq.redis;

import io.sharq.api.QueueKey;
import io.sharq.spi.Health;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks how the Redis is. */
final class HealthCheck {
    private final RedisSettings settings;
    private final RedisLink link;
    private final Partitions partitions;

    HealthCheck(RedisSettings settings, RedisLink link, Partitions partitions) {
        this.settings = settings;
        this.link = link;
        this.partitions = partitions;
    }

    /** Asks by a script, because that is all that a user with the least rights may do. */
    CompletionStage<Health> run() {
        long startNanos = System.nanoTime();
        ListedPartition asked = new ListedPartition(QueueKey.DEFAULT_TYPE, 0, partitions.count());
        return partitions
                .send("health", Script.COUNT, asked, partitions.arguments())
                .thenApply(reply -> microsSince(startNanos))
                .thenCompose(micros -> warnings().thenApply(warnings -> health(true, warnings, micros)))
                .exceptionally(failure -> health(
                        false,
                        List.of(String.valueOf(Faults.of("health", failure).getMessage())),
                        microsSince(startNanos)));
    }

    private static long microsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000;
    }

    private Health health(boolean isAvailable, List<String> warnings, long micros) {
        return new Health(isAvailable, settings.toString(), warnings, micros);
    }

    /** What an operator should know of the Redis's own settings; nothing without the right to ask. */
    CompletionStage<List<String>> warnings() {
        return link.plain("health", redis -> redis.info())
                .thenApply(Fitness::warnings)
                .exceptionally(failure -> List.of());
    }
}
