package io.sharq.redis.reshard;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import java.util.function.Function;

/**
 * Spreads a queue type over another number of partitions. The type must be quiet: it is refused while jobs are active, and
 * while it lasts every client's call of the type is refused with the outcome {@code NOT_DONE}. Jobs, their places, turns,
 * intervals, counts, dead jobs and pauses stay as they are.
 *
 * <p>It may be interrupted anywhere: then run it again with the same number, and it ends what it began. Until its last
 * step nothing is taken from where it was. Two at once for one type are not safe.
 *
 * <p>A client has one number for all types. So spread each type that is kept under the prefix before clients start with the
 * new number.
 */
public final class Reshard {
    private Reshard() {}

    /**
     * Spreads a type anew.
     *
     * @param settings where the Redis is; the number of partitions in them is not looked at
     * @param type the queue type
     * @param shards over how many partitions, 1 to 1024
     * @return the number of queues that were moved; 0 if the type has this number of partitions already
     * @throws BackendException if nothing is kept of the type, jobs are active, the type is on its way to another number, or
     *     Redis fails
     */
    public static long spread(RedisSettings settings, String type, int shards) {
        return with(settings, type, shards, move -> move.run().orElse(0));
    }

    static <T> T with(RedisSettings settings, String type, int shards, Function<TypeReshard, T> work) {
        Bounds.identifier("queue_type", type);
        Bounds.range("shards", shards, 1, Sharding.MAX_SHARDS);
        try (RedisConnection link = RedisConnection.open(settings)) {
            KeyNames names = new KeyNames(settings.keyPrefix(), settings.database());
            return work.apply(new TypeReshard(link, names, settings, type, shards));
        }
    }

    /**
     * The command {@code sharq-reshard --type TYPE --shards N [--config FILE | --redis URI [--prefix PREFIX]]}. Without
     * either, the environment must say where the Redis is.
     *
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        int status = new ReshardCommand(System.getenv(), System.out, System.err).run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }
}
