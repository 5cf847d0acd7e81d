package io.sharq.redis.partition;

import io.sharq.api.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position at which a listing of a type continues. With one partition, its text is that partition's own cursor. With
 * several, it is the partition's number, a dot, and the partition's cursor.
 *
 * @param partition the partition
 * @param within the cursor inside it, {@code 0} to begin
 * @param partitions the number of partitions
 */
public record ShardedCursor(int partition, String within, int partitions) {
    private static final String BEGIN = "0";
    private static final Pattern WITHIN = Pattern.compile("\\d{1,18}");
    private static final Pattern SPREAD = Pattern.compile("(\\d{1,4})\\.(\\d{1,18})");

    public static ShardedCursor of(@Nullable String cursor, int partitions) {
        if (cursor == null) {
            return new ShardedCursor(0, BEGIN, partitions);
        }
        if (partitions == 1) {
            return new ShardedCursor(0, checked(cursor), partitions);
        }
        Matcher spread = SPREAD.matcher(cursor);
        if (!spread.matches() || Integer.parseInt(spread.group(1)) >= partitions) {
            throw none();
        }
        return new ShardedCursor(Integer.parseInt(spread.group(1)), spread.group(2), partitions);
    }

    public static String checked(String cursor) {
        if (!WITHIN.matcher(cursor).matches()) {
            throw none();
        }
        return cursor;
    }

    private static InvalidValueException none() {
        return new InvalidValueException("cursor", "It must be one that a listing gave.");
    }

    /**
     * Returns the cursor after a page, null after the last partition's end. {@code nextWithin} is null if the page's
     * partition is at its end.
     */
    @Nullable
    public ShardedCursor after(@Nullable String nextWithin) {
        if (nextWithin != null) {
            return new ShardedCursor(partition, nextWithin, partitions);
        }
        return partition + 1 < partitions ? new ShardedCursor(partition + 1, BEGIN, partitions) : null;
    }

    public String text() {
        return partitions == 1 ? within : partition + "." + within;
    }

    /** Returns the revision after which another partition continues, for a listing by revision and then by partition. */
    public long revisionFor(int other) {
        long revision = Long.parseLong(within);
        return other <= partition || revision == 0 ? revision : revision - 1;
    }
}
