package io.sharq.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A real redis-server of the test's own, which it may kill, pause and start again. */
public final class RedisProcess implements AutoCloseable {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Path binary;
    private final Path folder;
    private final int port;
    private final Map<String, String> environment;
    private final List<String> options;
    private Process process;

    private RedisProcess(Path binary, Path folder, int port, Map<String, String> environment, List<String> options) {
        this.binary = binary;
        this.folder = folder;
        this.port = port;
        this.environment = environment;
        this.options = options;
        this.process = launch();
    }

    /** Starts one on a free port, with options as on the command line. */
    public static RedisProcess start(String... options) {
        return start(Map.of(), options);
    }

    /** Starts one whose environment has some variables more. */
    static RedisProcess start(Map<String, String> environment, String... options) {
        Path binary = RedisBinary.find()
                .orElseThrow(() -> new IllegalStateException(
                        "no redis-server: set SHARQ_TEST_REDIS_URI, or put redis-server on the PATH"));
        try {
            return new RedisProcess(
                    binary,
                    Files.createTempDirectory("sharq-redis"),
                    FreePort.find(),
                    environment,
                    Arrays.asList(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    public Path unixSocket() {
        return folder.resolve("redis.sock");
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    public void startAgain() {
        process = launch();
    }

    public void pause() {
        Signal.send(process, "-STOP");
    }

    public void resume() {
        Signal.send(process, "-CONT");
    }

    long pid() {
        return process.pid();
    }

    /** The processes that it has started and that run: those that write snapshots and rewrite its file. */
    List<ProcessHandle> children() {
        return process.children().toList();
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--unixsocket",
                unixSocket().toString(),
                "--save",
                ""));
        command.addAll(options);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile());
            builder.environment().putAll(environment);
            Process started = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            awaitPort(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Real time: another process takes as long as it takes. */
    private void awaitPort(Process started) throws IOException {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(
                            "redis-server did not start: " + Files.readString(folder.resolve("redis.log")), e);
                }
                // A loop that spins would take from Redis the processor that it starts on.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
