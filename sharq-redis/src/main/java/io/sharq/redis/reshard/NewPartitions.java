package io.sharq.redis.reshard;

import io.sharq.api.EpochMicros;
import io.sharq.api.Metrics;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.PartitionScan;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.PackedRecord;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.settings.Sharding;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.Minutes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The new partitions of a type that is resharded. Each queue's records are copied to the partition of its id. Only instants
 * change: they are converted to the new steady time, which is that of the old partition that is farthest ahead.
 */
final class NewPartitions {
    private static final byte[] SENTINEL = new byte[0];
    private static final double SENTINEL_SCORE = Double.POSITIVE_INFINITY;
    private static final int MOST_WRITES = 500;
    private static final int STATE = 0;
    private static final int JOBS = 1;
    private static final int PLACES = 2;
    private static final int SCHEDULED = 3;
    private static final int READY = 4;
    private static final int LEASES = 5;
    private static final int DEAD = 6;
    private static final int MEMORY = 7;

    /** The offsets of the instant in the record of a delivery, and in that of a job which has one. */
    private static final int DELIVERY_INSTANT = 16;

    private static final int JOB_INSTANT = 10;

    /** The flags of a record of a job or of a delivery, and the offset of the deadline in that of a delivery. */
    private static final int JOB_DUE = 1;

    private static final int JOB_LIMIT = 2;
    private static final int JOB_DEADLINE = 8;
    private static final int DELIVERY_DEADLINE = 16;
    private static final int DELIVERY_DEADLINE_AT = 44;

    /** The bytes of a deadline before the code of its queue: a mark, the instant and the sequence of the job. */
    private static final int DEADLINE_HEAD = 1 + 2 * PackedRecord.NUMBER_BYTES;

    /** The layout that the scripts read. */
    private static final byte LAYOUT = 2;

    private static final int PAUSED = 1;
    private static final int LISTED = 2;

    private static final byte DAMAGE = (byte) 255;
    private static final byte DEFAULTS = (byte) 254;

    private final RedisConnection link;
    private final PartitionScan keys;
    private final String type;
    private final Sharding spread;
    private final String operation;
    private final Runnable stillOurs;
    private final TreeSet<Integer> filled = new TreeSet<>();
    private final List<CompletableFuture<?>> writes = new ArrayList<>();
    private long moved;

    NewPartitions(
            RedisConnection link, PartitionScan keys, String type, int shards, String operation, Runnable stillOurs) {
        this.link = link;
        this.keys = keys;
        this.type = type;
        this.spread = new Sharding(shards);
        this.operation = operation;
        this.stillOurs = stillOurs;
    }

    /** Copies everything, and returns the number of queues. */
    long fill(List<FrozenPartition> sources) {
        moved = 0;
        if (sources.isEmpty()) {
            return 0;
        }
        for (int partition = 0; partition < spread.shards(); partition++) {
            found(partition, sources);
        }
        long ahead =
                sources.stream().mapToLong(FrozenPartition::offsetMicros).max().orElseThrow();
        for (FrozenPartition source : sources) {
            stillOurs.run();
            copy(keys.of(source.place()), ahead - source.offsetMicros());
        }
        settle();
        return moved;
    }

    /**
     * Returns the new partitions to list, with their nonces: those that hold something, or all of a type that is paused or has
     * defaults. Deletes the others.
     */
    Map<Integer, byte[]> nonces(List<FrozenPartition> sources) {
        Map<Integer, byte[]> nonces = new TreeMap<>();
        boolean isWhole = sources.stream().anyMatch(source -> source.isPaused() || source.hasDefaults());
        for (int partition = 0; partition < spread.shards(); partition++) {
            if (filled.contains(partition) || (isWhole && !sources.isEmpty())) {
                nonces.put(partition, sources.get(0).nonce().toArray());
            } else {
                byte[][] empty = of(partition);
                keys.get(link.plain(operation, redis -> redis.del(empty)));
            }
        }
        return nonces;
    }

