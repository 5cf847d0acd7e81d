package io.sharq.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A fresh SharQ server in a JVM of its own, started from this process's class path. The class path must hold {@code
 * sharq-cli}, which is so in the command {@code sharq}.
 */
public final class OwnServer implements AutoCloseable {
    /** By name, because the command line depends on this module and not this module on it. */
    private static final String COMMAND = "io.sharq.cli.ServerCommand";

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
     * @return a server that accepts connections
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
