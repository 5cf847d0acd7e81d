package io.sharq.cli;

import io.sharq.benchmarks.scenario.Lateness;
import io.sharq.benchmarks.scenario.Place;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench lateness}. */
@Command(
        name = "lateness",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Measures how late limited jobs reach waiting callers, by the callers' clock; a round without a job that its limit held fails.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchLatenessCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "places to compare: " + Place.FORMS + "; default: redis")
    private List<String> targets = List.of("redis");

    @Option(names = "--queues", description = "queues; default: ${DEFAULT-VALUE}")
    private int queues = 1_000;

    @Option(names = "--interval", description = "milliseconds between two jobs of a queue; default: ${DEFAULT-VALUE}")
    private long interval = 1_000;

    @Option(names = "--rate", description = "jobs to enqueue in a second; default: ${DEFAULT-VALUE}")
    private double rate = 500;

    @Option(names = "--jobs", description = "jobs of a round; default: ${DEFAULT-VALUE}")
    private int jobs = 5_000;

    @Option(names = "--waiters", description = "callers that wait; default: ${DEFAULT-VALUE}")
    private int waiters = 20;

    @Mixin
    private final DrawOptions draw = new DrawOptions(DrawOptions.Kind.CHANCE);

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new Lateness(targets, queues, interval, rate, jobs, waiters, draw.draw()));
    }
}
