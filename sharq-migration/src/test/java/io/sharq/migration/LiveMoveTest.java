package io.sharq.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sharq.SharQ;
import io.sharq.redis.Patience;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.settings.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Jobs move while the original's producer, workers and requeue loop are at work, a program in Python, and workers of the target
 * too. In real time, because two processes are the point.
 */
class LiveMoveTest {
    private static final String PREFIX = "sharq_server";
    private static final int QUEUES = 12;
    private static final long INTERVAL_MILLIS = 300;
    private static final long LEASE_MILLIS = 700;

    private record Release(Instant at, String where, String job) {}

    private final Map<String, List<Release>> releases = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> enqueued = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> finished = new ConcurrentLinkedQueue<>();
    private final CountDownLatch producerEnded = new CountDownLatch(1);
    private volatile boolean isOver;

    @Test
    void nothingIsLostNothingComesTwiceAndNoQueueIsTooFast() throws Exception {
        Optional<String> python = python();
        assumeTrue(python.isPresent(), "no python3 with the modules redis and msgpack");
        RedisSettings settings;
        try (RedisProcess redis = RedisProcess.start();
                SharQ target = SharQ.builder()
                        .backend(RedisBackend.open(
                                settings(redis).keyPrefix("moved").build()))
                        .open()) {
            settings = settings(redis).build();
            Process original = start(python.orElseThrow(), redis.port());
            Thread events = new Thread(() -> read(original), "original");
            Thread worker = new Thread(() -> work(target), "worker");
            events.start();
            worker.start();
            try {
                awaitReleases("old", 3 * QUEUES);
                OriginalImport move = OriginalImport.from(settings, PREFIX).build();
                ImportReport first = move.run(target);
                assertThat(first.isComplete()).as(first.toString()).isTrue();
                // The producer still enqueues to the original: each run moves what is behind the fence.
                for (int run = 1; run <= 3; run++) {
                    awaitReleases("new", 2L * run * QUEUES);
                    move.run(target);
                }
                tell(original, "stop\n");
                assertThat(producerEnded.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                ImportReport last = move.run(target);
                assertThat(last.isComplete()).as(last.toString()).isTrue();
                await().atMost(Patience.LIMIT).until(() -> finished.size() >= enqueued.size());
            } finally {
                original.getOutputStream().close();
                isOver = true;
                worker.join();
                assertThat(original.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                events.join();
            }
            assertThat(original.exitValue()).isZero();
        }
        assertThat(finished).as("each job is finished once").containsExactlyInAnyOrderElementsOf(enqueued);
        releases.forEach(LiveMoveTest::assertRate);
        System.out.println("Moved live: " + enqueued.size() + " jobs, " + count("old")
                + " releases of the original and " + count("new") + " of the target");
    }

    private static RedisSettings.Builder settings(RedisProcess redis) {
        return RedisSettings.uri(redis.uri()).timeout(Patience.LIMIT);
    }

    /** The one on the PATH may be another than the system's, for which distributions package the modules. */
    private static Optional<String> python() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(LiveMoveTest::hasModules)
                .findFirst();
    }

    private static boolean hasModules(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import redis, msgpack")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(String python, int port) throws IOException {
        return new ProcessBuilder(
                        python,
                        "src/test/resources/original.py",
                        Integer.toString(port),
                        PREFIX,
                        "sms",
                        Integer.toString(QUEUES),
                        Long.toString(INTERVAL_MILLIS),
                        Long.toString(LEASE_MILLIS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void tell(Process original, String line) throws IOException {
        Writer in = original.outputWriter(UTF_8);
        in.write(line);
        in.flush();
    }

    private void read(Process original) {
        try (BufferedReader lines = original.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "E" -> enqueued.add(words[1] + "/" + words[2]);
                    case "F" -> finished.add(words[1] + "/" + words[2]);
                    case "R" -> released(words[1], "old", words[2], Instant.ofEpochMilli(Long.parseLong(words[3])));
                    default -> producerEnded.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(SharQ target) {
        while (!isOver) {
            target.dequeue("sms", Duration.ofMillis(200)).ifPresent(delivery -> {
                String queue = delivery.job().queue().id();
                released(queue, "new", delivery.job().id(), delivery.releasedAt());
                assertThat(delivery.json().get("job").asText())
                        .isEqualTo(delivery.job().id());
                target.finish(delivery);
                finished.add(queue + "/" + delivery.job().id());
            });
        }
    }

    private void released(String queue, String where, String job, Instant at) {
        List<Release> all = releases.computeIfAbsent(queue, unused -> new ArrayList<>());
        synchronized (all) {
            all.add(new Release(at, where, job));
        }
    }

    private long count(String where) {
        return releases.values().stream()
                .mapToLong(all -> {
                    synchronized (all) {
                        return all.stream()
                                .filter(release -> release.where().equals(where))
                                .count();
                    }
                })
                .sum();
    }

    private void awaitReleases(String where, long least) {
        await().atMost(Patience.LIMIT).until(() -> count(where) >= least);
    }

    private static void assertRate(String queue, List<Release> all) {
        Map<Instant, Release> inOrder = new TreeMap<>();
        all.forEach(release -> inOrder.put(release.at(), release));
        assertThat(inOrder).as(queue + " at one instant").hasSameSizeAs(all);
        Release before = null;
        for (Release release : inOrder.values()) {
            if (before != null) {
                assertThat(Duration.between(before.at(), release.at()))
                        .as(queue + ": " + before + ", then " + release)
                        .isGreaterThanOrEqualTo(Duration.ofMillis(INTERVAL_MILLIS));
            }
            before = release;
        }
    }
}
