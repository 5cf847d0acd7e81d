package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.RespProxy.Fate;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command of every operation fails in every way. The failure says truly whether the operation may have happened,
 * and the same call made again leads to the state to which an undisturbed one leads.
 */
class NthCallTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Patience.LIMIT;

    /**
     * Time-outs for a reply that never comes, in real time, since it is the client's own clock that ends a wait. The first
     * that is long enough for the commands before it will do: which one that is depends on the machine.
     */
    private static final List<Duration> SHORT =
            List.of(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(20));

    private static final int MOST_ROUNDS = 200;

    private static final Set<String> OF_OPERATIONS = Set.of("EVALSHA", "EVAL", "HSET", "HGET", "HSCAN");

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final StoredKeys STORED = new StoredKeys(REDIS.uri());
    private static final RespProxy PROXY = RespProxy.before(REDIS.port());
    private static final ManualTime TIME = ManualTime.startingAt(START);
    private static final RedisBackend STEADY = RedisBackend.open(
            RedisSettings.uri(REDIS.uri()).clock(TIME).timeout(LONG).build());
    private static final RedisBackend PATIENT = RedisBackend.open(
            RedisSettings.uri(PROXY.uri()).clock(TIME).timeout(LONG).build());
    private static final List<RedisBackend> HASTY =
            SHORT.stream().map(NthCallTest::openHasty).toList();

    private static final AtomicInteger CASES = new AtomicInteger();

    /** A way to fail, and what is said of it. */
    private record Fault(Fate fate, Outcome outcome, boolean isSilence) {}

    private static final Map<String, Fault> FAULTS = faults();

    private static RedisBackend openHasty(Duration timeout) {
        return Patience.open(
                RedisSettings.uri(PROXY.uri()).clock(TIME).timeout(timeout).build());
    }

    private static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("cut before", new Fault(new Fate.CutBefore(), Outcome.UNKNOWN, false));
        faults.put("cut after", new Fault(new Fate.CutAfter(), Outcome.UNKNOWN, false));
        faults.put("half a reply", new Fault(new Fate.HalfReply(), Outcome.UNKNOWN, false));
        faults.put("no request in time", new Fault(new Fate.LostRequest(), Outcome.UNKNOWN, true));
        faults.put("no reply in time", new Fault(new Fate.LostReply(), Outcome.UNKNOWN, true));
        for (String later : List.of(
                "BUSY Redis is busy running a script.",
                "LOADING Redis is loading the dataset in memory",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "READONLY You can't write against a read only replica.",
                "TRYAGAIN Multiple keys request during rehashing of slot",
                "MOVED 1 127.0.0.1:1",
                "ASK 1 127.0.0.1:1",
                "CLUSTERDOWN The cluster is down",
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "NOREPLICAS Not enough good replicas to write.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")) {
            faults.put(name(later), new Fault(new Fate.Refused(later), Outcome.NOT_DONE, false));
        }
        for (String never : List.of(
                "NOSCRIPT No matching script.",
                "NOPERM this user has no permissions to run the 'evalsha' command",
                "WRONGTYPE Operation against a key holding the wrong kind of value")) {
            faults.put(name(never), new Fault(new Fate.Refused(never), Outcome.REJECTED, false));
        }
        return faults;
    }

    private static String name(String error) {
        return error.substring(0, error.indexOf(' '));
    }

    /** An operation that was not disturbed. */
    private record Twin(List<List<String>> commands, String reply, String view) {}

    @AfterAll
    static void close() {
        HASTY.forEach(RedisBackend::close);
        PATIENT.close();
        STEADY.close();
        PROXY.close();
        STORED.close();
        REDIS.close();
        System.out.printf(
                "%,d faults at every command of %d operations: each typed, each made good by the same call%n",
                CASES.get(), FaultCases.all().size());
    }

    @TestFactory
    Stream<DynamicTest> anOperationThatFailsIsMadeGoodByTheSameCall() {
        return FaultCases.all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> fail(entry.getValue(), false)));
    }

    /** Where Redis has lost the scripts, each is two commands: the one that finds that out, and the one with its text. */
    @TestFactory
    Stream<DynamicTest> soDoesOneWhoseScriptsRedisHasForgotten() {
        List<String> names = Chaos.IS_FULL ? List.copyOf(FaultCases.all().keySet()) : List.of("dequeue", "fail");
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> fail(FaultCases.all().get(name), true)));
    }

    private static void fail(FaultCases.SetUp setUp, boolean forgets) {
        Twin twin = undisturbed(setUp, forgets);
        assertThat(twin.commands).isNotEmpty();
        for (int n = 0; n < twin.commands.size(); n++) {
            for (Map.Entry<String, Fault> fault : FAULTS.entrySet()) {
                String name = "%s at command %d, %s"
                        .formatted(fault.getKey(), n + 1, twin.commands.get(n).get(0));
                List<RedisBackend> backends = fault.getValue().isSilence ? HASTY : List.of(PATIENT);
                boolean isMet = false;
                for (int i = 0; i < backends.size() && !isMet; i++) {
                    isMet = fail(name, setUp, forgets, n, fault.getValue(), twin, backends.get(i));
                }
                assertThat(isMet).as(name).isTrue();
                CASES.incrementAndGet();
            }
        }
    }

    private static FaultCases.Operation begin(FaultCases.SetUp setUp, boolean forgets) {
        PROXY.decide(command -> Fate.PASS);
        STORED.redis().flushdb();
        TIME.stepMicros(START.toEpochMilli() * 1_000 - TIME.nowMicros());
        FaultCases.Operation operation = setUp.on(STEADY, TIME);
        if (forgets) {
            STORED.redis().scriptFlush();
        }
        return operation;
    }

    /** The rest is what the client itself says to a new connection, and the question whether Redis is back. */
    private static boolean isOfOperation(List<String> command) {
        return OF_OPERATIONS.contains(command.get(0).toUpperCase(Locale.ROOT));
    }

    private static Twin undisturbed(FaultCases.SetUp setUp, boolean forgets) {
        // Once more before, so that Redis knows the scripts unless it is to have forgotten them.
        Operations.get(begin(setUp, false).apply(STEADY));
        FaultCases.Operation operation = begin(setUp, forgets);
        awaitBack(PATIENT);
        List<List<String>> commands = new ArrayList<>();
        PROXY.decide(command -> {
            if (isOfOperation(command)) {
                commands.add(command);
            }
            return Fate.PASS;
        });
        String reply = reply(Operations.get(operation.apply(PATIENT)));
        PROXY.decide(command -> Fate.PASS);
        return new Twin(commands, reply, FaultCases.everything(STEADY));
    }

    /** Gives false if the time-out ended the operation before its n-th command, as it may on a slow machine. */
    private static boolean fail(
            String name, FaultCases.SetUp setUp, boolean forgets, int n, Fault fault, Twin twin, RedisBackend backend) {
        FaultCases.Operation operation = begin(setUp, forgets);
        String before = FaultCases.jobs(STEADY);
        if (forgets) {
            STORED.redis().scriptFlush();
        }
        awaitBack(backend);
        AtomicInteger seen = new AtomicInteger();
        PROXY.decide(command -> isOfOperation(command) && seen.getAndIncrement() == n ? fault.fate : Fate.PASS);
        String reply = null;
        Outcome outcome = null;
        try {
            reply = reply(Operations.get(operation.apply(backend)));
        } catch (CompletionException e) {
            outcome = ((BackendException) e.getCause()).outcome();
        }
        PROXY.decide(command -> Fate.PASS);
        if (fault.isSilence && seen.get() <= n) {
            PROXY.cut();
            return false;
        }
        assertThat(seen).as(name).hasValueGreaterThan(n);
        boolean isSentAgain = fault.fate instanceof Fate.Refused refused
                && refused.error().startsWith("NOSCRIPT")
                && twin.commands.get(n).get(0).equalsIgnoreCase("EVALSHA");
        boolean isPassedOver = name.startsWith("WRONGTYPE") && isCountOfAListedType(twin.commands, n);
        assertThat(outcome).as(name).isEqualTo(isSentAgain || isPassedOver ? null : fault.outcome);
        if (outcome == Outcome.NOT_DONE || outcome == Outcome.REJECTED) {
            // A type may have been listed for it, without a job: that is no part of it.
            assertThat(FaultCases.jobs(STEADY)).as(name).isEqualTo(before);
        }
        if (reply == null) {
            reply = again(operation, backend);
        }
        assertThat(FaultCases.everything(STEADY)).as(name).isEqualTo(twin.view);
        if (isPassedOver) {
            assertThat(reply).as(name).isNotEqualTo(twin.reply);
        } else if (outcome != Outcome.UNKNOWN || name.toLowerCase(Locale.ROOT).contains("dequeue")) {
            assertThat(reply).as(name).isEqualTo(twin.reply);
        }
        return true;
    }

    /** What the metrics of all count after a look at the list: a type that is damaged is left out, and health tells it. */
    private static boolean isCountOfAListedType(List<List<String>> commands, int n) {
        return commands.get(n).get(0).equalsIgnoreCase("EVALSHA")
                && n > 0
                && commands.get(n - 1).get(0).equalsIgnoreCase("HSCAN");
    }

    /** As a caller does whose call failed: the same call, until it is answered. */
    private static String again(FaultCases.Operation operation, RedisBackend backend) {
        PROXY.cutSilent();
        for (int round = 0; ; round++) {
            try {
                awaitBack(backend);
                return reply(Operations.get(operation.apply(backend)));
            } catch (CompletionException e) {
                if (round == MOST_ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private static String reply(Object reply) {
        return String.valueOf(reply).replaceAll("revision=\\d+", "revision");
    }

    private static void awaitBack(Backend backend) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!Operations.get(backend.health()).available()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
