package io.sharq.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** The processes of peers, each started by its first use. What kept one from starting is remembered. */
final class RunningPeers implements AutoCloseable {
    private final Path cache;
    private final Workshop workshop;
    private final Stores stores;
    private final Map<PeerKind, PeerProcess> running = new EnumMap<>(PeerKind.class);
    private final Map<PeerKind, Unavailable> failed = new EnumMap<>(PeerKind.class);

    RunningPeers(Path cache, Stores stores) {
        this.cache = cache;
        this.workshop = new Workshop(cache);
        this.stores = stores;
    }

    PeerProcess get(PeerKind kind) throws Unavailable, InterruptedException {
        Unavailable before = failed.get(kind);
        if (before != null) {
            throw before;
        }
        PeerProcess process = running.get(kind);
        if (process != null) {
            return process;
        }
        try {
            Path folder = Files.createDirectories(folder(kind));
            PeerProcess started = kind.start(workshop, folder, stores);
            running.put(kind, started);
            return started;
        } catch (Unavailable e) {
            failed.put(kind, e);
            throw e;
        } catch (IOException e) {
            Unavailable reason = new Unavailable("the cache " + cache + " cannot be used: " + e.getMessage(), e);
            failed.put(kind, reason);
            throw reason;
        }
    }

    @Override
    public void close() throws IOException {
        for (PeerProcess process : running.values()) {
            process.close();
        }
        for (PeerKind kind : running.keySet()) {
            try (Stream<Path> files = Files.walk(folder(kind))) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private Path folder(PeerKind kind) {
        return cache.resolve("run-" + ProcessHandle.current().pid() + "-" + kind);
    }
}
