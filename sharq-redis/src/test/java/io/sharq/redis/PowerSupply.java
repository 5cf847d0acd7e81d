package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The power and the disk of a Redis that keeps an append-only file. A power cut removes what was not synced, and a slow
 * disk takes a set time for each sync.
 */
final class PowerSupply implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration UNTIL_RELEASED = Duration.ofDays(1);

    private final RedisProcess redis;
    private final Path log;
    private final Path delay;

    private PowerSupply(RedisProcess redis, Path log, Path delay) {
        this.redis = redis;
        this.log = log;
        this.delay = delay;
    }

    /** Starts a Redis; where none can be watched at its syncs, the test is skipped and says so. */
    static PowerSupply of(String... options) throws IOException {
        Path log = Files.createTempFile("sharq-sync", ".log");
        Path delay = Files.write(Files.createTempFile("sharq-delay", ".bin"), new byte[Long.BYTES]);
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                NativeLibrary.compile("fsync").toString(),
                "FSYNC_LOG",
                log.toString(),
                "FSYNC_DELAY_FILE",
                delay.toString());
        PowerSupply power = new PowerSupply(RedisProcess.start(environment, options), log, delay);
        try {
            NativeLibrary.assumeInside(power.redis.pid(), "fsync");
            return power;
        } catch (IOException | RuntimeException e) {
            power.close();
            throw e;
        }
    }

    RedisProcess redis() {
        return redis;
    }

    /** From now on each sync of an append-only file takes at least so long. */
    void syncsTake(Duration least) throws IOException {
        byte[] millis = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(least.toMillis())
                .array();
        Files.write(delay, millis, StandardOpenOption.WRITE);
    }

    /** From now on no sync ends, until {@link #syncsTake} says otherwise. */
    void holdSyncs() throws IOException {
        syncsTake(UNTIL_RELEASED);
    }

    /** How many bytes Redis has written to its append-only files, synced or not. */
    long written() {
        try {
            long size = 0;
            for (Path file : files()) {
                size += Files.size(file);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of the bytes written a power cut would leave. */
    long synced() {
        try {
            Map<String, Synced> synced = lastSyncs();
            long size = 0;
            for (Path file : files()) {
                Synced last = synced.get(file.toRealPath().toString());
                size += last == null ? 0 : Math.min(last.size(), Files.size(file));
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stops Redis, and lets it go on unless a condition holds. While it is stopped its files do not change, and its clients
     * receive what it has answered.
     *
     * @return whether it is stopped
     */
    boolean stopIf(BooleanSupplier holds) {
        redis.pause();
        awaitStopped();
        if (holds.getAsBoolean()) {
            return true;
        }
        redis.resume();
        return false;
    }

    /** A signal is sent at once, and each thread acts upon it in its own time. */
    private void awaitStopped() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(redis.pid()), "task"))) {
                return threads.allMatch(PowerSupply::isStopped);
            }
        });
    }

    private static boolean isStopped(Path thread) {
        try {
            String line = Files.readString(thread.resolve("stat"));
            return line.charAt(line.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Kills Redis, and leaves of each append-only file what its last sync had found.
     *
     * @return the instant, on the clock of {@link System#nanoTime}, before which all that was answered is still there
     */
    long cut() throws IOException {
        redis.kill();
        Map<String, Synced> synced = lastSyncs();
        assertThat(synced.keySet()).as("the shim saw syncs").anyMatch(file -> file.endsWith(".incr.aof"));
        long keptUntilNanos = Long.MIN_VALUE;
        for (Path file : files()) {
            Synced last = synced.getOrDefault(file.toRealPath().toString(), Synced.NOTHING);
            keptUntilNanos = Math.max(keptUntilNanos, last.sinceNanos());
            if (last.size() < Files.size(file)) {
                try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                    channel.truncate(last.size());
                }
            }
        }
        return keptUntilNanos;
    }

    /**
     * What a sync found.
     *
     * @param size of the file
     * @param sinceNanos when the last write that the size includes had begun: it has all that was answered before
     */
    private record Synced(long size, long sinceNanos) {
        private static final Synced NOTHING = new Synced(0, Long.MIN_VALUE);
    }

    private Map<String, Synced> lastSyncs() throws IOException {
        Map<String, Synced> synced = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            String[] words = line.split(" ", 3);
            synced.put(words[2], new Synced(Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
        return synced;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(redis.folder())) {
            return files.filter(path -> path.toString().endsWith(".incr.aof")).toList();
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
