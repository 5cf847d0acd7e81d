package io.sharq.cli;

import io.sharq.benchmarks.scenario.Floor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench floor}. */
@Command(
        name = "floor",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Compares the time that jobs take Redis with that of the least scripts that keep the same promises.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchFloorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "redis, or the URI of one; default: redis")
    private String target = "redis";

    @Option(names = "--jobs", description = "jobs of a round and kind; default: ${DEFAULT-VALUE}")
    private int jobs = 30_000;

    @Option(names = "--queues", description = "queues; default: ${DEFAULT-VALUE}")
    private int queues = 1_000;

    @Option(names = "--batch", description = "jobs of a batch; default: ${DEFAULT-VALUE}")
    private int batch = 64;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new Floor(target, jobs, queues, batch));
    }
}
