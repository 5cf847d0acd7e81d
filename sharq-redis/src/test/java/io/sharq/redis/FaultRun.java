package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisException;
import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueRequest;
import io.sharq.tck.history.Call;
import io.sharq.tck.history.Crowd;
import io.sharq.tck.history.History;
import io.sharq.tck.history.HistoryCheck;
import io.sharq.tck.history.Rollback;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A crowd of clients on a Redis to which something bad happens again and again. Afterwards all is healed and drained, the
 * recorded history is held against the rules, and nothing may be left in Redis. In real time, because processes are.
 */
final class FaultRun {
    static final Duration TIMEOUT = Duration.ofMillis(500);

    private static final String TYPE = "sms";
    private static final QueueKey KEEPER = new QueueKey(TYPE, "keeper");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LEASE_MICROS = 1_000_000;

    /** Longer than a client's patience, so that what was finished between two attempts is not enqueued again. */
    private static final long RETENTION_MICROS = 120_000_000;

    private static final DeadLimits DEAD = new DeadLimits(100_000, Bounds.MAX_SPAN_MICROS);

    /** Something bad, of the n-th time. */
    interface Fault {
        void happen(int n, Random random) throws Exception;
    }

    private final String name;
    private final RedisProcess redis;
    private final String uri;
    private boolean movesClock;
    private @Nullable List<Rollback> rollbacks;
    private int pauseMillis = 2;
    private int leastMillis = 50;
    private int mostMillis = 300;

    /** @param uri where clients find the Redis, which may be a proxy before it */
    FaultRun(String name, RedisProcess redis, String uri) {
        this.name = name;
        this.redis = redis;
        this.uri = uri;
    }

    FaultRun movingTheClock() {
        movesClock = true;
        return this;
    }

    /** The fault undoes the last changes, and adds to the list which. */
    FaultRun undoing(List<Rollback> newRollbacks) {
        rollbacks = newRollbacks;
        return this;
    }

