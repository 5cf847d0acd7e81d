package io.sharq.cli;

import io.sharq.api.SharQException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The command {@code sharq}. A subcommand says in a message on standard error what failed, and ends with 0 if it is done, 1 if
 * it failed, and 2 if an option or its value cannot be used.
 */
@Command(
        name = "sharq",
        description = "A job queue for work that must flow at a set rate per customer.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes of each command:%n",
        exitCodeList = {"0:done", "1:failed", "2:an option or its value cannot be used"})
public final class SharQCommand implements Runnable {
    private static final String LOG_LEVEL = "SHARQ_LOG_LEVEL";

    @Spec
    private @Nullable CommandSpec spec;

    /** For picocli. */
    public SharQCommand() {}

    /**
     * Runs a subcommand and ends the process with its exit code.
     *
     * @param arguments the subcommand and its options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv(), arguments).execute(arguments));
    }

    /**
     * The command with the subcommand that the arguments begin with, or if they begin with none, with all. Registering one
     * takes picocli some 0.2 s of processor time, which the start of another need not wait for.
     */
    static CommandLine commandLine(Map<String, String> environment, String... arguments) {
        Map<String, Supplier<Object>> subcommands = subcommands(environment);
        CommandLine sharq = new CommandLine(new SharQCommand());
        Supplier<Object> named = arguments.length == 0 ? null : subcommands.get(arguments[0]);
        if (named == null) {
            subcommands.values().forEach(subcommand -> sharq.addSubcommand(subcommand.get()));
            sharq.addSubcommand(new GenerateCompletion());
        } else {
            sharq.addSubcommand(named.get());
        }
        IParameterExceptionHandler usage = sharq.getParameterExceptionHandler();
        return sharq.setExecutionStrategy(SharQCommand::run)
                .setParameterExceptionHandler(
                        (fault, given) -> fault.getCommandLine().getCommand() instanceof ServerCommand
                                // What sharq-server prints.
                                ? usage.handleParseException(fault, given)
                                : refuse(fault))
                .setExecutionExceptionHandler(SharQCommand::fail)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // A queue id may begin with @ or be the name of an option.
                .setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(true);
    }

    private static Map<String, Supplier<Object>> subcommands(Map<String, String> environment) {
        Map<String, Supplier<Object>> subcommands = new LinkedHashMap<>();
        subcommands.put("server", () -> new ServerCommand(environment));
        subcommands.put("import", () -> new ImportCommand(environment));
        subcommands.put("reshard", () -> new ReshardCommand(environment));
        subcommands.put("check", () -> new CheckCommand(environment));
        subcommands.put("bench", BenchCommand::new);
        return subcommands;
    }

    /** The server's log is for operators; of the other commands, warnings alone go beside what they print. */
    private static int run(ParseResult parsed) {
        boolean isServer =
                parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof ServerCommand;
        if (!isServer && System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN");
        }
        return new RunLast().execute(parsed);
    }

    private static int refuse(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + fault.getMessage());
        err.println("Try '" + name + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    /** A failure that SharQ knows is one sentence; another one is a fault of the program, and shows where it is. */
    static int fail(Exception failure, CommandLine command, @Nullable Object parsed) throws Exception {
        if (!(failure instanceof SharQException)) {
            throw failure;
        }
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
        err.flush();
        return ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
