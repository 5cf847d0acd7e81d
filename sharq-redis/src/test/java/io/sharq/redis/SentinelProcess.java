package io.sharq.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One sentinel on loopback, with a file of its own, because a sentinel writes into its configuration. */
record SentinelProcess(Process process, Path folder, int port) implements AutoCloseable {
    /** Starts one with these lines of configuration besides its port and place. */
    static SentinelProcess start(List<String> lines) {
        return start("port", lines);
    }

    /** Starts one that listens with TLS alone. */
    static SentinelProcess startTls(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.add("port 0");
        return start("tls-port", all);
    }

    private static SentinelProcess start(String kindOfPort, List<String> lines) {
        try {
            return launch(kindOfPort, FreePort.find(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SentinelProcess launch(String kindOfPort, int port, List<String> lines) throws IOException {
        Path folder = Files.createTempDirectory("sharq-sentinel");
        List<String> configuration =
                new ArrayList<>(List.of(kindOfPort + " " + port, "bind 127.0.0.1", "dir " + folder));
        configuration.addAll(lines);
        Path file = Files.write(folder.resolve("sentinel.conf"), configuration);
        Process started = new ProcessBuilder(RedisBinary.find().orElseThrow().toString(), file.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sentinel.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return new SentinelProcess(started, folder, port);
    }

    boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
