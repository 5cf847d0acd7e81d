package io.sharq.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.migration.ActiveJobs;
import io.sharq.migration.Finding;
import io.sharq.migration.ImportReport;
import io.sharq.migration.OriginalImport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sharq import}. */
@Command(
        name = "import",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Moves the jobs of the Python SharQ. Without --apply it reads them, reports, and changes nothing."
                + " Clients of both may be at work. An interrupted run is completed by running it again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all jobs were moved, or can be",
            "1:something stays or is set aside, as the report says, or the import failed; a message on stderr says that"
                    + " it failed",
            "2:an option or its value cannot be used"
        })
final class ImportCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final OriginalOptions original = new OriginalOptions();

    @Mixin
    private final RedisOptions target;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this queue type; may be repeated")
    private List<String> types = List.of();

    @Option(names = "--queue", paramLabel = "ID", description = "only this queue, of the one --type; may be repeated")
    private List<String> queues = List.of();

    @Option(names = "--apply", description = "move the jobs")
    private boolean apply;

    @Option(
            names = "--back-out",
            description =
                    "give queues back to the Python SharQ that wait for their active jobs, or that have been moved; jobs"
                            + " that were moved stay moved")
    private boolean backOut;

    @Option(
            names = "--active",
            paramLabel = "CHOICE",
            description =
                    "wait: wait until workers have finished the jobs that they hold. take-over: also requeue those whose"
                            + " lease has ended, which the Python SharQ's requeue loop does while it runs. Default: wait")
    private String active = "wait";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "the longest wait for active jobs; default: ${DEFAULT-VALUE}")
    private long wait = 600;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Option(names = "--progress", description = "show a bar on stderr; bin/sharq does so on a terminal")
    private boolean progress;

    ImportCommand(Map<String, String> environment) {
        this.target = new RedisOptions(environment);
    }

    @Override
    public Integer call() {
        check();
        OriginalOptions.Keyspace keyspace = original.keyspace(target::settings);
        ProgressBar bar = new ProgressBar(progress ? System.err : null, apply ? "moving" : "reading");
        OriginalImport move = configured(keyspace, bar);
        if (backOut) {
            return backOut(move);
        }
        ImportReport report;
        try (SharQ sharq = target.open()) {
            report = apply ? move.run(sharq) : move.plan(sharq);
        } finally {
            bar.erase();
        }
        PrintWriter out = line().getOut();
        if (json) {
            out.println(json(report));
        } else {
            print(report, out);
        }
        out.flush();
        return report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void check() {
        if (apply && backOut) {
            throw refused("--apply and --back-out exclude each other");
        }
        if (!queues.isEmpty() && types.size() != 1) {
            throw refused("--queue needs one --type: queues of two types may have the same id");
        }
        if (wait < 0) {
            throw refused("--wait: It must be at least 0, but is " + wait + ".");
        }
    }

    private OriginalImport configured(OriginalOptions.Keyspace keyspace, ProgressBar bar) {
        try {
            OriginalImport.Builder move = OriginalImport.from(keyspace.redis(), keyspace.prefix())
                    .activeJobs(choice())
                    .longestWait(Duration.ofSeconds(wait))
                    .listener(bar::show);
            types.forEach(move::type);
            queues.forEach(move::queue);
            return move.build();
        } catch (InvalidValueException e) {
            String option = e.field().equals("key_prefix") ? "--from-prefix" : "--" + e.field();
            throw new ParameterException(line(), option + ": " + e.fault(), e);
        }
    }

    private ActiveJobs choice() {
        return switch (active.toLowerCase(Locale.ROOT)) {
            case "wait" -> ActiveJobs.WAIT;
            case "take-over" -> ActiveJobs.TAKE_OVER;
            default -> throw refused("--active: It must be wait or take-over, but is " + active + ".");
        };
    }

    private int backOut(OriginalImport move) {
        List<String> fenced = move.backOut();
        PrintWriter out = line().getOut();
        fenced.forEach(queue -> out.println(queue + ": its move was interrupted; complete it with --apply first"));
        out.println("The Python SharQ serves its queues again" + (fenced.isEmpty() ? "." : ", but for those."));
        out.flush();
        return fenced.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(ImportReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d types, %,d queues, %,d waiting jobs, %,d active jobs%n",
                report.types(),
                report.queues(),
                report.waiting(),
                report.active());
        for (Finding finding : report.findings()) {
            out.printf(
                    Locale.ROOT,
                    "%s %s, %,d: %s%n    %s%s%n",
                    finding.kind().isLeft() ? "!" : " ",
                    finding.kind(),
                    finding.count(),
                    finding.kind().meaning(),
                    String.join(", ", finding.examples()),
                    finding.count() > finding.examples().size() ? ", …" : "");
        }
        if (report.isDryRun()) {
            out.printf(
                    Locale.ROOT,
                    "%,d waiting jobs can be moved. Nothing was changed; --apply moves them.%n",
                    report.movable());
        } else {
            out.printf(Locale.ROOT, "%,d jobs were moved.%n", report.moved());
        }
    }

    private static String json(ImportReport report) {
        ObjectNode line = JSON.createObjectNode();
        line.put("dry_run", report.isDryRun());
        line.put("complete", report.isComplete());
        line.put("types", report.types());
        line.put("queues", report.queues());
        line.put("waiting", report.waiting());
        line.put("active", report.active());
        line.put(report.isDryRun() ? "movable" : "moved", report.isDryRun() ? report.movable() : report.moved());
        for (Finding finding : report.findings()) {
            ObjectNode one = line.withArray("findings").addObject();
            one.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
            one.put("left", finding.kind().isLeft());
            one.put("count", finding.count());
            one.put("meaning", finding.kind().meaning());
            finding.examples().forEach(one.putArray("examples")::add);
        }
        return line.toString();
    }

    private ParameterException refused(String fault) {
        return new ParameterException(line(), fault);
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return spec.commandLine();
    }
}
