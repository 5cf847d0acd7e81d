package io.sharq.cli;

import io.sharq.benchmarks.scenario.Versions;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sharq bench versions}. */
@Command(
        name = "versions",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Compares the time that jobs take Redis with that of another version of SharQ.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the figures show what they claim",
            "1:a claim was not met, a job was moved wrongly, or a process or call failed",
            "2:an option or the target cannot be used"
        })
final class BenchVersionsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "redis, or the URI of one; default: redis")
    private String target = "redis";

    @Option(names = "--other", required = true, paramLabel = "JAR", description = "the sharq.jar of the other version")
    private Path other = Path.of("");

    @Option(
            names = "--own",
            paramLabel = "JAR",
            description = "the sharq.jar of this version; default: the one that runs this command")
    private Path own = running();

    @Option(names = "--jobs", description = "jobs of a round and kind; default: ${DEFAULT-VALUE}")
    private int jobs = 20_000;

    @Option(names = "--warmup", description = "jobs moved before them, unmeasured; default: ${DEFAULT-VALUE}")
    private int warmup = 10_000;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        return rounds.report(() -> new Versions(target, own, other, jobs, warmup));
    }

    /** The folder of the classes if no jar runs. */
    private static Path running() {
        try {
            return Path.of(BenchVersionsCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the location of a loaded class is no URI", e);
        }
    }
}
