package io.sharq.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTTP server as a process of its own, on a free port. */
final class ServerUnderTest implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: \\S+:(\\d+)");
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Process process;
    private final Path output;
    private final int port;

    private ServerUnderTest(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.port = awaitPort();
    }

    /**
     * Starts one.
     *
     * @param configuration the text of its configuration file
     * @return a server that listens
     * @throws IllegalStateException if it ended, with what it said
     */
    static ServerUnderTest start(String configuration) {
        try {
            Path folder = Files.createTempDirectory("sharq-docs");
            Path file = Files.writeString(folder.resolve("sharq.conf"), configuration);
            Path output = folder.resolve("output");
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServerMain.class.getName(),
                            "--config",
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SHARQ_"));
            builder.environment().putAll(Map.of("SHARQ_SERVER_PORT", "0", "SHARQ_SERVER_HOST", "127.0.0.1"));
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerUnderTest(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Real time: another process takes as long as it takes. */
    private int awaitPort() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            boolean hasEnded = !process.isAlive();
            String said = Texts.read(output);
            Matcher line = LISTENING.matcher(said);
            if (line.find()) {
                return Integer.parseInt(line.group(1));
            }
            if (hasEnded || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not start: " + said);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
