package io.sharq.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.PartitionException;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Translates failures of Redis and of the connection into outcomes of the operation. */
public final class RedisErrors {
    /** Error codes with which Redis refuses a script before it has done anything, and may accept it later. */
    private static final Set<String> NOT_NOW = Set.of(
            "BUSY",
            "CLUSTERDOWN",
            "LOADING",
            "MASTERDOWN",
            "MISCONF",
            "NOREPLICAS",
            "OOM",
            "READONLY",
            "TRYAGAIN",
            "MOVED",
            "ASK");

    private static final Set<String> NO_LOGIN = Set.of("NOAUTH", "WRONGPASS");

    private RedisErrors() {}

    public static BackendException of(String operation, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof BackendException known) {
            return known;
        }
        return new BackendException(outcome(cause), operation, message(cause), cause);
    }

    /** Unwraps a failure from the exceptions of futures. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause != null ? cause : failure;
    }

    private static Outcome outcome(Throwable cause) {
        if (cause instanceof RedisCommandTimeoutException) {
            return Outcome.UNKNOWN;
        }
        if (cause instanceof RedisCommandExecutionException refusal) {
            return NOT_NOW.contains(code(refusal)) || isMoving(refusal) || isCrowded(refusal)
                    ? Outcome.NOT_DONE
                    : Outcome.REJECTED;
        }
        if (cause instanceof RedisConnectionException
                || cause instanceof PartitionException
                || isRefusedUnsent(cause)) {
            return Outcome.NOT_DONE;
        }
        return Outcome.UNKNOWN;
    }

    /** Whether a node redirects to the node that has the slot. */
    static boolean isRedirection(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof RedisCommandExecutionException refusal
                && (code(refusal).equals("MOVED") || code(refusal).equals("ASK"));
    }

    /** Whether a command certainly was not run, for a reason that is transient while a cluster changes. */
    static boolean isPassing(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof RedisCommandExecutionException refusal) {
            return code(refusal).equals("TRYAGAIN");
        }
        return isRefusedUnsent(cause);
    }

    /** Whether Redis or a sentinel refuses the login. */
    static boolean isRefusedLogin(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof RedisCommandExecutionException refusal && NO_LOGIN.contains(code(refusal));
    }

    /** Whether a script refused because its type is moving. It does so before it has done anything. */
    private static boolean isMoving(RedisCommandExecutionException refusal) {
        return String.valueOf(refusal.getMessage()).contains("SHARQ_MOVING");
    }

    /** Whether Redis refused a connection because it has too many clients. */
    private static boolean isCrowded(RedisCommandExecutionException refusal) {
        return String.valueOf(refusal.getMessage()).contains("max number of clients");
    }

    /**
     * Whether Lettuce rejected a command without sending it, for lack of a connection or of room. Only the message shows
     * that.
     */
    private static boolean isRefusedUnsent(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("commands are rejected") || text.contains("request queue size exceeded");
    }

    /**
     * Returns the first word of a Redis error. An error inside a script may carry the command's own error behind a preamble,
     * which differs between versions.
     */
    static String code(RedisCommandExecutionException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.startsWith("ERR ")) {
            return NOT_NOW.stream()
                    .filter(code -> message.contains(": -" + code + " ") || message.contains(": " + code + " "))
                    .findFirst()
                    .orElse("ERR");
        }
        int blank = message.indexOf(' ');
        return blank < 0 ? message : message.substring(0, blank);
    }

    private static String message(Throwable cause) {
        if (cause instanceof RedisCommandTimeoutException) {
            return "no answer in time";
        }
        return String.valueOf(cause.getMessage());
    }
}
