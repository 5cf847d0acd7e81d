package io.sharq.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.settings.RedisSettings;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Translates a failure to open a Redis, in the words of the party that refused. A refusal by Redis that it would repeat, or
 * a certificate that is not accepted, is permanent: {@link Outcome#REJECTED}. Any other failure may be transient:
 * {@link Outcome#NOT_DONE}.
 */
final class OpenFailure {
    private static final int LONGEST = 300;

    private OpenFailure() {}

    static BackendException because(ConnectionResources resources, RedisSettings settings, RuntimeException failure) {
        if (failure instanceof BackendException known) {
            return known;
        }
        if (settings.hasSentinels() && SentinelLogin.isRefused(resources, settings)) {
            return new BackendException(Outcome.REJECTED, "open", SentinelLogin.fault(settings), failure);
        }
        return new BackendException(
                isForGood(failure) ? Outcome.REJECTED : Outcome.NOT_DONE,
                "open",
                "cannot reach " + settings + ": " + reason(settings, failure),
                failure);
    }

    private static boolean isForGood(Throwable failure) {
        Throwable cause = refusal(failure);
        if (cause instanceof RedisCommandExecutionException) {
            return RedisErrors.of("open", cause).outcome() == Outcome.REJECTED;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            boolean isAlert = each instanceof SSLException
                    && String.valueOf(each.getMessage()).contains("fatal alert");
            if (isAlert || each instanceof GeneralSecurityException || each instanceof IllegalArgumentException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(RedisSettings settings, Throwable failure) {
        Throwable cause = refusal(failure);
        String message = cause.getMessage();
        String words = message == null
                ? cause.getClass().getSimpleName()
                : message.strip().replaceAll("\\s+", " ");
        // Lettuce masks passwords in URIs, but reveals their length.
        words = words.replaceAll("//[^/@\\s]*@", "//");
        words = withoutSecret(withoutSecret(words, settings.password()), settings.sentinelPassword());
        String reason = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
        return cause instanceof RedisCommandTimeoutException && settings.isTls()
                ? reason + "; does it speak TLS at that port?"
                : reason;
    }

    private static String withoutSecret(String words, @Nullable String secret) {
        return secret == null || secret.isEmpty() ? words : words.replace(secret, "***");
    }

    /** Returns the failure below the exceptions that only name the address to connect to. */
    private static Throwable refusal(Throwable failure) {
        boolean isWord = failure instanceof RedisCommandExecutionException
                || failure instanceof RedisCommandTimeoutException
                || !(failure instanceof RedisException || failure instanceof CompletionException);
        if (isWord) {
            return failure;
        }
        // The suppressed exceptions are the responses of the nodes that were tried.
        return Stream.concat(Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()))
                .findFirst()
                .map(OpenFailure::refusal)
                .orElse(failure);
    }
}
