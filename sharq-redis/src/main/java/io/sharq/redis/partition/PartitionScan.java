package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Scans the keys of a partition from end to end, a page at a time. Blocks until each response. */
public final class PartitionScan {
    private static final int STEP = 500;

    private final RedisConnection link;
    private final KeyNames names;
    private final String operation;

    public PartitionScan(RedisConnection link, KeyNames names, String operation) {
        this.link = link;
        this.names = names;
        this.operation = operation;
    }

    public byte[][] of(ListedPartition partition) {
        return names.partition(partition.type(), partition.partition(), partition.shards());
    }

    public Optional<String> listed(byte[] field) {
        return Optional.ofNullable(get(link.plain(operation, redis -> redis.hget(names.types(), field))))
                .map(value -> new String(value, UTF_8));
    }

    public void eachField(byte[] hash, BiConsumer<byte[], byte[]> visitor) {
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            MapScanCursor<byte[], byte[]> page =
                    get(link.plain(operation, redis -> redis.hscan(hash, from, ScanArgs.Builder.limit(STEP))));
            page.getMap().forEach(visitor);
            cursor = page;
        }
    }

    public void eachMember(byte[] set, Consumer<ScoredValue<byte[]>> visitor) {
        long first = 0;
        while (true) {
            long from = first;
            List<ScoredValue<byte[]>> page =
                    get(link.plain(operation, redis -> redis.zrangeWithScores(set, from, from + STEP - 1)));
            page.forEach(visitor);
            if (page.size() < STEP) {
                return;
            }
            first += STEP;
        }
    }

    public <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw RedisErrors.of(operation, e);
        }
    }
}
