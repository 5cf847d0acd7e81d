package io.sharq.cli;

import io.sharq.benchmarks.scenario.ManyTypes;
import io.sharq.benchmarks.scenario.Place;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench types}. */
@Command(
        name = "types",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Compares single cycles over many types with the same over one type.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchTypesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = Place.FORMS + "; default: redis")
    private String target = "redis";

    @Option(names = "--types", description = "types; default: ${DEFAULT-VALUE}")
    private int types = 1_000;

    @Option(names = "--jobs", description = "jobs of a round and side; default: ${DEFAULT-VALUE}")
    private int jobs = 20_000;

    @Option(names = "--in-flight", description = "cycles in flight; default: ${DEFAULT-VALUE}")
    private int inFlight = 64;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new ManyTypes(target, types, jobs, inFlight));
    }
}
