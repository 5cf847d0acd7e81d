package io.sharq.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A temporary PostgreSQL cluster on a free port. It does not flush to disk, as a Redis without persistence does not.
 * PostgreSQL refuses to run as root; then it runs as the user {@code postgres}.
 */
public final class OwnPostgres implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Folder folder;
    private final Child child;
    private final int port;
    private final String version;

    private OwnPostgres(Folder folder, Child child, int port, String version) {
        this.folder = folder;
        this.child = child;
        this.port = port;
        this.version = version;
    }

    /**
     * Starts one, if this machine has the server's programs.
     *
     * @return a server that accepts connections, or empty without the programs
     * @throws IOException if it does not start
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static Optional<OwnPostgres> start() throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        return programs.isEmpty() ? Optional.empty() : Optional.of(start(programs.get()));
    }

    private static OwnPostgres start(Path programs) throws IOException, InterruptedException {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> asUser =
                isRoot ? List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups") : List.of();
        Folder folder = Folder.create();
        try {
            if (isRoot) {
                run(folder, List.of("chown", USER, folder.path().toString()));
            }
            Path data = folder.resolve("data");
            List<String> init = new ArrayList<>(asUser);
            init.addAll(List.of(programs.resolve("initdb").toString(), "-D", data.toString()));
            init.addAll(List.of("-U", USER, "-A", "trust", "--no-sync"));
            run(folder, init);
            int port = Child.freePort();
            List<String> serve = new ArrayList<>(asUser);
            serve.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
            serve.addAll(List.of("-p", Integer.toString(port), "-h", "127.0.0.1", "-k", ""));
            serve.addAll(List.of("-c", "fsync=off", "-c", "synchronous_commit=off"));
            Child child = Child.start("postgres", serve, folder.resolve("postgres.log"));
            try {
                child.awaitPort(port);
                return new OwnPostgres(
                        folder,
                        child,
                        port,
                        Files.readString(data.resolve("PG_VERSION")).strip());
            } catch (IOException e) {
                child.close();
                throw e;
            }
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .sorted()
                    .reduce((first, second) -> second);
        }
    }

    private static void run(Folder folder, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("start.log");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(command + " failed: " + Files.readString(log).strip());
        }
    }

    /**
     * Its name.
     *
     * @return the name with the version
     */
    public String title() {
        return "PostgreSQL " + version + " without flushes";
    }

    /**
     * Its address.
     *
     * @return a JDBC URL
     */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /**
     * Its user, who needs no password.
     *
     * @return a name
     */
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        child.close();
        folder.close();
    }
}
