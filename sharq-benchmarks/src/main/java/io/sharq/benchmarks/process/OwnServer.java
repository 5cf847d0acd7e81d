package io.sharq.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A fresh SharQ server in a JVM of its own, started from this process's class path. The class path must hold {@code
 * sharq-cli}, which is so in the command {@code sharq}.
 */
public final class OwnServer implements AutoCloseable {
    /** By name, because the command line depends on this module and not this module on it. */
    private static final String COMMAND = "io.sharq.cli.ServerCommand";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int OK = 200;

    private final Folder folder;
    private final Child child;
    private final int port;
    private final long startNanos;

    private OwnServer(Folder folder, Child child, int port, long startNanos) {
        this.folder = folder;
        this.child = child;
        this.port = port;
        this.startNanos = startNanos;
    }

    /**
     * Starts one whose jobs are in a Redis.
     *
     * @param redisPort the port of the Redis on this machine
     * @return a server whose store has responded
     * @throws IOException if it does not start
     */
    public static OwnServer start(int redisPort) throws IOException {
        Folder folder = Folder.create();
        try {
            int port = Child.freePort();
            Path config = folder.resolve("sharq.conf");
            Files.writeString(config, """
                    [sharq]
                    job_expire_interval : 3600000
                    [redis]
                    host : 127.0.0.1
                    port : %s
                    [sharq-server]
                    host : 127.0.0.1
                    port : %s
                    """.formatted(redisPort, port));
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    COMMAND,
                    "--config",
                    config.toString());
            long startNanos = System.nanoTime();
            Child child = Child.start("sharq-server", command, folder.resolve("server.log"));
            try {
                child.awaitPort(port);
                awaitReady(port);
                return new OwnServer(folder, child, port, startNanos);
            } catch (IOException e) {
                child.close();
                throw e;
            }
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** Returns when the store behind the server has responded: the server listens before that. */
    private static void awaitReady(int port) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready/"))
                .timeout(ANSWER)
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (client.send(request, BodyHandlers.discarding()).statusCode() != OK) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the server's store did not respond within " + PATIENCE);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server started", e);
        }
    }

    /**
     * Its address.
     *
     * @return a URI
     */
    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * When it was started.
     *
     * @return nanoseconds of {@link System#nanoTime()}
     */
    public long startNanos() {
        return startNanos;
    }

    /**
     * The processor time that it has used.
     *
     * @return zero if the system does not report it
     */
    public Duration cpu() {
        return child.cpu();
    }

    @Override
    public void close() {
        child.close();
        folder.close();
    }
}
