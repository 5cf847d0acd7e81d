package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.redis.Patience;
import io.sharq.redis.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own on a free port of loopback: the classes of this module, or what the system property
 * {@code sharq.test.server} says.
 */
public final class ServerProcess implements AutoCloseable {
    /** A lease of the default second would end where a busy machine holds up a test. */
    private static final String LONG_LEASE_MILLIS = "3600000";

    private static final Pattern LISTENING = Pattern.compile("Listening on: (\\S+):(\\d+)( \\(TLS\\))?");

    private final Process process;
    private final Path folder;
    private final URI uri;

    private ServerProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.uri = awaitListening();
    }

    /** Starts one with the sections that a configuration file needs; its own keys are added to the given ones. */
    public static ServerProcess start(String serverKeys, String otherSections, String... javaOptions) {
        return launch(
                "[sharq-server]\nhost : 127.0.0.1\nport : 0\nworkers : 2\n" + serverKeys + "\n"
                        + patient(otherSections),
                javaOptions);
    }

    /** Unless a test gives a time-out of its own, a call to Redis may take as long as a busy machine needs. */
    private static String patient(String sections) {
        return sections.contains("timeout :")
                ? sections
                : sections.replace("[redis]\n", "[redis]\ntimeout : " + Patience.LIMIT.toMillis() + "\n");
    }

    public static ServerProcess launch(String configuration, String... javaOptions) {
        return launch(configuration, Map.of(), javaOptions);
    }

    /** Starts one with a file and some variables of the environment. */
    public static ServerProcess launch(String configuration, Map<String, String> environment, String... javaOptions) {
        Path folder = folder();
        try {
            Path file = Files.writeString(folder.resolve("sharq.conf"), configuration);
            return run(folder, environment, List.of("--config", file.toString()), javaOptions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one without a file. */
    public static ServerProcess withoutFile(Map<String, String> environment) {
        return run(folder(), environment, List.of());
    }

    /** Starts one in memory that is to outlive the terminal it was started from. */
    public static ServerProcess withNohup() {
        return run(List.of("nohup"), folder(), Map.of("SHARQ_SERVER_PORT", "0"), List.of());
    }

    /** Starts one that is expected to end by itself, and gives what it said. */
    public static Ended runToEnd(List<String> arguments) {
        return runToEnd(arguments, Map.of());
    }

    public static Ended runToEnd(List<String> arguments, Map<String, String> environment) {
        Path folder = folder();
        try {
            List<String> command = new ArrayList<>(List.of(java()));
            command.addAll(program());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("it did not end: " + text(folder.resolve("out")));
            }
            return new Ended(process.exitValue(), text(folder.resolve("out")), text(folder.resolve("err")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a process that ended left. */
    public record Ended(int code, String out, String err) {}

    private static ServerProcess run(
            Path folder, Map<String, String> environment, List<String> arguments, String... javaOptions) {
        return run(Hangups.HEARD, folder, environment, arguments, javaOptions);
    }

    private static ServerProcess run(
            List<String> prefix,
            Path folder,
            Map<String, String> environment,
            List<String> arguments,
            String... javaOptions) {
        try {
            List<String> command = new ArrayList<>(prefix);
            command.add(java());
            command.addAll(List.of(javaOptions));
            command.addAll(program());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile());
            builder.environment().putIfAbsent("SHARQ_JOB_EXPIRE_INTERVAL", LONG_LEASE_MILLIS);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerProcess(process, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What Java runs. */
    private static List<String> program() {
        String given = System.getProperty("sharq.test.server");
        return given == null
                ? List.of(
                        // The server's own, not that of the tests.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestServerMain.class.getName())
                : List.of(given.split(" ", -1));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("sharq-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Real time: another process takes as long as it takes. */
    private URI awaitListening() {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            Matcher line = LISTENING.matcher(out());
            if (line.find()) {
                String scheme = line.group(3) == null ? "http" : "https";
                return URI.create(scheme + "://" + line.group(1) + ":" + line.group(2));
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not start: " + out() + err());
            }
            pause();
        }
    }

    /** A loop that spins would take from the server the processor that it starts on. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until its store is there too: on a busy machine it may listen before. */
    public ServerProcess awaitReady() {
        ApiClient api = new ApiClient(uri);
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (api.get("/health/ready/").status() != 200) {
            if (System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("the server is not ready: " + err());
            }
            pause();
        }
        return this;
    }

    public URI uri() {
        return uri;
    }

    public int port() {
        return uri.getPort();
    }

    long pid() {
        return process.pid();
    }

    public String out() {
        return text(folder.resolve("out"));
    }

    public String err() {
        return text(folder.resolve("err"));
    }

    Path ownFolder() {
        return folder;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    void signal(String name) {
        Signal.send(process, name);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public int awaitEnd() {
        try {
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server has not ended: " + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
