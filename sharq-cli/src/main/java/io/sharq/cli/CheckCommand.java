package io.sharq.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.check.StoreProblem;
import java.io.PrintWriter;
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

/** The command {@code sharq check}. */
@Command(
        name = "check",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Checks what a Redis keeps for consistency, and repairs it with --repair. Clients may be at work.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:a problem was found, repaired or not, or the check failed; a message on stderr says that it failed",
            "2:an option or its value cannot be used"
        })
final class CheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--type", paramLabel = "TYPE", description = "the queue type; default: all types under the prefix")
    private @Nullable String type;

    @Mixin
    private final RedisOptions redis;

    @Option(names = "--repair", description = "repair what is wrong")
    private boolean repair;

    @Option(names = "--json", description = "print one line of JSON for each problem")
    private boolean json;

    CheckCommand(Map<String, String> environment) {
        this.redis = new RedisOptions(environment);
    }

    @Override
    public Integer call() {
        PrintWriter out = line().getOut();
        long problems;
        try {
            problems = StoreCheck.run(
                    redis.settings(), type, repair, problem -> out.println(json ? json(problem) : problem.toString()));
        } catch (InvalidValueException e) {
            throw new ParameterException(line(), "--type: " + e.fault(), e);
        } finally {
            out.flush();
        }
        if (!json) {
            out.println(summary(problems));
        }
        out.flush();
        return problems == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String summary(long problems) {
        if (problems == 0) {
            return "nothing is wrong";
        }
        return problems + (repair ? " problems were repaired" : " problems; --repair repairs them");
    }

    private static String json(StoreProblem problem) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", problem.key());
        line.put("queue_id", problem.queueId());
        line.put("job_id", problem.jobId());
        line.put("fault", problem.fault());
        line.put("repaired", problem.repaired());
        return line.toString();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return spec.commandLine();
    }
}
