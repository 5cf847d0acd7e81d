package io.sharq.redis.reshard;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import java.util.List;
import java.util.OptionalLong;

/**
 * Changes the number of partitions of a queue type. The type must be quiet: the change is refused while jobs are active.
 * While it runs, every client's call of the type fails with the outcome {@code NOT_DONE}. Jobs, their places, turns,
 * intervals, counts, dead jobs and pauses stay as they are.
 *
 * <p>It may be interrupted at any point. Run it again with the same number to complete it. Until its last step nothing is
 * removed from the old partitions. Two concurrent runs for one type are not safe.
 *
 * <p>A client uses one number for all types. So reshard each type that is stored under the prefix before clients start with
 * the new number.
 */
public final class Reshard {
    /** The largest number of partitions. */
    public static final int MAX_SHARDS = Sharding.MAX_SHARDS;

    private Reshard() {}

    /**
     * The result of a reshard, and what is left to do before clients may start with the new number.
     *
     * @param movedQueues the number of queues that were moved, empty if the type had the number of partitions already
     * @param remainingTypes the types under the prefix that have another number of partitions, in the order of their names
     */
    public record Result(OptionalLong movedQueues, List<String> remainingTypes) {
        /** Copies the list. */
        public Result {
            remainingTypes = List.copyOf(remainingTypes);
        }
    }

    /**
     * Changes the number of partitions of a type.
     *
     * @param settings the connection settings; their number of partitions is ignored
     * @param type the queue type
     * @param shards the number of partitions, 1 to {@value #MAX_SHARDS}
     * @return the result
     * @throws io.sharq.api.InvalidValueException if the type or the number cannot be used
     * @throws BackendException if nothing is stored of the type, jobs are active, a reshard to another number is incomplete,
     *     or Redis fails
     */
    public static Result spread(RedisSettings settings, String type, int shards) {
        Bounds.queueType("queue_type", type);
        Bounds.range("shards", shards, 1, MAX_SHARDS);
        try (RedisConnection link = RedisConnection.open(settings)) {
            KeyNames names = new KeyNames(settings.keyPrefix(), settings.database());
            TypeReshard move = new TypeReshard(link, names, settings, type, shards);
            OptionalLong moved = move.run();
            return new Result(
                    moved, List.copyOf(move.types().without(shards).shards().keySet()));
        }
    }
}
