package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisException;
import io.sharq.redis.RespProxy.Fate;
import io.sharq.tck.history.Rollback;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a crowd of clients is promised, while a real Redis and the way to it fail. A few of each, or under -Pchaos many. */
@Timeout(1_800)
class FaultRunsTest {
    private static final String[] SYNCED = {"--appendonly", "yes", "--appendfsync", "always"};
    private static final String[] EVERY_SECOND = {
        "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0"
    };

    /** How long Redis puts off the write of its file while a sync is in flight, with everysec. */
    private static final long PUT_OFF_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** More than upkeep writes: some of it is the crowd's. */
    private static final long SOME_BYTES = 4_096;

    private static final List<Duration> QUICK_SYNCS = List.of(Duration.ZERO);

    /** By turns, shorter and longer than Redis puts off a write. */
    private static final List<Duration> SLOW_SYNCS = List.of(Duration.ofMillis(1_500), Duration.ofSeconds(5));

    private static final Duration SLOW_SYNC_OF_EACH_WRITE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void killed() throws Exception {
        try (RedisProcess redis = RedisProcess.start(SYNCED)) {
            new FaultRun("kill -9 of Redis, appendfsync always", redis, redis.uri())
                    .of(Chaos.count(2, 50), (n, random) -> {
                        redis.kill();
                        redis.startAgain();
                    });
        }
    }

    @Test
    void poweredOff() throws Exception {
        try (PowerSupply power = PowerSupply.of(SYNCED)) {
            RedisProcess redis = power.redis();
            new FaultRun("power cut of Redis, appendfsync always", redis, redis.uri())
                    .of(Chaos.count(2, 50), (n, random) -> {
                        power.cut();
                        redis.startAgain();
                    });
        }
    }

    /** Each fault strikes while a sync is in flight, and every other one is a power cut. */
    @Test
    void killedInSlowSyncs() throws Exception {
        try (PowerSupply power = PowerSupply.of(SYNCED)) {
            RedisProcess redis = power.redis();
            power.syncsTake(SLOW_SYNC_OF_EACH_WRITE);
            new FaultRun("kill -9 and power cut of Redis, appendfsync always, slow syncs", redis, redis.uri())
                    .of(Chaos.count(4, 50), (n, random) -> {
                        untilTrue(() -> power.stopIf(() -> power.synced() < power.written()));
                        if (n % 2 == 0) {
                            redis.kill();
                        } else {
                            power.cut();
                        }
                        redis.startAgain();
                    });
        }
    }

