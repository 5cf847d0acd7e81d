package io.sharq.redis.partition;

import io.sharq.api.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a listing of a type goes on. Of a type of one partition it is the partition's own
 * cursor; otherwise that one behind the partition's number and a dot.
 *
 * @param partition the partition
 * @param within the cursor inside it, {@code 0} to begin
 * @param partitions how many there are
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

    /** The cursor after a page, whose partition has another or is at its end; null after the last partition's end. */
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

    /** For a listing by revision and then by partition: the revision after which another partition goes on. */
    public long revisionFor(int other) {
        long revision = Long.parseLong(within);
        return other <= partition || revision == 0 ? revision : revision - 1;
    }
}
