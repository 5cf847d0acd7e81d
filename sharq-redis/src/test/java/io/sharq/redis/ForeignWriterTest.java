package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Health;
import io.sharq.api.Metrics;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.check.StoreProblem;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.MetricsScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A foreign writer damages a queue type again and again while clients work, and what the clients of all types share. No call
 * hangs, nothing wrong is handed out, and a type that is left alone goes on as if nothing was. What the damage left is found
 * and repaired; then every job comes whose record is there, and nothing remains. In real time, because the clients are.
 */
@Timeout(3_600)
class ForeignWriterTest {
    private static final String TYPE = "sms";
    private static final int CLIENTS = 3;
    private static final int UNDISTURBED = 3;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Test
    void aDamagedTypeHarmsItselfAlone() throws Exception {
        run(1);
    }

    @Test
    void aDamagedTypeOfSeveralPartitionsHarmsItselfAlone() throws Exception {
        run(3);
    }

    private static void run(int shards) throws Exception {
        int times = Chaos.count(5, 500);
        String replay = "foreign writer, %d partitions, %d times, seed %d".formatted(shards, times, Chaos.SEED);
        System.out.println(replay);
        List<String> done = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start()) {
            new Run(redis.uri(), shards, done).play(times, replay);
        } catch (AssertionError | Exception e) {
            int from = Math.max(0, done.size() - 30);
            throw new AssertionError(
                    "again with -Dsharq.test.seed=" + Chaos.SEED + ": " + replay + "; the last damages: "
                            + String.join(", ", done.subList(from, done.size())),
                    e);
        }
    }

    private static final class Run {
        private final String uri;
        private final RedisSettings settings;
        private final int shards;
        private final List<String> done;
        private final Random random = new Random(Chaos.SEED);
        private final WatchedJobs jobs = new WatchedJobs();
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<CompletableFuture<Void>> running = new ArrayList<>();
        private int named;
        private long problems;

        Run(String uri, int shards, List<String> done) {
            this.uri = uri;
            this.settings = RedisSettings.uri(uri)
                    .shards(shards)
                    .timeout(Patience.LIMIT)
                    .build();
            this.shards = shards;
            this.done = done;
        }

        void play(int times, String name) throws Exception {
            try (RedisBackend backend = RedisBackend.open(settings);
                    RedisBackend other = RedisBackend.open(settings);
                    StoredKeys stored = new StoredKeys(uri)) {
                Bystander bystander = new Bystander(other);
                List<WatchedClient> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(i -> new WatchedClient(backend, TYPE, jobs, Chaos.SEED + i))
                        .toList();
                WatchedClient upkeep = new WatchedClient(other, TYPE, jobs, Chaos.SEED + CLIENTS);
                clients.forEach(client -> start(client::act, 1));
                start(upkeep::upkeep, 100);
                running.add(CompletableFuture.runAsync(() -> bystander.work(isOver), threads));
                try {
                    damageAll(
                            times,
                            backend,
                            bystander,
                            new ForeignWriter(stored.redis(), jobs, TYPE, shards, settings.keyPrefix()));
                } finally {
                    isOver.set(true);
                    threads.shutdown();
                }
                for (CompletableFuture<Void> one : running) {
                    one.get(Patience.LIMIT.toSeconds() * 3, TimeUnit.SECONDS);
                }
                StoreCheck.list(settings, true);
                assertThat(StoreCheck.list(settings, false)).isEmpty();
                assertThat(health(backend).damaged()).isZero();
                drain(backend, clients.get(0), upkeep);
                nothingIsLeft(stored);
                System.out.printf(
                        "%s: %,d calls, %,d refused for a wrong type; %,d jobs, %,d of them harmed themselves; the check "
                                + "named %,d problems after %,d of the damages; %,d jobs of the other type in order; lost 0, "
                                + "wrong 0, double lease 0, left 0%n",
                        name,
                        clients.stream().mapToLong(WatchedClient::calls).sum(),
                        clients.stream().mapToLong(WatchedClient::refused).sum(),
                        jobs.acknowledged(),
                        jobs.harmed(),
                        problems,
                        named,
                        bystander.performed());
            }
        }

        private void start(Runnable act, int pauseMillis) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        while (!isOver.get()) {
                            act.run();
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
                        }
                    },
                    threads));
        }

        private void damageAll(int times, RedisBackend backend, Bystander bystander, ForeignWriter writer)
                throws Exception {
            long said = System.nanoTime();
            for (int n = 0; n < times; n++) {
                Thread.sleep(10 + random.nextInt(60));
                ForeignWriter.Damage damage = writer.damage(random);
                done.add(damage.words());
                awaitUndisturbed(bystander);
                List<StoreProblem> found = StoreCheck.list(settings, false);
                named += found.isEmpty() ? 0 : 1;
                problems += found.size();
                if (damage.isRetyped()) {
                    assertThat(found).extracting(StoreProblem::fault).contains("it is of a wrong type");
                }
                assertThat(health(backend).available()).isTrue();
                if (random.nextInt(3) == 0) {
                    repair();
                    awaitUndisturbed(bystander);
                }
                if (System.nanoTime() - said > PROGRESS_NANOS) {
                    said = System.nanoTime();
                    System.out.printf("  %d of %d times, %,d jobs%n", n + 1, times, jobs.acknowledged());
                }
            }
        }

        /** Clients are at work meanwhile, and may come to what is damaged before the check does. */
        private void repair() {
            Awaitility.await().atMost(Patience.LIMIT).until(() -> {
                StoreCheck.list(settings, true);
                return StoreCheck.list(settings, false).isEmpty();
            });
        }

        private void awaitUndisturbed(Bystander bystander) throws ExecutionException, InterruptedException {
            long before = bystander.performed();
            long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
            while (bystander.performed() < before + UNDISTURBED) {
                for (CompletableFuture<Void> one : running) {
                    if (one.isDone()) {
                        one.get();
                    }
                }
                assertThat(System.nanoTime()).as("the other type goes on").isLessThan(deadline);
                Thread.sleep(2);
            }
        }

        private static Health health(RedisBackend backend)
                throws ExecutionException, InterruptedException, TimeoutException {
            return backend.health().toCompletableFuture().get(2 * Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        /** Leases run out, delays end, and the dead are brought back: whatever is there comes. */
        private void drain(RedisBackend backend, WatchedClient worker, WatchedClient upkeep) {
            long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
            while (true) {
                upkeep.upkeep();
                worker.drain();
                Metrics left = Operations.get(backend.metrics(MetricsScope.ALL));
                if (left.length() + left.active() + left.dead() == 0) {
                    break;
                }
                assertThat(System.nanoTime())
                        .as("I1: missing " + jobs.missing() + ", of " + left)
                        .isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            assertThat(jobs.missing()).as("I1: what is lost").isEmpty();
            assertThat(StoreCheck.list(settings, false)).isEmpty();
        }

        /** Eleven minutes pass at once, on a clock of this client's. The settings that all share stay. */
        private void nothingIsLeft(StoredKeys stored) {
            long now = TimeUnit.SECONDS.toMicros(
                    Long.parseLong(stored.redis().time().get(0)));
            long late = now + TimeUnit.MINUTES.toMicros(11);
            RedisSettings later = RedisSettings.uri(uri)
                    .shards(shards)
                    .timeout(Patience.LIMIT)
                    .clock(() -> late)
                    .build();
            try (RedisBackend backend = RedisBackend.open(later)) {
                new WatchedClient(backend, TYPE, jobs, Chaos.SEED).upkeep();
            }
            assertThat(stored.content().keySet())
                    .as("what is left")
                    .isSubsetOf(settings.keyPrefix() + ":{" + settings.keyPrefix() + "}:settings");
        }
    }
}
