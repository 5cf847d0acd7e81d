package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.MetricsReply;
import io.sharq.spi.MetricsScope;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three worker processes, of which one is killed again and again, in real time, because processes are. */
class KilledWorkersTest {
    private static final int THREADS = 50;
    private static final int REQUESTS_A_THREAD = 2_000;
    private static final int PROCESSES = 3;
    private static final int MILLIS_BETWEEN_KILLS = 1_500;
    private static final int LEAST_KILLS = 4;
    private static final int LEAST_KILLS_IN_ALL = Chaos.count(LEAST_KILLS, 200);

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private int started;

    private record Line(long micros, String thread, List<Integer> numbers) {
        static Line of(String text) {
            List<String> parts = List.of(text.split(" ", -1));
            return new Line(
                    Long.parseLong(parts.get(0)),
                    parts.get(1),
                    Stream.of(parts.get(2).split(",", -1)).map(Integer::valueOf).toList());
        }
    }

    @Test
    @Timeout(1_200)
    void everyThreadIsPerformedInOrderAndWhole() throws Exception {
        int kills = 0;
        int again = 0;
        int rounds = 0;
        while (kills < LEAST_KILLS_IN_ALL) {
            kills += killUntilAllIsPerformed();
            again += check();
            rounds++;
            deleteLogs();
        }
        assertThat(again).as("requests that a killed process had begun").isPositive();
        System.out.printf(
                "%,d requests of %d threads in order, though %d worker processes were killed; %d performed again%n",
                rounds * THREADS * REQUESTS_A_THREAD, THREADS, kills, again);
    }

    private int killUntilAllIsPerformed() throws Exception {
        String prefix = TestRedis.settings().build().keyPrefix();
        register(WorkerProcess.queue(TestRedis.uri(), prefix));
        processes.clear();
        int kills = 0;
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(prefix));
            }
            while (left(prefix) > 0 || kills < LEAST_KILLS) {
                Thread.sleep(MILLIS_BETWEEN_KILLS);
                int victim = kills++ % PROCESSES;
                processes.get(victim).destroyForcibly().waitFor();
                processes.set(victim, start(prefix));
            }
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
        return kills;
    }

    private void deleteLogs() throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.toList()) {
                Files.delete(log);
            }
        }
    }

    private static void register(Queue queue) {
        WorkerProcess.LogHandler handler = new WorkerProcess.LogHandler(Path.of("unused"));
        for (int from = 1; from <= REQUESTS_A_THREAD; from += 20) {
            List<WorkerProcess.Request> requests = new ArrayList<>();
            for (int number = from; number < from + 20; number++) {
                for (int thread = 0; thread < THREADS; thread++) {
                    requests.add(new WorkerProcess.Request("thread-" + thread, number));
                }
            }
            assertThat(queue.register(handler, requests, RegisterOptions.DEFAULT)
                            .queued())
                    .isEqualTo(requests.size());
        }
    }

    private static long left(String prefix) {
        try (RedisBackend backend = RedisBackend.open(
                RedisSettings.uri(TestRedis.uri()).keyPrefix(prefix).build())) {
            MetricsReply counts = backend.metrics(new MetricsScope.Type("log"))
                    .toCompletableFuture()
                    .join();
            return counts.length() + counts.active();
        }
    }

    private Process start(String prefix) throws IOException {
        Path log = folder.resolve("worker-" + started++ + ".log");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        TestRedis.uri(),
                        prefix,
                        log.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + started + ".txt").toFile())
                .start();
    }

    /**
     * A batch whose worker died is performed again from its beginning; nothing is skipped, and nothing is missing.
     *
     * @return how many requests were performed again
     */
    private int check() throws IOException {
        int again = 0;
        Map<String, Integer> last = new HashMap<>();
        for (Line line : lines()) {
            for (int number : line.numbers) {
                int before = last.getOrDefault(line.thread, 0);
                assertThat(number).as("after %d of %s", before, line.thread).isLessThanOrEqualTo(before + 1);
                again += number <= before ? 1 : 0;
                last.put(line.thread, Math.max(before, number));
            }
        }
        assertThat(last)
                .hasSize(THREADS)
                .allSatisfy((thread, number) -> assertThat(number).as(thread).isEqualTo(REQUESTS_A_THREAD));
        return again;
    }

    private List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> logs =
                Files.list(folder).filter(file -> file.toString().endsWith(".log"))) {
            for (Path log : logs.toList()) {
                // A line without its end was being written when the process was killed: that batch was not begun.
                Files.readAllLines(log).stream()
                        .filter(line -> line.endsWith(" ."))
                        .map(Line::of)
                        .forEach(lines::add);
            }
        }
        lines.sort(Comparator.comparingLong(Line::micros));
        return lines;
    }
}
