package io.sharq.redis.settings;

import io.sharq.api.InvalidValueException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an enqueue waits for before it completes.
 *
 * @param kind the kind of wait
 * @param replicas how many replicas must have it, for {@link Kind#REPLICAS}
 */
public record Durability(Kind kind, int replicas) {
    /** No wait beyond the response of Redis. */
    public static final Durability NONE = new Durability(Kind.NONE, 0);

    private static final Pattern REPLICAS = Pattern.compile("replicas:([1-9]\\d?)");

    /** What confirms an enqueue. */
    public enum Kind {
        /**
         * Nothing beyond Redis's own response. With {@code appendfsync everysec} that comes before the write of the
         * append-only file.
         */
        NONE,
        /** Replication to a number of replicas. */
        REPLICAS,
        /**
         * The end of a sync of the append-only file that includes the enqueue. After that neither a kill of Redis nor a
         * power cut undoes it, whatever {@code appendfsync} is. With {@code no} Redis never syncs, and the wait always
         * fails.
         */
        AOF
    }

    /**
     * Parses the value of the key {@code durability}.
     *
     * @param text {@code none}, {@code replicas:n} with n from 1 to 99, or {@code aof}
     * @return the durability
     * @throws InvalidValueException if it is none of them
     */
    public static Durability of(String text) {
        Matcher replicas = REPLICAS.matcher(text);
        if (replicas.matches()) {
            return new Durability(Kind.REPLICAS, Integer.parseInt(replicas.group(1)));
        }
        return switch (text) {
            case "none" -> NONE;
            case "aof" -> new Durability(Kind.AOF, 0);
            default ->
                throw new InvalidValueException(
                        "durability", "It must be none, replicas:n with n from 1 to 99, or aof, but is " + text + ".");
        };
    }

    /**
     * Whether an enqueue waits for nothing beyond the response of Redis.
     *
     * @return true for {@link Kind#NONE}
     */
    public boolean isNone() {
        return kind == Kind.NONE;
    }

    /** Returns the text that {@link #of} reads. */
    @Override
    public String toString() {
        return kind == Kind.REPLICAS ? "replicas:" + replicas : kind.name().toLowerCase(Locale.ROOT);
    }
}