    private byte[][] of(int partition) {
        return keys.of(new ListedPartition(type, partition, spread.shards()));
    }

    /** Creates a new partition. The counts of the type go to the first partition alone, because only their sum is used. */
    private void found(int partition, List<FrozenPartition> sources) {
        byte[][] target = of(partition);
        long wallMicros = greatest(sources, true);
        byte[] minutes = partition == 0 ? minutes(sources, wallMicros) : SENTINEL;
        boolean hasDefaults = sources.stream().anyMatch(FrozenPartition::hasDefaults);
        int defaultsBytes = hasDefaults ? FrozenPartition.DEFAULTS_BYTES : 0;
        ByteBuffer record =
                ByteBuffer.allocate(2 + 4 * PackedRecord.NUMBER_BYTES + Long.BYTES + defaultsBytes + minutes.length);
        boolean isPaused = sources.stream().anyMatch(FrozenPartition::isPaused);
        record.put(LAYOUT).put((byte) (LISTED
                + FrozenPartition.HAS_DEADLINE
                + (hasDefaults ? FrozenPartition.HAS_DEFAULTS : 0)
                + (isPaused ? PAUSED : 0)));
        PackedRecord.putNumber(record, greatest(sources, false));
        PackedRecord.putNumber(record, wallMicros);
        PackedRecord.putNumber(
                record,
                sources.stream().mapToLong(FrozenPartition::offsetMicros).max().orElseThrow());
        record.put(sources.get(0).nonce().toArray());
        // An instant that has passed: the first operation looks for the earliest deadline.
        PackedRecord.putNumber(record, 0);
        if (hasDefaults) {
            // The queues are copied without the revision of their defaults. A sweep from the beginning gives them this
            // one.
            PackedRecord.putNumber(record, greatest(sources, false));
            PackedRecord.putNumber(record, 1);
        }
        record.put(minutes);
        hset(target[STATE], SENTINEL, record.array());
        hset(target[JOBS], SENTINEL, SENTINEL);
        zadd(target[PLACES], 0, SENTINEL);
        zadd(target[SCHEDULED], 0, SENTINEL);
        for (int key : new int[] {READY, LEASES, DEAD, MEMORY}) {
            zadd(target[key], SENTINEL_SCORE, SENTINEL);
        }
        if (minutes.length > 0) {
            filled.add(partition);
        }
    }

    private static long greatest(List<FrozenPartition> sources, boolean ofWalls) {
        return sources.stream()
                .mapToLong(source -> ofWalls ? source.lastWallMicros() : source.revision())
                .max()
                .orElseThrow();
    }

    private static byte[] minutes(List<FrozenPartition> sources, long atMicros) {
        MetricsSum sum = new MetricsSum(atMicros);
        for (FrozenPartition source : sources) {
            sum.add(new Metrics(
                    source.window(atMicros), 0, 0, 0, 0, Optional.empty(), EpochMicros.toInstant(atMicros)));
        }
        List<Metrics.Minute> window = sum.toReply().minutes();
        ByteBuffer packed = ByteBuffer.allocate(Integer.BYTES + window.size() * Long.BYTES);
        packed.putInt((int) Minutes.of(atMicros));
        for (int i = window.size() - 1; i >= 0; i--) {
            packed.putInt((int) window.get(i).enqueued())
                    .putInt((int) window.get(i).dequeued());
        }
        return packed.array();
    }

