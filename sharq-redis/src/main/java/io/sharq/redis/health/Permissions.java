package io.sharq.redis.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.script.ScriptLoader;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the rights of a connection's user. A missing right would stop a script between two of its writes. */
public final class Permissions {
    private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);

    private Permissions() {}

    /**
     * Tries every command that the scripts use.
     *
     * @throws BackendException if the user may not call one of them
     */
    public static void check(RedisConnection link, KeyNames names) {
        List<Object> missing;
        try {
            byte[][] keys = {names.rights()};
            missing = link.<List<Object>>plain(
                            "open",
                            redis -> redis.eval(
                                    ScriptLoader.source("rights"), ScriptOutputType.MULTI, keys, names.rightsChannel()))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            // Redis is unavailable now, or the script may not run. The first call will report either.
            LOG.warn("The rights in Redis could not be checked", e);
            return;
        }
        if (!missing.isEmpty()) {
            throw new BackendException(
                    Outcome.REJECTED,
                    "open",
                    "the user lacks rights in Redis: "
                            + missing.stream()
                                    .map(name -> "+" + new String((byte[]) name, UTF_8).toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(" ")),
                    null);
        }
    }
}