    /** The number of the last change that a Redis knows of, once it has loaded its files. */
    static long lastRevision(String uri) {
        try (RedisBackend backend =
                RedisBackend.open(RedisSettings.uri(uri).timeout(PATIENCE).build())) {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Operations.get(backend.describe(KEEPER)), Optional::isPresent)
                    .orElseThrow()
                    .stamp()
                    .revision();
        }
    }

    /** How long the crowd is left alone between two faults. */
    FaultRun leftAloneFor(int newLeastMillis, int newMostMillis) {
        leastMillis = newLeastMillis;
        mostMillis = newMostMillis;
        return this;
    }

    /** How long each client rests between two calls, so that a history stays small: 2 ms if not set. */
    FaultRun resting(int millis) {
        pauseMillis = millis;
        return this;
    }

    void of(int times, Fault fault) throws Exception {
        String replay = "%s, %d times, seed %d".formatted(name, times, Chaos.SEED);
        System.out.println(replay);
        try {
            play(times, fault);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("again with -Dsharq.test.seed=" + Chaos.SEED + ": " + replay, e);
        }
    }

    private void play(int times, Fault fault) throws Exception {
        Random random = new Random(Chaos.SEED);
        AtomicBoolean isOver = new AtomicBoolean();
        try (RedisBackend backend =
                        Patience.open(RedisSettings.uri(uri).timeout(TIMEOUT).build());
                StoredKeys stored = new StoredKeys(redis.uri());
                Waiters waiters = new Waiters(uri)) {
            History history = new History(backend, PATIENCE);
            pin(history, true);
            Crowd.Ways ways = new Crowd.Ways(LEASE_MICROS, RETENTION_MICROS, round -> goesOn(isOver));
            Crowd crowd = new Crowd(history, TYPE, Chaos.SEED, ways);
            CompletableFuture<Void> running = CompletableFuture.runAsync(crowd::run);
            CompletableFuture<Void> upkeep = CompletableFuture.runAsync(() -> upkeep(backend, isOver));
            try {
                if (rollbacks == null) {
                    waiters.measure();
                }
                long said = System.nanoTime();
                for (int n = 0; n < times; n++) {
                    Thread.sleep(leastMillis + random.nextInt(mostMillis - leastMillis));
                    if (running.isDone()) {
                        running.get();
                    }
                    fault.happen(n, random);
                    checkStored(stored);
                    if (rollbacks == null) {
                        waiters.wake();
                    }
                    if (System.nanoTime() - said > PROGRESS_NANOS) {
                        said = System.nanoTime();
                        System.out.printf(
                                "  %d of %d times, %,d calls%n",
                                n + 1, times, history.calls().size());
                    }
                }
                Thread.sleep(leastMillis);
            } finally {
                isOver.set(true);
            }
            upkeep.get(LONGEST_DRAIN.toSeconds(), TimeUnit.SECONDS);
            running.get(LONGEST_DRAIN.toSeconds(), TimeUnit.SECONDS);
            long undone = check(history, backend);
            pin(history, false);
            waiters.goAway();
            nothingIsLeft(backend);
            System.out.printf(
                    "%s, %d times: %,d calls, %,d failed attempts, %,d lost answers, %,d changes undone; "
                            + "lost 0, early 0, double lease 0, left 0; waiters awake after %,d ms at the latest%n",
                    name,
                    times,
                    history.calls().size(),
                    history.failures(),
                    history.lostAnswers(),
                    undone,
                    waiters.longest().toMillis());
        }
    }

    /** The invariant I13, in the middle of everything. A Redis that is still away is asked again. */
    private static void checkStored(StoredKeys stored) {
        String prefix = RedisSettings.uri("redis://127.0.0.1").build().keyPrefix();
        List<String> wrong = Awaitility.await()
                .atMost(LONGEST_DRAIN)
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(() -> PartitionCheck.wrong(stored.redis(), prefix), found -> true);
        assertThat(wrong).as("I13: what is wrong in Redis").isEmpty();
    }

    /** As a facade does it: what fails is tried again the next time. */
    private static void upkeep(Backend backend, AtomicBoolean isOver) {
        while (!isOver.get()) {
            CompletableFuture<?> round = backend.requeue(new RequeueRequest(TYPE, 1_000, DEAD))
                    .handle((reply, failure) -> null)
                    .toCompletableFuture();
            round.join();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean goesOn(AtomicBoolean isOver) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        return !isOver.get();
    }

    /** The type must not be forgotten in the middle, or its numbers would begin anew. */
    private static void pin(History history, boolean pinned) {
        history.call(Backend::configure, new ConfigureRequest(KEEPER, QueueChange.interval(0), pinned, null, false));
    }

    /** How many changes that were answered were undone. */
    private long check(History history, Backend backend) {
        List<Call> calls = history.calls();
        Function<String, QueueDescription> queues =
                id -> Operations.get(backend.describe(new QueueKey(TYPE, id))).orElseThrow();
        if (rollbacks != null) {
            long undone = HistoryCheck.checkWithRollbacks(calls, rollbacks, queues);
            assertThat(undone).as("the fault undid something").isPositive();
            return undone;
        }
        if (movesClock) {
            HistoryCheck.checkWithMovingClock(calls, queues);
        } else {
            HistoryCheck.check(calls, queues);
        }
        return 0;
    }

    /** The dead are discarded, and eleven minutes pass at once: on a clock of this client's. */
    private void nothingIsLeft(Backend backend) {
        long late =
                EpochMicros.of(Operations.get(backend.metrics(MetricsScope.ALL)).at()) + TimeUnit.MINUTES.toMicros(11);
        try (RedisBackend later = RedisBackend.open(
                RedisSettings.uri(redis.uri()).clock(() -> late).build())) {
            PageRequest page = PageRequest.first(1_000);
            List<DeadJob> dead = Operations.get(later.deadJobs(TYPE, page)).items();
            while (!dead.isEmpty()) {
                List<JobRef> jobs = dead.stream()
                        .map(DeadJob::job)
                        .map((JobKey job) -> new JobRef(job.queue().id(), job.id()))
                        .toList();
                Operations.get(later.discard(new DiscardRequest(TYPE, jobs)));
                dead = Operations.get(later.deadJobs(TYPE, page)).items();
            }
        }
        long latest = late + TimeUnit.MINUTES.toMicros(11);
        try (RedisBackend later = RedisBackend.open(
                RedisSettings.uri(redis.uri()).clock(() -> latest).build())) {
            for (String type : List.of(TYPE, Waiters.TYPE)) {
                while (Operations.get(later.requeue(new RequeueRequest(type, 1_000, DEAD)))
                        .more()) {
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(TestRedis.<List<String>>on(redis.uri(), commands -> commands.keys("*")))
                .isEmpty();
    }
}
