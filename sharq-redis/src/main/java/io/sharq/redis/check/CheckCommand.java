package io.sharq.redis.check;

import io.sharq.api.SharQException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command {@code sharq-check}. It goes to no Redis that nobody named. */
final class CheckCommand {
    private static final String USAGE =
            "usage: sharq-check [--type TYPE] [--config FILE | --redis URI [--prefix PREFIX]]" + " [--repair] [--json]";
    private static final Set<String> OPTIONS = Set.of("--type", "--config", "--redis", "--prefix");
    private static final Set<String> FLAGS = Set.of("--repair", "--json");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    CheckCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Returns the command's status: 0 nothing is wrong, 1 something is or was, 2 called wrongly or failed. */
    int run(String... arguments) {
        Map<String, String> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        String fault = read(arguments, options, flags);
        fault = fault == null ? NamedRedis.fault(options) : fault;
        if (fault != null) {
            err.println(fault + "\n" + USAGE);
            return 2;
        }
        boolean repairs = flags.contains("--repair");
        try {
            long problems = StoreCheck.run(
                    NamedRedis.settings(environment, options),
                    options.get("--type"),
                    repairs,
                    problem -> out.println(flags.contains("--json") ? json(problem) : problem));
            if (!flags.contains("--json")) {
                out.println(summary(problems, repairs));
            }
            return problems == 0 ? 0 : 1;
        } catch (SharQException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static @Nullable String read(String[] arguments, Map<String, String> options, Set<String> flags) {
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            boolean isNew;
            if (FLAGS.contains(option)) {
                isNew = flags.add(option);
            } else if (!OPTIONS.contains(option)) {
                return "there is no option " + option;
            } else if (i + 1 == arguments.length) {
                return "the last option has no value";
            } else {
                isNew = options.put(option, arguments[++i]) == null;
            }
            if (!isNew) {
                return option + " is given twice";
            }
        }
        return null;
    }

    private static String summary(long problems, boolean repairs) {
        if (problems == 0) {
            return "nothing is wrong";
        }
        return problems + (repairs ? " problems were repaired" : " problems; --repair repairs them");
    }

    /** All parts are printable ASCII. */
    private static String json(StoreProblem problem) {
        return "{\"key\":" + quoted(problem.key()) + ",\"queue_id\":" + quoted(problem.queueId()) + ",\"job_id\":"
                + quoted(problem.jobId()) + ",\"fault\":" + quoted(problem.fault()) + ",\"repaired\":"
                + problem.repaired()
                + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
