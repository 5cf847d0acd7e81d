package io.sharq.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sharq-bench}. */
@Command(
        name = "sharq-bench",
        sortOptions = false,
        description = "Drives a backend or a server, measures it, and checks every job that it moved.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all jobs are there, and none was released early",
            "1:something is missing, altered, repeated or early, or a call failed",
            "2:an option or the target cannot be used"
        })
public final class SharqBench implements Callable<Integer> {
    private static final int FAULTY = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TARGET", description = Targets.FORMS)
    private String target = "";

    @Option(names = "--workload", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Workload workload = Workload.CYCLE;

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

    @Option(names = "--pipeline", description = "calls that each caller has under way; default: ${DEFAULT-VALUE}")
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
            description = "measure no-op scripts with redis-benchmark before and after, as a measure")
    private boolean noOps;

    @Option(names = "--json", description = "print one line of JSON instead of the table")
    private boolean json;

    @Option(names = "--progress", description = "tell on stderr how far it is; bin/sharq-bench does so on a terminal")
    private boolean progress;

    /** With picocli's defaults. */
    public SharqBench() {}

    /**
     * Runs it.
     *
     * @param arguments the options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new SharqBench());
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("show this and end")
                        .build());
        return command.setCaseInsensitiveEnumValuesAllowed(true).setParameterExceptionHandler(SharqBench::complain);
    }

    private static int complain(ParameterException fault, String[] arguments) {
        PrintWriter err = fault.getCommandLine().getErr();
        err.println("sharq-bench: " + fault.getMessage());
        err.println("sharq-bench --help tells what there is.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = plan();
        try (Target opened = Targets.open(target, connections, clustered, plan.slots())) {
            if (batch > opened.maxBatch()) {
                throw invalid("--batch", "is at most " + opened.maxBatch() + " on this target");
            }
            if (noOps && opened.figures().isEmpty()) {
                throw invalid("--no-ops", "needs a Redis as the target");
            }
            if (clustered && (noOps || opened.figures().isEmpty())) {
                throw invalid(
                        "--clustered",
                        noOps ? "excludes --no-ops, which is of one Redis" : "needs a Redis as the target");
            }
            return run(plan, opened);
        } catch (Targets.Unusable e) {
            throw new ParameterException(commandSpec().commandLine(), "TARGET: " + e.getMessage(), e);
        }
    }

    private Plan plan() {
        atLeast("--types", types, 1);
        atLeast("--queues", queues, 1);
        atLeast("--jobs", jobs, 1);
        atLeast("--payload", payload, Jobs.LEAST_PAYLOAD);
        atLeast("--interval", (double) interval, 0);
        atLeast("--batch", batch, 1);
        atLeast("--clients", clients, workload == Workload.MIXED ? 2 : 1);
        atLeast("--pipeline", pipeline, 1);
        atLeast("--connections", connections, 1);
        atLeast("--warmup", warmup, 0);
        atLeast("--rate", rate, 0);
        if (patience <= 0) {
            throw invalid("--patience", "must be more than 0");
        }
        if ((long) types * queues > Integer.MAX_VALUE) {
            throw invalid("--queues", "times --types is at most " + Integer.MAX_VALUE);
        }
        return new Plan(
                workload,
                types,
                queues,
                jobs,
                payload,
                interval,
                batch,
                clients,
                pipeline,
                rate,
                Duration.ofNanos((long) (patience * 1e9)));
    }

    private int run(Plan plan, Target opened) throws IOException, InterruptedException {
        if (warmup > 0) {
            Report unmeasured = execute(plan.withJobs(warmup), opened);
            if (!unmeasured.faults().isEmpty()) {
                return print(unmeasured, null);
            }
        }
        if (!noOps) {
            return print(execute(plan, opened), null);
        }
        NoOpScripts scripts = new NoOpScripts(target);
        double before = scripts.rate();
        Report report = execute(plan, opened);
        return print(report, (before + scripts.rate()) / 2);
    }

    private Report execute(Plan plan, Target opened) {
        Run run = new Run(plan, opened, ThreadLocalRandom.current().nextLong());
        if (!progress) {
            return run.execute();
        }
        Progress line = new Progress(System.err, plan.jobs(), run.ledger());
        try {
            return run.execute();
        } finally {
            line.close();
        }
    }

    private int print(Report report, @Nullable Double noOpsASecond) throws JsonProcessingException {
        PrintWriter out = commandSpec().commandLine().getOut();
        if (json) {
            out.println(json(report, noOpsASecond));
        } else {
            out.print(Table.of(report, noOpsASecond));
        }
        out.flush();
        return report.faults().isEmpty() ? CommandLine.ExitCode.OK : FAULTY;
    }

    private String json(Report report, @Nullable Double noOpsASecond) throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode line = mapper.createObjectNode();
        line.put("target", target);
        line.setAll((ObjectNode) mapper.valueToTree(report));
        line.put("workload", report.workload().name().toLowerCase(Locale.ROOT));
        line.put("noOpsASecond", noOpsASecond);
        line.set("faults", mapper.valueToTree(report.faults()));
        return mapper.writeValueAsString(line);
    }

    /** So written that no NaN gets through. */
    private void atLeast(String option, double value, double least) {
        if (!(value >= least)) {
            throw invalid(option, "must be at least " + (long) least);
        }
    }

    private ParameterException invalid(String option, String fault) {
        return new ParameterException(commandSpec().commandLine(), option + " " + fault);
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("made by picocli alone");
        }
        return spec;
    }
}
