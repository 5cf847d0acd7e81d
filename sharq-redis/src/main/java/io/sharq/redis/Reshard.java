package io.sharq.redis;

import io.sharq.api.BackendException;
import io.sharq.api.ConfigurationException;
import io.sharq.api.Limits;
import io.sharq.api.SharQException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import io.sharq.spi.BackendSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Spreads a queue type over another number of partitions. The type must be quiet: it is refused while jobs are active, and
 * while it lasts every client's call of the type is refused with the outcome {@code NOT_DONE}. Jobs, their places, turns,
 * intervals, counts, dead jobs and pauses stay as they are.
 *
 * <p>It may be interrupted anywhere: then run it again with the same number, and it ends what it began. Until its last
 * step nothing is taken from where it was. Two at once for one type are not safe.
 */
public final class Reshard {
    private static final Set<String> OPTIONS = Set.of("--config", "--redis", "--prefix");

    private Reshard() {}

    /**
     * Spreads a type anew.
     *
     * @param settings where the Redis is; the number of partitions in them is not looked at
     * @param type the queue type
     * @param shards over how many partitions, 1 to 1024
     * @return the number of queues that were moved; 0 if the type has this number of partitions already
     * @throws BackendException if jobs are active, the type is on its way to another number, or Redis fails
     */
    public static long spread(RedisSettings settings, String type, int shards) {
        Limits.identifier("queue_type", type);
        Limits.range("shards", shards, 1, Spread.MAX_SHARDS);
        try (RedisLink link = RedisLink.open(settings)) {
            KeyNames names = new KeyNames(settings.keyPrefix(), settings.database());
            return new TypeMove(link, names, settings, type, shards).run();
        }
    }

    /**
     * The command {@code sharq-reshard --type TYPE --shards N [--config FILE | --redis URI [--prefix PREFIX]]}.
     *
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Returns the command's status: 0 done, 1 refused or failed, 2 called wrongly. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        String type = options.remove("--type");
        String shards = options.remove("--shards");
        if (arguments.length % 2 != 0
                || !OPTIONS.containsAll(options.keySet())
                || type == null
                || shards == null
                || !shards.matches("\\d{1,4}")) {
            err.println("usage: sharq-reshard --type TYPE --shards N [--config FILE | --redis URI [--prefix PREFIX]]");
            return 2;
        }
        try {
            RedisSettings settings = settings(options);
            long moved = spread(settings, type, Integer.parseInt(shards));
            out.println(type + " has " + shards + " partitions; " + moved + " queues were moved. Set `shards` to "
                    + shards + " in every client.");
            return 0;
        } catch (SharQException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static RedisSettings settings(Map<String, String> options) {
        String file = options.remove("--config");
        if (file != null) {
            Section section = Configuration.load(Path.of(file)).section("redis");
            return RedisBackendProvider.settings(new BackendSettings() {
                @Override
                public Optional<String> get(String key) {
                    return section.text(key);
                }

                @Override
                public ConfigurationException invalid(String key, String fault) {
                    return section.invalid(key, fault);
                }
            });
        }
        RedisSettings.Builder builder = RedisSettings.uri(options.getOrDefault("--redis", "redis://127.0.0.1:6379"));
        String prefix = options.get("--prefix");
        return (prefix == null ? builder : builder.keyPrefix(prefix)).build();
    }
}
