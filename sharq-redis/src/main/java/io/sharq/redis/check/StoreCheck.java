package io.sharq.redis.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.Damage;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.PartitionScan;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the consistency of the data stored in Redis, and repairs it on request: after an eviction, a partial restore, or a
 * manual command. It scans the keys in steps of {@value #STEP} entries. Each step is one script of a few milliseconds, so
 * Redis is never blocked for long and clients may keep working. A job whose record exists returns to its place, whatever
 * else of it is lost. An entry whose job is gone is removed. Counts and turns are recomputed.
 *
 * <p>A second check reports what is left. After a repair without concurrent writes, that is nothing. Concurrent checks are
 * safe.
 */
public final class StoreCheck {
    static final int STEP = 200;

    /** The minimum size of a partition's own record, in bytes. */
    private static final int PARTITION_RECORD = 31;

    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);
    private static final String OPERATION = "check";

    /** The maximum number of passes over a partition: a repair may expose another problem. */
    private static final int PASSES = 5;

    private final RedisConnection link;
    private final RedisSettings settings;
    private final KeyNames names;
    private final PartitionScan keys;
    private final @Nullable String type;
    private final boolean repairs;
    private final Consumer<StoreProblem> found;
    private long problems;

    private StoreCheck(
            RedisConnection link,
            RedisSettings settings,
            @Nullable String type,
            boolean repairs,
            Consumer<StoreProblem> found) {
        this.link = link;
        this.settings = settings;
        this.names = new KeyNames(settings.keyPrefix(), settings.database());
        this.keys = new PartitionScan(link, names, OPERATION);
        this.type = type;
        this.repairs = repairs;
        this.found = found;
    }

    /**
     * Checks all types under the settings' prefix, or one type, and repairs them on request.
     *
     * @param settings the connection settings; their number of partitions is ignored
     * @param type the queue type, or null for all
     * @param repairs whether to repair problems
     * @param found receives each problem, on the calling thread
     * @return the number of problems
     * @throws BackendException if Redis fails, or its user lacks a right
     */
    public static long run(
            RedisSettings settings, @Nullable String type, boolean repairs, Consumer<StoreProblem> found) {
        if (type != null) {
            Bounds.queueType("queue_type", type);
        }
        try (RedisConnection link = RedisConnection.open(settings)) {
            return new StoreCheck(link, settings, type, repairs, found).run();
        }
    }

    private long run() {
        Set<String> listed = listed();
        List.of(names.visitClock(), names.settings())
                .forEach(key -> checkType(key, link.plain(OPERATION, redis -> redis.hlen(key))));
        List.of(names.due(), names.visits())
                .forEach(key -> checkType(key, link.plain(OPERATION, redis -> redis.zcard(key))));
        Set<String> all = new TreeSet<>(listed);
        all.addAll(stored());
        for (String field : all) {
            Optional<ListedPartition> partition = partition(field);
            if (partition.isPresent()
                    && (type == null || type.equals(partition.get().type()))) {
                check(partition.get(), isListed(partition.get(), listed, field));
            }
        }
        return problems;
    }

    /** Whether the list names a partition. A type of several partitions has an entry for each, and one for their number. */
    private static boolean isListed(ListedPartition partition, Set<String> listed, String field) {
        return listed.contains(field) && (partition.shards() == 1 || listed.contains(partition.type()));
    }

    private static Optional<ListedPartition> partition(String field) {
        return field.matches("[A-Za-z0-9_-]{1,100}:\\d{1,4}(\\.\\d{1,4})?")
                ? ListedPartition.of(field.getBytes(UTF_8))
                : Optional.empty();
    }

    private void tell(byte[] key, String fault) {
        tell(new StoreProblem(new String(key, UTF_8), "", "", fault, repairs));
    }

    private void tell(StoreProblem problem) {
        problems++;
        found.accept(problem);
    }

    private Set<String> listed() {
        Set<String> fields = new TreeSet<>();
        try {
            keys.eachField(names.types(), (field, value) -> fields.add(new String(field, UTF_8)));
        } catch (BackendException e) {
            if (!Damage.isWrongType(e)) {
                throw e;
            }
            tell(names.types(), "it is of a wrong type");
            delete(names.types());
        }
        return fields;
    }

    /** Returns the partitions that have keys, listed or not. */
    private Set<String> stored() {
        Set<String> fields = new TreeSet<>();
        String before = settings.keyPrefix() + ":{" + settings.keyPrefix() + ":";
        ScanArgs pattern = ScanArgs.Builder.limit(STEP).match(before.replaceAll("([\\[\\]*?\\\\])", "\\\\$1") + "*");
        try {
            ScanCursor cursor = ScanCursor.INITIAL;
            while (!cursor.isFinished()) {
                ScanCursor from = cursor;
                KeyScanCursor<byte[]> page = keys.get(link.plain(OPERATION, redis -> redis.scan(from, pattern)));
                for (byte[] key : page.getKeys()) {
                    String name = new String(key, UTF_8);
                    int end = name.indexOf("}:", before.length());
                    if (end > 0) {
                        fields.add(name.substring(before.length(), end));
                    }
                }
                cursor = page;
            }
        } catch (BackendException e) {
            LOG.warn("Partitions that are not listed were not looked for: {}", e.getMessage());
        }
        return fields;
    }

    private void check(ListedPartition partition, boolean isListed) {
        long before = problems;
        for (int pass = 0; pass < PASSES; pass++) {
            long beforePass = problems;
            checkOnce(partition, isListed || pass > 0);
            if (!repairs || problems == beforePass) {
                break;
            }
        }
        forget(partition, problems > before);
    }

    private void checkOnce(ListedPartition partition, boolean isListed) {
        byte[][] own = keys.of(partition);
        if (keys.get(link.plain(OPERATION, redis -> redis.exists(own))) == 0) {
            return;
        }
        boolean isWhole = step(partition, own, "keys");
        if (!isWhole && !repairs) {
            return;
        }
        byte[] record = keys.get(link.plain(OPERATION, redis -> redis.hget(own[0], new byte[0])));
        boolean isHeadless = record == null || record.length < PARTITION_RECORD;
        if (isHeadless) {
            tell(own[0], "the partition has lost its record");
        }
        if (!isListed) {
            tell(
                    names.types(),
                    "it does not name the partition " + partition.type() + ":" + partition.partition()
                            + (partition.shards() == 1
                                    ? ""
                                    : ", or does not say that there are " + partition.shards()));
        }
        if ((isHeadless || !isListed) && repairs) {
            Partitions partitions =
                    new Partitions(link, names, settings.clock(), new Sharding(partition.shards()), settings.timeout());
            PartitionDirectory listing = new PartitionDirectory(link, names, partitions, settings.bounds());
            keys.get(listing.listAgain(OPERATION, partition.type(), partition.partition()));
        }
        // A job that is active or dead and has lost the record of that must not get a place before its state is
        // recovered.
        for (String step : List.of("state", "leases", "dead", "jobs", "places", "scheduled", "ready")) {
            step(partition, own, step);
        }
    }

    /** Runs a step over all entries of a key. Returns false if a key has the wrong type. */
    private boolean step(ListedPartition partition, byte[][] own, String step) {
        byte[] cursor = new byte[0];
        boolean isWhole = true;
        do {
            byte[][] arguments = ScriptArguments.at(settings.clock())
                    .add(step)
                    .add(cursor)
                    .add(STEP)
                    .flag(repairs)
                    .toArray();
            ScriptReply reply = new ScriptReply(
                    keys.get(link.call(OPERATION, Script.CHECK, own, arguments)), partition.partition());
            cursor = reply.bytes();
            while (reply.hasMore()) {
                String key = new String(own[reply.integer() - 1], UTF_8);
                StoreProblem problem = new StoreProblem(key, id(reply), id(reply), reply.text(), reply.flag());
                isWhole &= !problem.fault().equals("it is of a wrong type");
                tell(problem);
            }
        } while (cursor.length > 0);
        return isWhole;
    }

    /** Decodes an identifier. Other bytes are returned in quotes, which no identifier has, so that they name no queue. */
    private static String id(ScriptReply reply) {
        byte[] code = reply.bytes();
        if (code.length == 0) {
            return "";
        }
        return IdCode.isCode(code) ? IdCode.decode(code) : quoted(code);
    }

    /** The bytes as {@code redis-cli} shows them. */
    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte b : bytes) {
            if (b == '"' || b == '\\') {
                text.append('\\').append((char) b);
            } else if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", Byte.toUnsignedInt(b)));
            }
        }
        return text.append('"').toString();
    }

    /** Deletes the health record of a partition after a repair, and reports a record without damage. */
    private void forget(ListedPartition partition, boolean isKnown) {
        byte[] field = KeyNames.listing(partition.type(), partition.partition(), partition.shards());
        try {
            byte[] noted = keys.get(link.plain(OPERATION, redis -> redis.hget(names.damage(), field)));
            if (noted == null) {
                return;
            }
            if (!isKnown) {
                tell(names.damage(), "health tells of damage in " + new String(field, UTF_8) + ", and there is none");
            }
            if (repairs) {
                keys.get(link.plain(OPERATION, redis -> redis.hdel(names.damage(), field)));
            }
        } catch (BackendException e) {
            if (!Damage.isWrongType(e)) {
                throw e;
            }
            tell(names.damage(), "it is of a wrong type");
            delete(names.damage());
        }
    }

    /** Checks that a key has the right type: only then can its size be read. */
    private void checkType(byte[] key, CompletionStage<Long> size) {
        try {
            keys.get(size);
        } catch (BackendException e) {
            if (!Damage.isWrongType(e)) {
                throw e;
            }
            tell(key, "it is of a wrong type");
            delete(key);
        }
    }

    private void delete(byte[] key) {
        if (repairs) {
            keys.get(link.plain(OPERATION, redis -> redis.del(key)));
        }
    }

    /** Returns all problems of all types. */
    public static List<StoreProblem> list(RedisSettings settings, boolean repairs) {
        List<StoreProblem> problems = new ArrayList<>();
        run(settings, null, repairs, problems::add);
        return problems;
    }
}
