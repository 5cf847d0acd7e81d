package io.sharq.cli;

import io.sharq.benchmarks.scenario.WarmUp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sharq bench warm}. */
@Command(
        name = "warm",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Starts servers with a Redis, and measures the first minute of each apart from its plateau.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchWarmCommand implements Callable<Integer> {
    @Option(names = "--seconds", description = "how long the load lasts; default: ${DEFAULT-VALUE}")
    private int seconds = 60;

    @Option(names = "--clients", description = "callers; default: ${DEFAULT-VALUE}")
    private int clients = 32;

    @Option(names = "--queues", description = "queues; default: ${DEFAULT-VALUE}")
    private int queues = 100;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new WarmUp(seconds, clients, queues));
    }
}
