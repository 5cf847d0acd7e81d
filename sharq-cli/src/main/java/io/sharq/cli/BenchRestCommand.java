package io.sharq.cli;

import io.sharq.benchmarks.scenario.TypesAtRest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench rest}. */
@Command(
        name = "rest",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures what types at rest cost a Redis and a process, with one type beside.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchRestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "redis, or the URI of one; default: redis")
    private String target = "redis";

    @Option(names = "--types", description = "types at rest; default: ${DEFAULT-VALUE}")
    private int types = 10_000;

    @Option(names = "--seconds", description = "how long they are watched in a round; default: ${DEFAULT-VALUE}")
    private double seconds = 5;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new TypesAtRest(target, types, seconds));
    }
}
