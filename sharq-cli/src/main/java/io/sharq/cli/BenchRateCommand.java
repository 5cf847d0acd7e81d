package io.sharq.cli;

import io.sharq.benchmarks.scenario.KeptRate;
import io.sharq.benchmarks.scenario.Place;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench rate}. */
@Command(
        name = "rate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures how much of its promised rate a backlogged queue keeps, with a timer beside.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchRateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = Place.FORMS + "; default: redis")
    private String target = "redis";

    @Option(names = "--intervals", split = ",", description = "intervals in milliseconds; default: 2,10,100")
    private List<Long> intervals = List.of(2L, 10L, 100L);

    @Option(names = "--seconds", description = "how long an interval is kept in a round; default: ${DEFAULT-VALUE}")
    private double seconds = 3;

    @Option(names = "--waiters", description = "callers that wait; default: ${DEFAULT-VALUE}")
    private int waiters = 4;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new KeptRate(target, intervals, seconds, waiters));
    }
}
