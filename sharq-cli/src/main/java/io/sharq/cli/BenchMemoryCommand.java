package io.sharq.cli;

import io.sharq.benchmarks.scenario.WaitingBytes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench memory}. */
@Command(
        name = "memory",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures the bytes that a waiting job takes in Redis, with those of the least scripts beside.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchMemoryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "redis, or the URI of one; default: redis")
    private String target = "redis";

    @Option(names = "--jobs", description = "jobs of a round and side; default: ${DEFAULT-VALUE}")
    private int jobs = 100_000;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new WaitingBytes(target, jobs));
    }
}