    private void copy(byte[][] source, long aheadMicros) {
        keys.eachField(source[JOBS], (field, value) -> {
            if (field.length > 0) {
                hset(target(field, 0)[JOBS], field, laterJob(value, aheadMicros));
            }
        });
        keys.eachField(source[STATE], (field, value) -> {
            // '' is the partition, and 0 begins the nonce of a dequeue, of which no lease is left.
            if (field.length == 0 || field[0] == 0) {
                return;
            }
            if (isDamage(field)) {
                hset(of(0)[STATE], field, value);
                filled.add(0);
                return;
            }
            if (field.length == 1 && field[0] == DEFAULTS) {
                for (int partition = 0; partition < spread.shards(); partition++) {
                    hset(of(partition)[STATE], field, value);
                }
                return;
            }
            byte[] queue = PackedRecord.code(field, 0);
            if (queue.length == field.length) {
                adopt(queue, value, aheadMicros);
            } else {
                hset(target(field, 0)[STATE], field, laterDelivery(value, aheadMicros));
            }
        });
        each(source, PLACES, (member, score) -> zadd(target(member, 0)[PLACES], score, member));
        each(source, SCHEDULED, (member, score) -> {
            if (member[0] == 0) {
                byte[] later = PackedRecord.later(member, 1, aheadMicros);
                zadd(target(member, DEADLINE_HEAD)[SCHEDULED], score, later);
                return;
            }
            byte[] later = PackedRecord.later(member, PackedRecord.code(member, 0).length, aheadMicros);
            zadd(target(member, 0)[SCHEDULED], score, later);
        });
        each(source, DEAD, (member, score) -> zadd(target(member, 0)[DEAD], score, member));
        each(source, MEMORY, (member, score) -> zadd(target(member, 0)[MEMORY], score + aheadMicros, member));
    }

    private static byte[] laterJob(byte[] record, long micros) {
        byte[] later = (record[0] & JOB_DUE) != 0 ? PackedRecord.later(record, JOB_INSTANT, micros) : record;
        if ((record[0] & JOB_DEADLINE) == 0) {
            return later;
        }
        int dueBytes = (record[0] & JOB_DUE) != 0 ? PackedRecord.NUMBER_BYTES : 0;
        int limitBytes = (record[0] & JOB_LIMIT) != 0 ? Integer.BYTES : 0;
        return PackedRecord.later(later, JOB_INSTANT + dueBytes + limitBytes, micros);
    }

    private static byte[] laterDelivery(byte[] record, long micros) {
        byte[] later = PackedRecord.later(record, DELIVERY_INSTANT, micros);
        return record[0] >= DELIVERY_DEADLINE ? PackedRecord.later(later, DELIVERY_DEADLINE_AT, micros) : later;
    }

    /**
     * Whether a field holds the entries set aside. The first new partition keeps it, so that it is still reported to an
     * operator.
     */
    private static boolean isDamage(byte[] field) {
        return field.length == 1 && field[0] == DAMAGE;
    }

    private interface Visitor {
        void visit(byte[] member, double score);
    }

    private void each(byte[][] source, int key, Visitor visitor) {
        keys.eachMember(source[key], member -> {
            if (member.getValue().length > 0) {
                visitor.visit(member.getValue(), member.getScore());
            }
        });
    }

    private byte[][] target(byte[] member, int position) {
        int partition = spread.partitionOf(IdCode.decode(PackedRecord.code(member, position)));
        filled.add(partition);
        return of(partition);
    }

    private void adopt(byte[] queue, byte[] record, long aheadMicros) {
        ScriptArguments arguments =
                ScriptArguments.none().add("").add(aheadMicros).add(queue).add(record);
        write(link.call(operation, Script.ADOPT, target(queue, 0), arguments.toArray()));
        moved++;
    }

    private void hset(byte[] key, byte[] field, byte[] value) {
        write(link.plain(operation, redis -> redis.hset(key, field, value)));
    }

    private void zadd(byte[] key, double score, byte[] member) {
        write(link.plain(operation, redis -> redis.zadd(key, score, member)));
    }

    private void write(CompletionStage<?> written) {
        writes.add(written.toCompletableFuture());
        if (writes.size() == MOST_WRITES) {
            stillOurs.run();
            settle();
        }
    }

    private void settle() {
        keys.get(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)));
        writes.clear();
    }
}
