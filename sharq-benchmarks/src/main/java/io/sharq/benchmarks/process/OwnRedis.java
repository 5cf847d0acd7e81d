package io.sharq.benchmarks.process;

import java.io.IOException;
import java.util.List;

/** A {@code redis-server} without persistence on a free port, from the {@code PATH}. */
public final class OwnRedis implements AutoCloseable {
    private final Folder folder;
    private final Child child;
    private final int port;

    private OwnRedis(Folder folder, Child child, int port) {
        this.folder = folder;
        this.child = child;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @return a Redis that accepts connections
     * @throws IOException if it does not start
     */
    public static OwnRedis start() throws IOException {
        Folder folder = Folder.create();
        try {
            int port = Child.freePort();
            List<String> command = List.of(
                    "redis-server",
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder.path().toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "no");
            Child child = Child.start("redis-server", command, folder.resolve("redis.log"));
            try {
                child.awaitPort(port);
                return new OwnRedis(folder, child, port);
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
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Its address.
     *
     * @return a URI
     */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        child.close();
        folder.close();
    }
}
