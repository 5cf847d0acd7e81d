package io.sharq.cli;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.LoadResult;
import io.sharq.benchmarks.load.LoadTest;
import io.sharq.benchmarks.load.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sharq bench}. */
@Command(
        name = "bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            BenchLatenessCommand.class,
            BenchRateCommand.class,
            BenchFloorCommand.class,
            BenchTypesCommand.class,
            BenchRestCommand.class,
            BenchMemoryCommand.class,
            BenchWarmCommand.class,
            BenchCompareCommand.class,
            BenchVersionsCommand.class
        },
        description =
                "Drives a backend or a server, measures it, and checks every job that it moved. Its commands compare"
                        + " in rounds, and fail if what they measured did not exercise what they claim.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all jobs are there, and none was released early",
            "1:something is missing, altered, repeated or early, a call failed, or a lateness was measured without a job that"
                    + " its limit held",
            "2:an option or the target cannot be used"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TARGET", arity = "0..1", description = LoadTest.TARGETS)
    private @Nullable String target;

    @Option(names = "--workload", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Workload workload = Workload.CYCLE;

    @Mixin
    private final DrawOptions draw = new DrawOptions(DrawOptions.Kind.TURN);

    @Option(names = "--types", description = "queue types; default: ${DEFAULT-VALUE}")
    private int types = 1;

    @Option(names = "--queues", description = "queues of each type; default: ${DEFAULT-VALUE}")
    private int queues = 100;

    @Option(names = "--jobs", description = "jobs that are measured; default: ${DEFAULT-VALUE}")
    private int jobs = 100_000;

    @Option(names = "--payload", description = "bytes of a payload, a JSON string; default: ${DEFAULT-VALUE}")
    private int payload = 26;

    @Option(names = "--interval", description = "milliseconds between two jobs of a queue; default: no limit")
    private long interval;

    @Option(names = "--batch", description = "jobs of one call; default: ${DEFAULT-VALUE}")
    private int batch = 1;

    @Option(names = "--clients", description = "callers; default: ${DEFAULT-VALUE}")
    private int clients = 2;

    @Option(names = "--pipeline", description = "calls that each caller has in flight; default: ${DEFAULT-VALUE}")
    private int pipeline = 1;

    @Option(names = "--connections", description = "connections to a Redis; default: ${DEFAULT-VALUE}")
    private int connections = 1;

    @Option(names = "--clustered", description = "the Redis is a node of a cluster")
    private boolean clustered;

    @Option(
            names = "--rate",
            description = "jobs to start in a second; a call's time counts from when it was meant to start."
                    + " Default: as many as the callers manage")
    private double rate;

    @Option(names = "--warmup", description = "jobs moved before, unmeasured; default: ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--patience", description = "seconds without a job after which the rest is missing; default: 10")
    private double patience = 10;

    @Option(
            names = "--no-ops",
            description = "measure no-op scripts with redis-benchmark before and after, as a reference")
    private boolean noOps;

    @Option(names = "--json", description = "print one line of JSON instead of the table")
    private boolean json;

    @Option(names = "--progress", description = "show on stderr how far it is; bin/sharq does so on a terminal")
    private boolean progress;

    @Override
    public Integer call() throws InterruptedException {
        try {
            LoadResult result = test().run();
            PrintWriter out = line().getOut();
            if (json) {
                out.println(result.json());
            } else {
                out.print(result.table());
            }
            out.flush();
            return result.faults().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (InvalidValueException e) {
            String name = e.field().equals("target") ? "TARGET" : "--" + e.field();
            throw new ParameterException(line(), name + ": " + e.fault(), e);
        } catch (IOException e) {
            line().getErr().println("sharq bench: --no-ops: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private LoadTest test() {
        if (target == null) {
            throw new ParameterException(line(), "Missing required parameter: 'TARGET'");
        }
        return LoadTest.of(target)
                .workload(workload)
                .draw(draw.draw())
                .types(types)
                .queues(queues)
                .jobs(jobs)
                .payload(payload)
                .interval(Duration.ofMillis(interval))
                .batch(batch)
                .clients(clients)
                .pipeline(pipeline)
                .connections(connections)
                .clustered(clustered)
                .rate(rate)
                .warmup(warmup)
                .patience(Duration.ofNanos((long) (patience * 1e9)))
                .noOps(noOps)
                .progress(progress ? System.err : null)
                .build();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return spec.commandLine();
    }
}
