package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sharq.redis.connection.RedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The damage that scripts found in stored data. Each partition keeps its own count. A hash that all clients share names the
 * partitions that have one, so that a health check reads no others. A sound store has no such hash. Thread-safe.
 */
public final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

    /** Stored instead of a count if Redis refuses a key because of its type. */
    private static final String WRONG_TYPE = "wrong type";

    private static final int REMEMBERED = 10_000;
    private static final int TOLD = 10;
    private static final int READ = 1_000;

    private final RedisConnection link;
    private final KeyNames names;
    private final Map<String, Found> known = new ConcurrentHashMap<>();

    /** The last report on a partition, and the count at which it was last logged. */
    private record Found(String value, long atMicros, long logged) {}

    /** The damage for a health report: the number of entries set aside, and messages for an operator. */
    public record Report(long damaged, List<String> warnings) {
        static final Report NOTHING = new Report(0, List.of());
    }

    Damage(RedisConnection link, KeyNames names) {
        this.link = link;
        this.names = names;
    }

    /** Records damage from a script's reply: how many entries were set aside, and when the last of them was. */
    void found(ListedPartition partition, long number, long atMicros) {
        String field = field(partition);
        Found before = known.get(field);
        String value = Long.toString(number);
        if (before == null || !before.value.equals(value) || before.atMicros != atMicros) {
            long logged = before == null || number < before.logged ? 0 : before.logged;
            if (number >= 2 * logged) {
                logged = number;
                LOG.warn("{}", words(field, value));
            }
            remember(field, new Found(value, atMicros, logged));
        }
        // Even if this client has recorded it before: the hash may have been lost with the rest.
        tellAll(field, value);
    }

    /** Records the failure of a script, if it shows that stored data is damaged. */
    void failed(ListedPartition partition, @Nullable Throwable failure) {
        if (failure == null || !isWrongType(failure)) {
            return;
        }
        String field = field(partition);
        Found before = known.get(field);
        if (before == null || !before.value.equals(WRONG_TYPE)) {
            LOG.warn("{}", words(field, WRONG_TYPE));
            remember(field, new Found(WRONG_TYPE, 0, 0));
        }
        tellAll(field, WRONG_TYPE);
    }

    /** Whether Redis reports that a key has another type than a script needs. */
    public static boolean isWrongType(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException refusal
                    && String.valueOf(refusal.getMessage()).contains("WRONGTYPE")) {
                return true;
            }
        }
        return false;
    }

    private void remember(String field, Found found) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(field, found);
    }

    /** Writes to the shared hash. If that fails, the partition's next upkeep, by any client, writes it. */
    private void tellAll(String field, String value) {
        CompletionStage<?> unused = link.plain(
                        "note of damage",
                        redis -> redis.hset(names.damage(), field.getBytes(UTF_8), value.getBytes(UTF_8)))
                .handle((done, failure) -> null);
    }

    /** Returns what all clients found, of a thousand partitions at most. */
    public CompletionStage<Report> report() {
        return link.plain(
                        "health",
                        redis -> redis.hscan(names.damage(), ScanCursor.INITIAL, ScanArgs.Builder.limit(READ)))
                .thenApply(Damage::report)
                .exceptionally(failure -> isWrongType(failure)
                        ? new Report(
                                1, List.of("the key that says what is damaged is of a wrong type; see sharq check"))
                        : Report.NOTHING);
    }

    private static Report report(MapScanCursor<byte[], byte[]> page) {
        long damaged = 0;
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : page.getMap().entrySet()) {
            String value = new String(entry.getValue(), UTF_8);
            damaged += value.matches("\\d{1,10}") ? Long.parseLong(value) : 1;
            if (warnings.size() < TOLD) {
                warnings.add(words(new String(entry.getKey(), UTF_8), value));
            }
        }
        int others = page.getMap().size() - warnings.size();
        if (others > 0) {
            warnings.add("and " + others + " more partitions are damaged");
        }
        return new Report(damaged, warnings);
    }

    private static String field(ListedPartition partition) {
        return new String(KeyNames.listing(partition.type(), partition.partition(), partition.shards()), UTF_8);
    }

    private static String words(String field, String value) {
        String where = "queue type and partition " + field + ": ";
        return value.equals(WRONG_TYPE)
                ? where + "a key is of a wrong type, so its jobs wait; sharq check says which, and repairs it"
                : where + value + " damaged entries were found and set aside; sharq check says which, and repairs them";
    }
}