    /**
     * While a sync is in flight Redis puts off the write of its file, and answers. It stops that after 2 s, before its next
     * answer: what it had answered 2 s before a call that it answered as well is in its file.
     */
    @Test
    void killedInSlowSyncsEverySecond() throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND);
                StoredKeys commands = new StoredKeys(power.redis().uri())) {
            RedisProcess redis = power.redis();
            power.syncsTake(SLOW_SYNCS.get(0));
            List<Rollback> rollbacks = new CopyOnWriteArrayList<>();
            new FaultRun("kill -9 of Redis, appendfsync everysec, slow syncs", redis, redis.uri())
                    .undoing(rollbacks)
                    .leftAloneFor(1_000, 3_000)
                    .resting(10)
                    .of(Chaos.count(2, 50), (n, random) -> {
                        long answeredNanos = stopWithWritesPutOff(power, commands);
                        redis.kill();
                        rollbacks.add(rollback(redis, answeredNanos - PUT_OFF_NANOS));
                        power.syncsTake(SLOW_SYNCS.get((n + 1) % SLOW_SYNCS.size()));
                        redis.startAgain();
                    });
        }
    }

    @Test
    void poweredOffBetweenSyncs() throws Exception {
        poweredOffBetweenSyncs("power cut of Redis, appendfsync everysec", QUICK_SYNCS);
    }

    @Test
    void poweredOffInSlowSyncs() throws Exception {
        poweredOffBetweenSyncs("power cut of Redis, appendfsync everysec, slow syncs", SLOW_SYNCS);
    }

    private static void poweredOffBetweenSyncs(String name, List<Duration> syncs) throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND);
                StoredKeys commands = new StoredKeys(power.redis().uri())) {
            RedisProcess redis = power.redis();
            power.syncsTake(syncs.get(0));
            List<Rollback> rollbacks = new CopyOnWriteArrayList<>();
            AtomicLong oldestNanos = new AtomicLong();
            new FaultRun(name, redis, redis.uri())
                    .undoing(rollbacks)
                    .leftAloneFor(2_200, 3_200)
                    .resting(10)
                    .of(Chaos.count(2, 50), (n, random) -> {
                        stopWithWritesUnsynced(power, commands);
                        long cutNanos = System.nanoTime();
                        long keptUntilNanos = power.cut();
                        oldestNanos.accumulateAndGet(cutNanos - keptUntilNanos, Math::max);
                        rollbacks.add(rollback(redis, keptUntilNanos));
                        power.syncsTake(syncs.get((n + 1) % syncs.size()));
                        redis.startAgain();
                    });
            System.out.printf(
                    "%s: nothing undone was older than %,d ms%n",
                    name, TimeUnit.NANOSECONDS.toMillis(oldestNanos.get()));
        }
    }

    /**
     * A kill then undoes what Redis has answered, whatever the disk does next.
     *
     * @return an instant before a call that Redis has answered
     */
    private static long stopWithWritesPutOff(PowerSupply power, StoredKeys commands) {
        AtomicLong askedNanos = new AtomicLong();
        untilTrue(() -> {
            long written = power.written();
            askedNanos.set(System.nanoTime());
            return putOff(commands) >= SOME_BYTES && power.stopIf(() -> power.written() == written);
        });
        return askedNanos.get();
    }

    /** What Redis has yet to write to its file. What precedes its answer on other connections has been answered too. */
    private static long putOff(StoredKeys commands) {
        return commands.redis()
                .info("persistence")
                .lines()
                .filter(line -> line.startsWith("aof_buffer_length:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** A power cut then undoes what Redis has answered. */
    private static void stopWithWritesUnsynced(PowerSupply power, StoredKeys commands) {
        untilTrue(() -> {
            long written = power.written();
            commands.redis().ping();
            return written - power.synced() >= SOME_BYTES && power.stopIf(() -> written - power.synced() >= SOME_BYTES);
        });
    }

    /** A Redis that has only just come back is asked again. */
    private static void untilTrue(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(condition);
    }

    /**
     * How far a Redis that has ended remembers is known in Redis alone, so the files are read first: what was numbered later
     * is undone and must stay so, and the rest must keep every rule.
     */
    private static Rollback rollback(RedisProcess redis, long keptUntilNanos) throws Exception {
        long endMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() + 1);
        return new Rollback(lastRevisionIn(redis.folder()), endMicros, keptUntilNanos);
    }

    /** By a Redis of its own, which nobody else knows, on a copy of the files. */
    private static long lastRevisionIn(Path folder) throws Exception {
        Path copy = Files.createTempDirectory("sharq-copy");
        Path files = Files.createDirectory(copy.resolve("appendonlydir"));
        try (Stream<Path> originals = Files.list(folder.resolve("appendonlydir"))) {
            for (Path original : originals.toList()) {
                Files.copy(original, files.resolve(original.getFileName()));
            }
        }
        try (RedisProcess reader = RedisProcess.start("--dir", copy.toString(), "--appendonly", "yes")) {
            return FaultRun.lastRevision(reader.uri());
        } finally {
            try (Stream<Path> all = Files.walk(copy)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void frozen() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            new FaultRun("SIGSTOP of Redis, longer than the time-out", redis, redis.uri())
                    .of(Chaos.count(2, 50), (n, random) -> {
                        redis.pause();
                        Thread.sleep(FaultRun.TIMEOUT.toMillis() + 100 + random.nextInt(400));
                        redis.resume();
                    });
        }
    }

    @Test
    void cutOff() throws Exception {
        List<Fate> fates = List.of(new Fate.CutBefore(), new Fate.CutAfter(), new Fate.HalfReply());
        try (RedisProcess redis = RedisProcess.start();
                RespProxy proxy = RespProxy.before(redis.port())) {
            new FaultRun("connection cut before, after or in a reply", redis, proxy.uri())
                    .leftAloneFor(5, 40)
                    .of(Chaos.count(50, 1_000), (n, random) -> meet(proxy, random, fates.get(n % 3)));
        }
    }

    @Test
    void halfOpen() throws Exception {
        List<Fate> fates = List.of(new Fate.LostRequest(), new Fate.LostReply());
        try (RedisProcess redis = RedisProcess.start();
                RespProxy proxy = RespProxy.before(redis.port())) {
            new FaultRun("half-open connection, longer than the time-out", redis, proxy.uri())
                    .of(Chaos.count(2, 50), (n, random) -> {
                        meet(proxy, random, fates.get(n % 2));
                        Thread.sleep(FaultRun.TIMEOUT.toMillis() + 200);
                        proxy.cutSilent();
                    });
        }
    }

    /** Somewhere in the stream of commands. */
    private static void meet(RespProxy proxy, Random random, Fate fate) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(random.nextInt(30));
        CountDownLatch met = new CountDownLatch(1);
        proxy.decide(command -> {
            if (!command.get(0).startsWith("EVAL") || left.getAndDecrement() != 0) {
                return Fate.PASS;
            }
            met.countDown();
            return fate;
        });
        assertThat(met.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void pestered() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--busy-reply-threshold", "100");
                StoredKeys commands = new StoredKeys(redis.uri())) {
            List<Runnable> pests = List.of(
                    () -> commands.redis().scriptFlush(),
                    () -> kill(commands),
                    () -> commands.redis().clientPause(200 + FaultRun.TIMEOUT.toMillis()),
                    () -> busy(commands),
                    () -> full(commands));
            new FaultRun("SCRIPT FLUSH, CLIENT KILL, CLIENT PAUSE, a busy script, a full memory", redis, redis.uri())
                    .of(
                            Chaos.count(10, 100),
                            (n, random) -> pests.get(n % pests.size()).run());
        }
    }

    private static void kill(StoredKeys commands) {
        commands.redis()
                .clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme(true));
    }

    private static void busy(StoredKeys commands) {
        commands.redis().eval("""
                        local function now()
                          local time = redis.call('TIME')
                          return time[1] * 1000 + time[2] / 1000
                        end
                        local from = now()
                        while now() - from < 400 do end
                        return 1
                        """, io.lettuce.core.ScriptOutputType.INTEGER);
    }

    private static void full(StoredKeys commands) {
        commands.redis().configSet("maxmemory", "1");
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        commands.redis().configSet("maxmemory", "0");
    }

    @Test
    void clockSet() throws Exception {
        Path offset = Files.write(Files.createTempFile("sharq-clock", ".bin"), new byte[Long.BYTES]);
        Map<String, String> environment =
                Map.of("LD_PRELOAD", NativeLibrary.compile("clock").toString(), "CLOCK_OFFSET_FILE", offset.toString());
        List<Long> steps = List.of(1L, 40L, 2_000L, 90_000L, 86_400_000L);
        try (RedisProcess redis = RedisProcess.start(environment)) {
            NativeLibrary.assumeInside(redis.pid(), "clock");
            new FaultRun("clock of Redis set forward or back, by 1 ms to a day", redis, redis.uri())
                    .movingTheClock()
                    .of(Chaos.count(10, 100), (n, random) -> {
                        long millis = steps.get(n / 2 % steps.size());
                        move(offset, (random.nextBoolean() ? millis : -millis) * 1_000);
                    });
        }
    }

    private static void move(Path offset, long micros) throws Exception {
        ByteBuffer number = ByteBuffer.wrap(Files.readAllBytes(offset)).order(ByteOrder.LITTLE_ENDIAN);
        number.putLong(0, number.getLong(0) + micros);
        Files.write(offset, number.array(), StandardOpenOption.WRITE);
    }
}
