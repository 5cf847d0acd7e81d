package io.sharq.redis.health;

import io.lettuce.core.ScriptOutputType;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.script.ScriptLoader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads how Redis syncs its append-only file, by {@code CONFIG GET}. It first checks whether the user may call that, and
 * remembers a refusal, so that refusals do not fill the ACL log. Thread-safe.
 */
final class SyncSettings {
    /** One pattern for {@code appendfsync} and {@code no-appendfsync-on-rewrite}, because Redis 6.2 accepts only one. */
    private static final String WANTED = "*appendfsync*";

    private final RedisConnection link;
    private final KeyNames names;
    private volatile Access access = Access.UNKNOWN;

    private enum Access {
        UNKNOWN,
        GRANTED,
        REFUSED
    }

    SyncSettings(RedisConnection link, KeyNames names) {
        this.link = link;
        this.names = names;
    }

    /** Returns the settings by name, or an empty map if they cannot be read. */
    CompletionStage<Map<String, String>> read() {
        return isAllowed()
                .thenCompose(isAllowed -> isAllowed
                        ? link.plain("health", redis -> redis.configGet(WANTED))
                        : CompletableFuture.completedStage(Map.<String, String>of()))
                .exceptionally(failure -> {
                    if (RedisErrors.cause(failure) instanceof BackendException known
                            && known.outcome() == Outcome.REJECTED) {
                        access = Access.REFUSED;
                    }
                    return Map.of();
                });
    }

    private CompletionStage<Boolean> isAllowed() {
        if (access != Access.UNKNOWN) {
            return CompletableFuture.completedStage(access == Access.GRANTED);
        }
        byte[][] keys = {names.rights()};
        return link.<Long>plain(
                        "health",
                        redis -> redis.eval(ScriptLoader.source("may_read_settings"), ScriptOutputType.INTEGER, keys))
                .thenApply(reply -> {
                    access = reply == 1 ? Access.GRANTED : Access.REFUSED;
                    return reply == 1;
                });
    }
}
