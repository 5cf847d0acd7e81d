package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.DeadLimits;
import io.sharq.api.QueuePattern;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.reshard.Reshard;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptLoader;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.tck.history.Crowd;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Redis never rolls a script back, so a script must not fail once it has written. Each call that a backend makes is
 * caught on its way and tried in every broken form first: stopped before each of its commands, and with each of its keys
 * of each wrong type.
 */
class ScriptAtomicityTest {
    /** Calls that issue the same commands in the same order are tried once; of the rest, this many of each script. */
    private static final int TRACES_A_SCRIPT = 12 * Integer.getInteger("sharq.test.effort", 1);

    private static final Map<String, BiConsumer<RedisCommands<String, String>, String>> TYPES = types();

    private final RedisProcess redis = RedisProcess.start();
    private final StoredKeys stored = new StoredKeys(redis.uri());
    private final RespProxy proxy = RespProxy.before(redis.port());
    private final Map<String, Script> scripts = Stream.of(Script.values())
            .collect(Collectors.toMap(script -> ScriptLoader.load(script).sha1(), script -> script));
    private final Set<String> traces = new HashSet<>();
    private final Map<Script, Integer> traced = new EnumMap<>(Script.class);
    private final ConcurrentLinkedQueue<Object> problems = new ConcurrentLinkedQueue<>();
    private int cases;

    private static Map<String, BiConsumer<RedisCommands<String, String>, String>> types() {
        Map<String, BiConsumer<RedisCommands<String, String>, String>> types = new LinkedHashMap<>();
        types.put("string", (redis, key) -> redis.set(key, "not ours"));
        types.put("list", (redis, key) -> redis.rpush(key, "not ours"));
        types.put("set", (redis, key) -> redis.sadd(key, "not ours"));
        types.put("hash", (redis, key) -> redis.hset(key, "not", "ours"));
        types.put("zset", (redis, key) -> redis.zadd(key, 1, "not ours"));
        types.put("stream", (redis, key) -> redis.xadd(key, Map.of("not", "ours")));
        return types;
    }

    @BeforeEach
    void tryEveryCall() {
        proxy.decide(command -> {
            Script script = command.get(0).equalsIgnoreCase("EVALSHA") ? scripts.get(command.get(1)) : null;
            if (script != null) {
                int keys = Integer.parseInt(command.get(2));
                tryAll(new ScriptCalls(
                        script, command.subList(3, 3 + keys), command.subList(3 + keys, command.size())));
            }
            return RespProxy.Fate.PASS;
        });
    }

    @AfterEach
    void close() {
        proxy.close();
        stored.close();
        redis.close();
    }

    private RedisSettings.Builder settings() {
        return RedisSettings.uri(proxy.uri()).timeout(Duration.ofMinutes(2));
    }

