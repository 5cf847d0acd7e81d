package io.sharq.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The job queues of the comparison. */
enum PeerKind {
    /** This project as a library, in a process like those of the others. */
    SHARQ("SharQ", false, "") {
        @Override
        PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable {
            return java(
                    folder,
                    "SharQPeer",
                    System.getProperty("java.class.path"),
                    stores.redis().uri());
        }
    },
    BULLMQ("BullMQ 5.81.5", false, "bullmq@5.81.5 ioredis@5.9.2") {
        @Override
        PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable, InterruptedException {
            Path packages = workshop.nodeFolder(fetched());
            try {
                // Beside the packages, where Node looks for them.
                Path program = Workshop.copy("bullmq.mjs", packages.resolve("bullmq.mjs"));
                return PeerProcess.start(
                        folder,
                        List.of(
                                "node",
                                program.toString(),
                                Integer.toString(stores.redis().port())));
            } catch (IOException e) {
                throw new Unavailable("its program cannot be copied: " + e.getMessage(), e);
            }
        }
    },
    REDISSON("Redisson 4.7.0, limiter by hand", false, "org.redisson:redisson:4.7.0") {
        @Override
        PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable, InterruptedException {
            return java(
                    folder,
                    "RedissonPeer",
                    workshop.classPath(fetched()),
                    stores.redis().uri());
        }
    },
    DB_SCHEDULER("db-scheduler 16.12.0", true, "com.github.kagkarlsson:db-scheduler:16.12.0 " + PeerKind.POOL) {
        @Override
        PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable, InterruptedException {
            return sql(workshop, folder, "DbSchedulerPeer", stores, fetched());
        }
    },
    JOBRUNR("JobRunr 8.7.0", true, "org.jobrunr:jobrunr:8.7.0 " + PeerKind.POOL + " " + PeerKind.JSON) {
        @Override
        PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable, InterruptedException {
            return sql(workshop, folder, "JobRunrPeer", stores, fetched());
        }
    };

    private static final String POOL = "com.zaxxer:HikariCP:7.1.0";
    private static final String JSON = "com.fasterxml.jackson.core:jackson-databind:2.21.0";

    private final String title;
    private final boolean isSql;
    private final String fetched;

    PeerKind(String title, boolean isSql, String fetched) {
        this.title = title;
        this.isSql = isSql;
        this.fetched = fetched;
    }

    /** Its name with its version, and its database if it needs one. */
    String title(Stores stores) {
        return isSql ? title + " on " + stores.sqlTitle() : title;
    }

    boolean isSql() {
        return isSql;
    }

    /** What is fetched for it. */
    List<String> fetched() {
        return List.of(fetched.split(" ", -1));
    }

    /** Fetches, builds and starts it. */
    abstract PeerProcess start(Workshop workshop, Path folder, Stores stores) throws Unavailable, InterruptedException;

    private static PeerProcess sql(Workshop workshop, Path folder, String program, Stores stores, List<String> fetched)
            throws Unavailable, InterruptedException {
        List<String> all = new ArrayList<>(fetched);
        all.add(stores.sqlDriver());
        return java(folder, program, workshop.classPath(all), stores.sqlUrl(), stores.sqlUser());
    }

    private static PeerProcess java(Path folder, String program, String classPath, String... arguments)
            throws Unavailable {
        Path classes = Workshop.compile(folder, program, classPath);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classes + File.pathSeparator + classPath, program));
        command.addAll(List.of(arguments));
        return PeerProcess.start(folder, command);
    }
}
