package io.sharq.redis.health;

import io.sharq.api.Health;
import io.sharq.api.QueueKey;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.partition.Damage;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.settings.RedisSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checks whether a Redis is available, and collects warnings about it. */
public final class HealthCheck {
    private final RedisSettings settings;
    private final RedisConnection link;
    private final Partitions partitions;
    private final SyncSettings syncSettings;
    private final ShardCountCheck spread;
    private final OriginalKeyspace original;

    public HealthCheck(RedisSettings settings, RedisConnection link, KeyNames names, Partitions partitions) {
        this.settings = settings;
        this.link = link;
        this.partitions = partitions;
        this.syncSettings = new SyncSettings(link, names);
        this.spread = new ShardCountCheck(link, names, partitions);
        this.original = new OriginalKeyspace(link, settings.keyPrefix());
    }

    /**
     * Calls Redis by a script, because a user with minimal rights may do nothing else. If types have another number of
     * partitions, Redis responds, but is reported as unavailable to this client.
     */
    public CompletionStage<Health> run() {
        long startNanos = System.nanoTime();
        ListedPartition asked = new ListedPartition(QueueKey.DEFAULT_TYPE, 0, partitions.count());
        return partitions
                .send("health", Script.COUNT, asked, partitions.arguments())
                .thenApply(reply -> microsSince(startNanos))
                .exceptionallyCompose(failure -> Damage.isWrongType(failure)
                        // Redis responds. Damage in one type must not make the backend unavailable to the callers of
                        // all types.
                        ? CompletableFuture.completedStage(microsSince(startNanos))
                        : CompletableFuture.failedStage(failure))
                .thenCompose(micros -> partitions
                        .damage()
                        .report()
                        .thenCompose(damage -> fitness()
                                .thenCombine(
                                        spread.fault(),
                                        (fitness, fault) -> health(fault, fitness.warnings(), damage, micros))))
                .exceptionally(failure -> new Health(
                        false,
                        settings.toString(),
                        List.of(String.valueOf(RedisErrors.of("health", failure).getMessage())),
                        microsSince(startNanos)));
    }

    private static long microsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000;
    }

    private Health health(Optional<String> fault, List<String> warnings, Damage.Report damage, long micros) {
        List<String> all = new ArrayList<>();
        fault.ifPresent(all::add);
        all.addAll(warnings);
        all.addAll(damage.warnings());
        return new Health(fault.isEmpty(), settings.toString(), all, micros, damage.damaged());
    }

    /** Returns findings about the server's settings and state for an operator, as far as the user may read them. */
    public CompletionStage<ServerAdvice> fitness() {
        return link.plain("health", redis -> redis.info())
                .exceptionally(failure -> "")
                .thenCombine(
                        syncSettings.read(),
                        (info, settingsRead) -> ServerAdvice.of(info, settingsRead, settings.durability()))
                .thenCombine(
                        original.warning(),
                        (advice, warning) -> warning.map(advice::withWarning).orElse(advice));
    }
}
