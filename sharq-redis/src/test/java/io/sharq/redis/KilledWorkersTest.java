package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.api.Metrics;
import io.sharq.redis.settings.RedisSettings;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three worker processes, of which one is killed again and again, in real time, because processes are. Each is killed in
 * the middle of its work, however long it took to start, and requests are registered until enough were killed.
 */
class KilledWorkersTest {
    private static final int THREADS = 50;
    private static final int PROCESSES = 3;
    private static final int KILLS = Chaos.count(4, 200);

    /** So many more are killed at the most, until one was killed in the middle of a batch. */
    private static final int MORE_KILLS = 20;

    /** When no more requests than these are left, so many more are registered of each thread. */
    private static final int FEW = 5_000;

    private static final int MORE_OF_A_THREAD = 200;

    private static final long LOOK_MILLIS = 10;
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path folder;

    private final String prefix = TestRedis.settings().build().keyPrefix();
    private final RedisBackend backend = RedisBackend.open(
            RedisSettings.uri(TestRedis.uri()).keyPrefix(prefix).build());
    private final SharQ sharq = WorkerProcess.open(TestRedis.uri(), prefix);
    private final Queue queue = WorkerProcess.queue(sharq);

    private final List<WorkerAtWork> workers = new ArrayList<>();
    private int started;
    private int kills;
    private int registeredOfAThread;
    private long saidNanos = System.nanoTime();

    /**
     * A process, and what it has written.
     *
     * @param log a line for each batch that it has begun
     */
    private record WorkerAtWork(Process process, Path log, Path output) {
        boolean hasBegun(int batches) throws IOException {
            if (!process.isAlive()) {
                throw new AssertionError("a worker ended by itself: " + Files.readString(output));
            }
            return Files.exists(log) && Files.readAllLines(log).size() >= batches;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private record Line(long micros, String thread, List<Integer> numbers) {
        static Line of(String text) {
            List<String> parts = List.of(text.split(" ", -1));
            return new Line(
                    Long.parseLong(parts.get(0)),
                    parts.get(1),
                    Stream.of(parts.get(2).split(",", -1)).map(Integer::valueOf).toList());
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        for (WorkerAtWork worker : workers) {
            worker.kill();
        }
        sharq.close();
        backend.close();
    }

    @Test
    void everyThreadIsPerformedInOrderAndWhole() throws Exception {
        register();
        for (int i = 0; i < PROCESSES; i++) {
            workers.add(start());
        }
        while (kills < KILLS || (performedAgain(lines()) == 0 && kills < KILLS + MORE_KILLS)) {
            int victim = kills % PROCESSES;
            // In its first batch, or in one of those that follow.
            awaitBegun(workers.get(victim), 1 + kills % 4 * 5);
            workers.get(victim).kill();
            kills++;
            workers.set(victim, start());
        }
        awaitAllPerformed();

        List<Line> lines = lines();
        checkOrder(lines);
        int again = performedAgain(lines);
        assertThat(again).as("requests that a killed process had begun").isPositive();
        System.out.printf(
                "%,d requests of %d threads in order, though %d worker processes were killed at work; "
                        + "%,d performed again%n",
                THREADS * registeredOfAThread, THREADS, kills, again);
    }

    private void awaitBegun(WorkerAtWork worker, int batches) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!worker.hasBegun(batches)) {
            assertThat(System.nanoTime() - deadline)
                    .as("a worker that has not begun %d batches in %s", batches, Patience.LIMIT)
                    .isNegative();
            if (left() <= FEW) {
                register();
            }
            pause("the next one is not at work yet");
        }
    }

    private void awaitAllPerformed() throws InterruptedException {
        long left = left();
        long sinceNanos = System.nanoTime();
        while (left > 0) {
            pause("the last requests are performed");
            long before = left;
            left = left();
            sinceNanos = left == before ? sinceNanos : System.nanoTime();
            assertThat(System.nanoTime() - sinceNanos)
                    .as("nanoseconds in which none of %,d requests was performed", left)
                    .isLessThan(Patience.LIMIT.toNanos());
        }
    }

    private void pause(String what) throws InterruptedException {
        Thread.sleep(LOOK_MILLIS);
        if (System.nanoTime() - saidNanos > SAY_NANOS) {
            saidNanos = System.nanoTime();
            System.out.printf(
                    "  %d of %d processes killed, %,d requests of %,d left; %s%n",
                    kills, KILLS, left(), THREADS * registeredOfAThread, what);
        }
    }

    private void register() {
        WorkerProcess.LogHandler handler = new WorkerProcess.LogHandler(Path.of("unused"));
        int to = registeredOfAThread + MORE_OF_A_THREAD;
        while (registeredOfAThread < to) {
            List<WorkerProcess.Request> requests = new ArrayList<>();
            for (int number = registeredOfAThread + 1; number <= registeredOfAThread + 20; number++) {
                for (int thread = 0; thread < THREADS; thread++) {
                    requests.add(new WorkerProcess.Request("thread-" + thread, number));
                }
            }
            assertThat(queue.register(handler, requests, RegisterOptions.DEFAULT)
                            .queued())
                    .isEqualTo(requests.size());
            registeredOfAThread += 20;
        }
    }

    private long left() {
        Metrics counts = Operations.get(backend.metrics(new MetricsScope.Type("log")));
        return counts.length() + counts.active();
    }

    private WorkerAtWork start() throws IOException {
        started++;
        Path log = folder.resolve("worker-" + started + ".log");
        Path output = folder.resolve("output-" + started + ".txt");
        Process process = new ProcessBuilder(
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
                .redirectOutput(output.toFile())
                .start();
        return new WorkerAtWork(process, log, output);
    }

    /** A batch whose worker died is performed again from its beginning; nothing is skipped, and nothing is missing. */
    private void checkOrder(List<Line> lines) {
        Map<String, Integer> last = new HashMap<>();
        for (Line line : lines) {
            for (int number : line.numbers) {
                int before = last.getOrDefault(line.thread, 0);
                assertThat(number).as("after %d of %s", before, line.thread).isLessThanOrEqualTo(before + 1);
                last.put(line.thread, Math.max(before, number));
            }
        }
        assertThat(last)
                .hasSize(THREADS)
                .allSatisfy((thread, number) -> assertThat(number).as(thread).isEqualTo(registeredOfAThread));
    }

    private static int performedAgain(List<Line> lines) {
        int again = 0;
        Map<String, Integer> last = new HashMap<>();
        for (Line line : lines) {
            for (int number : line.numbers) {
                int before = last.getOrDefault(line.thread, 0);
                again += number <= before ? 1 : 0;
                last.put(line.thread, Math.max(before, number));
            }
        }
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
