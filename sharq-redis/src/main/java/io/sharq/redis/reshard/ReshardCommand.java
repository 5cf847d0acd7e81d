package io.sharq.redis.reshard;

import io.sharq.api.SharQException;
import io.sharq.redis.check.NamedRedis;
import io.sharq.redis.partition.ListedTypes;
import io.sharq.redis.settings.Sharding;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code sharq-reshard}. It goes to no Redis that nobody named, and takes no type that is not there for one that
 * was spread: whoever follows what it says changes every client.
 */
final class ReshardCommand {
    private static final String USAGE =
            "usage: sharq-reshard --type TYPE --shards N [--config FILE | --redis URI [--prefix PREFIX]]";
    private static final Set<String> OPTIONS = Set.of("--type", "--shards", "--config", "--redis", "--prefix");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ReshardCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Returns the command's status: 0 done, 1 refused or failed, 2 called wrongly. */
    int run(String... arguments) {
        Map<String, String> options = new HashMap<>();
        String fault = arguments.length % 2 == 0 ? null : "the last option has no value";
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.put(arguments[i], arguments[i + 1]) != null) {
                fault = arguments[i] + " is given twice";
            }
        }
        fault = fault == null ? fault(options) : fault;
        String type = options.get("--type");
        String shards = options.get("--shards");
        if (fault != null || type == null || shards == null) {
            err.println((fault == null ? "" : fault + "\n") + USAGE);
            return 2;
        }
        try {
            int number = Integer.parseInt(shards);
            return Reshard.with(
                    NamedRedis.settings(environment, options), type, number, move -> spread(move, type, number));
        } catch (SharQException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static @Nullable String fault(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                return "there is no option " + option;
            }
        }
        if (!options.getOrDefault("--shards", "0").matches("\\d{1,4}")) {
            return "--shards must be a number from 1 to " + Sharding.MAX_SHARDS;
        }
        return NamedRedis.fault(options);
    }

    private int spread(TypeReshard move, String type, int shards) {
        OptionalLong moved = move.run();
        String has = type + " has " + shards + " partitions";
        out.println(
                moved.isPresent()
                        ? has + "; " + moved.getAsLong() + " queues were moved."
                        : has + " already; nothing was to be done.");
        ListedTypes others = move.types().without(shards);
        out.println(
                others.isEmpty()
                        ? "Set `shards` to " + shards + " in every client."
                        : "A client has one number for all types: spread these too before any client starts with `shards` "
                                + shards + ": " + others + ".");
        return 0;
    }
}
