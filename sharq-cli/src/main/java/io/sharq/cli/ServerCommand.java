package io.sharq.cli;

import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.server.SharQServer;
import io.sharq.server.auth.Tokens;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sharq server}, which is {@code sharq-server} too, with the options of the original. */
@Command(
        name = "server",
        description = "SharQ Server!",
        versionProvider = ServerCommand.ServerVersion.class,
        sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
    private static final String BANNER = """
             ____  _                 ___
            / ___|| |__   __ _ _ __ / _ \\
            \\___ \\| '_ \\ / _` | '__| | | |
             ___) | | | | (_| | |  | |_| |
            |____/|_| |_|\\__,_|_|   \\__\\_\\
            """;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help message and exit")
    private boolean unusedHelp;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "SHARQ_CONFIG",
            description = "Path of the SharQ configuration file. Without one the jobs are kept in memory.")
    private @Nullable Path config;

    @Option(
            names = {"-gc", "--gunicorn-config"},
            paramLabel = "GUNICORN_CONFIG",
            description = "not supported: there is no Gunicorn; use the section [sharq-server]")
    private @Nullable String gunicorn;

    @Option(
            names = "--new-token",
            paramLabel = "NAME",
            description = "make a bearer token, print it and its line for the file of tokens, and exit")
    private @Nullable String newToken;

    @Option(names = "--version", versionHelp = true, description = "show program's version number and exit")
    private boolean unusedVersion;

    ServerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The version, as the original prints it. */
    static final class ServerVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"SharQ Server " + Version.number()};
        }
    }

    /**
     * Runs {@code sharq-server} and ends the process with its exit code.
     *
     * @param arguments the options
     */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new ServerCommand(System.getenv()))
                .setCommandName("sharq-server")
                .setExecutionExceptionHandler(SharQCommand::fail);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() {
        if (gunicorn != null) {
            throw new ParameterException(
                    line(),
                    "There is no Gunicorn here, so -gc is not read: host, port, workers and accesslog stand in the section"
                            + " [sharq-server] of the file that --config names.");
        }
        PrintWriter out = line().getOut();
        if (newToken != null) {
            String token = Tokens.generate();
            String entry = entry(newToken, token);
            out.println("token: " + token);
            out.println("line:  " + entry);
            return 0;
        }
        Configuration configuration = configuration();
        out.print(BANNER);
        out.println();
        out.println("Version: " + Version.number());
        out.println(
                config == null && configuration.backendName().equals("inmemory")
                        ? "Jobs are kept in memory, because no --config names a file: they end with this process."
                        : "Backend: " + configuration.backendName());
        SharQServer server = SharQServer.start(configuration);
        out.println("Listening on: " + server.host() + ":" + server.port() + (server.isTls() ? " (TLS)" : ""));
        out.flush();
        server.runUntilStopped();
        return 0;
    }

    private String entry(String name, String token) {
        try {
            return Tokens.entry(name, token);
        } catch (InvalidValueException e) {
            throw new ParameterException(line(), "--new-token: " + e.fault(), e);
        }
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return spec.commandLine();
    }

    private Configuration configuration() {
        Path file = config;
        return file == null ? withoutFile() : Configuration.load(file, environment);
    }

    /** The environment can choose a backend; if it does not, memory needs nothing else. */
    private Configuration withoutFile() {
        Configuration configuration = Configuration.empty(environment);
        if (configuration.choosesBackend()) {
            return configuration;
        }
        Map<String, String> inMemory = new TreeMap<>(environment);
        inMemory.put("SHARQ_BACKEND", "inmemory");
        return Configuration.empty(inMemory);
    }
}
