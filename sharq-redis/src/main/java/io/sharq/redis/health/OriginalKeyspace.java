package io.sharq.redis.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.sharq.api.BackendException;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects jobs of the original, the Python SharQ, under the prefix. This backend does not read them, so without a warning
 * they would wait unnoticed. Thread-safe.
 *
 * <p>Each check sends {@code HLEN} for three keys. That command needs no right beyond those of the scripts. For a set it
 * fails as a wrong type, which shows that the key exists. A key that the user may not read is not tried again, so that
 * refusals do not fill the ACL log.
 */
final class OriginalKeyspace {
    private static final Logger LOG = LoggerFactory.getLogger(OriginalKeyspace.class);

    /** The hash of all payloads, and the sets of the types with waiting and with active jobs. */
    private static final List<String> MARKERS = List.of(":payload", ":ready:queue_type", ":active:queue_type");

    private final RedisConnection link;
    private final String prefix;
    private volatile boolean isRefused;

    OriginalKeyspace(RedisConnection link, String prefix) {
        this.link = link;
        this.prefix = prefix;
    }

    /** Returns a warning that names the command to move the jobs, or empty if there are none or they cannot be detected. */
    CompletionStage<Optional<String>> warning() {
        if (isRefused) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        List<CompletableFuture<Boolean>> found = MARKERS.stream()
                .map(marker -> isThere(prefix + marker).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        found.stream().anyMatch(CompletableFuture::join) ? Optional.of(text()) : Optional.empty());
    }

    private CompletionStage<Boolean> isThere(String key) {
        return link.<Long>plain("health", redis -> redis.hlen(key.getBytes(UTF_8)))
                .thenApply(length -> length > 0)
                .exceptionally(failure -> {
                    String message = refusal(failure);
                    if (message.startsWith("NOPERM")) {
                        isRefused = true;
                    }
                    if (!message.startsWith("WRONGTYPE")) {
                        LOG.debug("Whether {} exists could not be found out", key, failure);
                    }
                    return message.startsWith("WRONGTYPE");
                });
    }

    /** Returns the error that Redis answered with, or an empty text if the failure is another one. */
    private static String refusal(Throwable failure) {
        Throwable cause = RedisErrors.cause(failure);
        if (cause instanceof BackendException && cause.getCause() instanceof RedisCommandExecutionException refused) {
            return String.valueOf(refused.getMessage());
        }
        return "";
    }

    private String text() {
        return "the prefix " + prefix + " holds keys of the Python SharQ, such as " + prefix
                + ":payload. The jobs in them are not served here. `bin/sharq import` shows what they hold and moves them;"
                + " see docs/guides/move-from-python-sharq.md";
    }
}
