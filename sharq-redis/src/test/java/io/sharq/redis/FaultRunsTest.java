package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.RespProxy.Fate;
import io.sharq.tck.history.Rollback;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a crowd of clients is promised, while a real Redis and the way to it fail. A few of each, or under -Pchaos many. */
@Timeout(1_800)
class FaultRunsTest {
    private static final String[] SYNCED = {"--appendonly", "yes", "--appendfsync", "always"};
    private static final String[] EVERY_SECOND = {
        "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0"
    };

    /** What Redis leaves open with everysec. */
    private static final long MAY_BE_LOST_NANOS = TimeUnit.SECONDS.toNanos(2);

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

    /**
     * What a second's writes are worth is known in Redis alone, so the restarted one is asked first how far it remembers:
     * what was answered after that, and 2 s before the cut at the earliest, is undone and must stay so, and the rest must
     * keep every rule.
     */
    @Test
    void poweredOffBetweenSyncs() throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND)) {
            RedisProcess redis = power.redis();
            List<Rollback> rollbacks = new CopyOnWriteArrayList<>();
            new FaultRun("power cut of Redis, appendfsync everysec", redis, redis.uri())
                    .undoing(rollbacks)
                    .leftAloneFor(2_200, 3_200)
                    .resting(10)
                    .of(Chaos.count(2, 50), (n, random) -> {
                        long cutNanos = System.nanoTime();
                        power.cut();
                        long cutMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() + 1);
                        rollbacks.add(
                                new Rollback(lastRevisionIn(redis.folder()), cutMicros, cutNanos - MAY_BE_LOST_NANOS));
                        redis.startAgain();
                    });
        }
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
        assertThat(met.await(30, TimeUnit.SECONDS)).isTrue();
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
