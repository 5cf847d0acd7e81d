package io.sharq.cli;

import io.sharq.benchmarks.peer.Compare;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sharq bench compare}. */
@Command(
        name = "compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Fetches other job queues with mvn and npm, starts a Redis and a PostgreSQL for them, and compares them"
                        + " with SharQ on the same work. A dash stands where a peer cannot do the work, with the reason.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:SharQ did every work; peers may have dashes",
            "1:SharQ failed at a work, no limit was met, or a process failed",
            "2:an option cannot be used"
        })
final class BenchCompareCommand implements Callable<Integer> {
    @Option(names = "--peers", split = ",", description = "peers; default: bullmq,redisson,db_scheduler,jobrunr")
    private List<String> peers = Compare.PEERS;

    @Option(names = "--cache", description = "folder for what is fetched; default: sharq-bench in the user's cache")
    private @Nullable Path cache;

    @Option(names = "--jobs", description = "jobs of a round and work; default: ${DEFAULT-VALUE}")
    private int jobs = 5_000;

    @Option(names = "--clients", description = "calls in flight; default: ${DEFAULT-VALUE}")
    private int clients = 16;

    @Option(names = "--batch", description = "jobs of a batch; default: ${DEFAULT-VALUE}")
    private int batch = 64;

    @Option(names = "--queues", description = "limited queues; default: ${DEFAULT-VALUE}")
    private int queues = 100;

    @Option(names = "--interval", description = "milliseconds between two jobs of a queue; default: ${DEFAULT-VALUE}")
    private long interval = 200;

    @Option(names = "--rate", description = "jobs enqueued a second for lateness; default: ${DEFAULT-VALUE}")
    private double rate = 250;

    @Option(names = "--seed", description = "the same seed draws the same queues; default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Mixin
    private final RoundOptions rounds = new RoundOptions();

    @Override
    public Integer call() throws InterruptedException {
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "sharq-bench") : cache;
        return rounds.report(() -> new Compare(folder, peers, jobs, clients, batch, queues, interval, rate, seed));
    }
}