    @Test
    void aScriptFailsOnlyBeforeItsFirstWrite() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        try (RedisBackend backend = RedisBackend.open(settings().clock(time).build())) {
            new EveryOperation(backend, time).run();
            new CallsAtOnce(backend, time).run();
        }
        spread(time);
        AtomicLong ticks = new AtomicLong(time.nowMicros());
        try (RedisBackend backend =
                RedisBackend.open(settings().clock(() -> ticks.addAndGet(41)).build())) {
            new Crowd(backend, "crowd", 7).run();
        }
        sweep(time);
        assertThat(problems).isEmpty();
        assertThat(traced).containsOnlyKeys(Script.values());
        System.out.printf(
                "%,d broken calls of %d scripts, %d different courses: none left a half%n",
                cases, traced.size(), traces.size());
    }

    /** A change of defaults that takes more than one step. */
    private void sweep(ManualTime time) {
        try (RedisBackend backend =
                RedisBackend.open(settings().clock(time).keyPrefix("swept").build())) {
            List<EnqueueItem> items = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                items.add(new EnqueueItem(
                        "queue-" + i, "job", Operations.payload("job"), JobOptions.DEFAULT, QueueChange.NONE));
            }
            Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, items)));
            QueuePattern all = new QueuePattern(Operations.TYPE, "*");
            assertThat(Operations.get(backend.setDefaults(
                                    new SetDefaultsRequest(all, QueueChange.interval(1_000), Set.of())))
                            .found())
                    .isTrue();
        }
    }

    /** The scripts that only a type of several partitions needs, and the others as they are called there. */
    private void spread(ManualTime time) {
        RedisSettings.Builder several = settings().clock(time).keyPrefix("spread");
        try (RedisBackend backend = RedisBackend.open(several.shards(2).build())) {
            new EveryOperation(backend, time).run();
            Operations operations = new Operations(backend);
            operations.enqueue("waits", "job", 60_000);
            // Two in each partition.
            for (int i = 2; i < 6; i++) {
                EnqueueItem item = new EnqueueItem(
                        "queue-" + i,
                        "job",
                        Operations.payload("job"),
                        new JobOptions(0, 0, 0, null),
                        QueueChange.NONE);
                Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
            }
            List<FailItem> failed = operations.dequeue(5).jobs().stream()
                    .filter(job -> !job.queueId().equals("waits"))
                    .map(job -> new FailItem(new LeaseRef(job.queueId(), job.jobId(), job.token()), 0, "refused"))
                    .toList();
            assertThat(Operations.get(
                            backend.fail(new FailRequest(Operations.TYPE, failed, new DeadLimits(1, 60_000_000)))))
                    .hasSize(4);
            assertThat(StoreCheck.list(several.build(), true)).isEmpty();
            time.advance(Duration.ofMinutes(1));
            assertThat(operations.requeue().requeued()).isEqualTo(1);
        }
        assertThat(Reshard.spread(several.build(), Operations.TYPE, 3)
                        .movedQueues()
                        .orElseThrow())
                .isPositive();
    }

    @SuppressWarnings("IllegalCatch") // What goes wrong on the proxy's thread has to fail the test's.
    private void tryAll(ScriptCalls call) {
        if (traced.getOrDefault(call.script(), 0) >= TRACES_A_SCRIPT) {
            return;
        }
        Map<String, byte[]> saved = stored.save();
        try {
            Map<String, String> before = stored.content();
            List<String> trace = call.run(stored.redis());
            if (traces.add(call.script() + " " + trace)) {
                traced.merge(call.script(), 1, Integer::sum);
                tryWrongTypes(call, saved, stored.content());
                stored.restore(saved);
                tryStops(call, trace, before);
            }
        } catch (Throwable e) {
            problems.add(e);
        }
        stored.restore(saved);
    }

    private void tryStops(ScriptCalls call, List<String> trace, Map<String, String> before) {
        for (int n = 1; n <= trace.size(); n++) {
            cases++;
            call.runUpTo(stored.redis(), n);
            if (!stored.content().equals(before)) {
                problems.add(
                        "%s, stopped before %s, had changed something".formatted(call.script(), trace.subList(0, n)));
            }
            if (ScriptCalls.WRITES.contains(trace.get(n - 1))) {
                return;
            }
        }
    }

    private void tryWrongTypes(ScriptCalls call, Map<String, byte[]> saved, Map<String, String> done) {
        for (String key : call.keys()) {
            stored.restore(saved);
            String right = stored.redis().type(key);
            for (String type : TYPES.keySet()) {
                // One that is not there may be made of any type.
                if (!type.equals(right)) {
                    tryWrongType(call, saved, key, type, done);
                }
            }
        }
    }

    private void tryWrongType(
            ScriptCalls call, Map<String, byte[]> saved, String key, String type, Map<String, String> done) {
        cases++;
        stored.restore(saved);
        stored.redis().del(key);
        TYPES.get(type).accept(stored.redis(), key);
        Map<String, String> before = stored.content();
        try {
            call.run(stored.redis());
            // A script that did not need the key has done its work on the others. A partition that is opened over what
            // another program left notes that as damage.
            boolean isNoted = call.script() == Script.OPEN && type.equals("hash");
            if (!isNoted && !without(key, stored.content()).equals(without(key, done))) {
                problems.add("%s with a %s as %s did something else".formatted(call.script(), type, key));
            }
        } catch (RedisCommandExecutionException e) {
            if (!stored.content().equals(before)) {
                problems.add(
                        "%s with a %s as %s failed half-way: %s".formatted(call.script(), type, key, e.getMessage()));
            }
        }
    }

    private static Map<String, String> without(String key, Map<String, String> content) {
        Map<String, String> others = new TreeMap<>(content);
        others.remove(key);
        return others;
    }

    @Test
    void aScriptReadsNoMoreThanItIsAskedForAndTheClockOnce() {
        for (Script script : Script.values()) {
            String source = ScriptLoader.source(script.name().toLowerCase(Locale.ROOT));
            for (String line : source.lines().toList()) {
                assertThat(line)
                        .doesNotContain("'HGETALL'", "'HKEYS'", "'HVALS'", "'KEYS'", "'SCAN'", "'SMEMBERS'")
                        .satisfies(text -> {
                            if (text.contains("'ZRANGEBYLEX'") || text.contains("'ZRANGEBYSCORE'")) {
                                assertThat(text).contains("'LIMIT'");
                            }
                            if (text.contains("'HSCAN'")) {
                                assertThat(text).contains("'COUNT'");
                            }
                        });
            }
            assertThat(source.split("'TIME'", -1)).as(script.name()).hasSizeLessThanOrEqualTo(2);
            assertThat(source.split("= clock\\(\\)", -1)).as(script.name()).hasSizeLessThanOrEqualTo(2);
        }
    }
}
