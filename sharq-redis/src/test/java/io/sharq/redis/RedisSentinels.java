package io.sharq.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A master, a replica, and three sentinels that watch them, as processes on loopback. */
final class RedisSentinels implements AutoCloseable {
    static final String MASTER = "main";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
    private final RedisProcess replica =
            RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
    private final List<Process> sentinels = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Path folder;

    RedisSentinels() {
        try {
            folder = Files.createTempDirectory("sharq-sentinels");
            for (int i = 0; i < 3; i++) {
                launch(i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> ports.stream().allMatch(port -> knowsAll(port)));
    }

    private void launch(int number) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path own = Files.createDirectory(folder.resolve("sentinel-" + number));
        Path configuration = Files.write(
                own.resolve("sentinel.conf"),
                List.of(
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + own,
                        "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 2",
                        "sentinel down-after-milliseconds " + MASTER + " 500",
                        "sentinel failover-timeout " + MASTER + " 1000"));
        Process started = new ProcessBuilder(
                        RedisBinary.find().orElseThrow().toString(), configuration.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("sentinel.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        sentinels.add(started);
        ports.add(port);
    }

    private static boolean knowsAll(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        } catch (IOException e) {
            return false;
        }
        String info = TestRedis.on("redis://127.0.0.1:" + port, redis -> redis.info("sentinel"));
        return info.contains("slaves=1,sentinels=3");
    }

    RedisProcess master() {
        return master;
    }

    String hostsAndPorts() {
        return IntStream.range(0, ports.size())
                .mapToObj(i -> "127.0.0.1:" + ports.get(i))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        sentinels.forEach(Process::destroyForcibly);
        master.close();
        replica.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
