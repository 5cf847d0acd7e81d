package io.sharq.cli;

import io.sharq.api.InvalidValueException;
import io.sharq.redis.reshard.Reshard;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sharq reshard}. It says which types are left to reshard before clients may change their setting. */
@Command(
        name = "reshard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Spreads a quiet queue type over another number of partitions. An interrupted run is completed by"
                + " running it again with the same number.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the type has that number of partitions",
            "1:it was refused, or Redis failed",
            "2:an option or its value cannot be used"
        })
final class ReshardCommand implements Callable<Integer> {
    private static final int NAMED = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "the queue type")
    private String type = "";

    @Option(
            names = "--shards",
            required = true,
            paramLabel = "N",
            description = "over how many partitions, 1 to " + Reshard.MAX_SHARDS)
    private int shards;

    @Mixin
    private final RedisOptions redis;

    ReshardCommand(Map<String, String> environment) {
        this.redis = new RedisOptions(environment);
    }

    @Override
    public Integer call() {
        Reshard.Result result;
        try {
            result = Reshard.spread(redis.settings(), type, shards);
        } catch (InvalidValueException e) {
            throw new ParameterException(
                    line(), (e.field().equals("shards") ? "--shards: " : "--type: ") + e.fault(), e);
        }
        PrintWriter out = line().getOut();
        String has = type + " has " + shards + " partitions";
        out.println(
                result.movedQueues().isPresent()
                        ? has + "; " + result.movedQueues().getAsLong() + " queues were moved."
                        : has + " already; nothing was changed.");
        out.println(
                result.remainingTypes().isEmpty()
                        ? "Set `shards` to " + shards + " in every client."
                        : "A client has one number for all types: reshard these too before any client starts with `shards` "
                                + shards + ": " + few(result.remainingTypes()) + ".");
        out.flush();
        return ExitCode.OK;
    }

    private static String few(List<String> types) {
        String few = types.stream().limit(NAMED).collect(Collectors.joining(", "));
        return types.size() <= NAMED ? few : few + " and " + (types.size() - NAMED) + " more";
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return spec.commandLine();
    }
}
