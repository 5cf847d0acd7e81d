package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The power of a Redis that keeps an append-only file: when it is cut, what was not synced is gone. */
final class PowerSupply implements AutoCloseable {
    private final RedisProcess redis;
    private final Path log;

    private PowerSupply(RedisProcess redis, Path log) {
        this.redis = redis;
        this.log = log;
    }

    /** Starts a Redis; where none can be watched at its syncs, the test is skipped and says so. */
    static PowerSupply of(String... options) throws IOException {
        Path log = Files.createTempFile("sharq-sync", ".log");
        Map<String, String> environment =
                Map.of("LD_PRELOAD", NativeLibrary.compile("fsync").toString(), "FSYNC_LOG", log.toString());
        PowerSupply power = new PowerSupply(RedisProcess.start(environment, options), log);
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

    /** Kills Redis, and leaves of each append-only file what its last sync had found. */
    void cut() throws IOException {
        redis.kill();
        Map<String, Long> synced = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            int blank = line.indexOf(' ');
            synced.put(line.substring(blank + 1), Long.parseLong(line.substring(0, blank)));
        }
        assertThat(synced.keySet()).as("the shim saw syncs").anyMatch(file -> file.endsWith(".incr.aof"));
        for (Path file : files()) {
            long size = synced.getOrDefault(file.toRealPath().toString(), 0L);
            if (size < Files.size(file)) {
                try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                    channel.truncate(size);
                }
            }
        }
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
