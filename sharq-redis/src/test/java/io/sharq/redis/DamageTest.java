package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.check.StoreProblem;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Damage from outside: each entry of a partition, one after the other, is taken away, overwritten or given another score, and
 * each key is deleted. Whatever is called then, what is damaged harms nothing but itself: every other job is handed out, with
 * its own payload, to one worker at a time, and upkeep goes on.
 */
class DamageTest {
    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);
    private static final PageRequest PAGE = PageRequest.first(100);
    private static final String OTHER_TYPE = "voice";

    /** The queues by what becomes of their one job or more, if nothing is damaged. */
    private static final Map<String, List<String>> HANDED_OUT = new LinkedHashMap<>();

    static {
        HANDED_OUT.put("aa", List.of("a1", "a2", "a3"));
        HANDED_OUT.put("bb", List.of("b1", "b2"));
        HANDED_OUT.put("delayed", List.of("d1", "d2"));
        HANDED_OUT.put("leased", List.of("l1", "l2"));
        HANDED_OUT.put("spaced", List.of("s1", "s2"));
        HANDED_OUT.put("ordered", List.of("o1", "o2"));
        HANDED_OUT.put("until", List.of("u1", "u2"));
        HANDED_OUT.put("watched", List.of("w1"));
        HANDED_OUT.put("zz", List.of("z1", "z2"));
    }

    private final RedisProcess redis = RedisProcess.start();
    private final StoredKeys stored = new StoredKeys(redis.uri());
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings =
            RedisSettings.uri(redis.uri()).clock(time).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final Map<String, LeasedJob> held = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final Set<String> cancelled = new LinkedHashSet<>();
    private long nonce = 1_000;
    private Map<String, byte[]> sound = Map.of();
    private long soundMicros;
    private LeasedJob leased = fill();

    private LeasedJob fill() {
        QueueChange defaults = new QueueChange(null, null, 100);
        Operations.get(backend.setDefaults(
                new SetDefaultsRequest(new QueuePattern(Operations.TYPE, "aa*"), defaults, Set.of())));
        for (String queue : List.of("aa", "bb", "zz")) {
            for (String job : HANDED_OUT.getOrDefault(queue, List.of())) {
                enqueue(Operations.TYPE, queue, job, JobOptions.DEFAULT, QueueChange.NONE);
            }
        }
        for (String job : List.of("d1", "d2")) {
            enqueue(Operations.TYPE, "delayed", job, delayed(600_000_000), QueueChange.NONE);
        }
        for (String job : List.of("s1", "s2")) {
            enqueue(Operations.TYPE, "spaced", job, JobOptions.DEFAULT, QueueChange.interval(1_000));
        }
        for (String job : List.of("o1", "o2")) {
            enqueue(Operations.TYPE, "ordered", job, JobOptions.DEFAULT, new QueueChange(0L, true, null));
        }
        for (String job : List.of("l1", "l2")) {
            enqueue(Operations.TYPE, "leased", job, until(Bounds.MAX_SPAN_MICROS), QueueChange.NONE);
        }
        for (String job : List.of("u1", "u2")) {
            enqueue(Operations.TYPE, "until", job, until(Bounds.MAX_SPAN_MICROS), QueueChange.NONE);
        }
        enqueue(Operations.TYPE, "dead", "x1", new JobOptions(0, 0, 0, null), QueueChange.NONE);
        enqueue(Operations.TYPE, "dead", "x2", new JobOptions(0, 0, 0, null), QueueChange.NONE);
        for (int i = 0; i < 2; i++) {
            FailItem failed = new FailItem(lease(dequeueFrom("dead").get(0)), 0, null);
            Operations.get(backend.fail(new FailRequest(Operations.TYPE, List.of(failed), DEAD)));
        }
        enqueue(Operations.TYPE, "finished", "f1", JobOptions.DEFAULT, QueueChange.NONE);
        Operations.get(backend.finish(FinishRequest.of(
                Operations.TYPE, List.of(lease(dequeueFrom("finished").get(0))), 60_000_000)));
        enqueue(Operations.TYPE, "result", "r1", JobOptions.DEFAULT, QueueChange.NONE);
        FinishItem withResult = new FinishItem(lease(dequeueFrom("result").get(0)), Operations.payload("done"));
        Operations.get(backend.finish(new FinishRequest(Operations.TYPE, List.of(withResult), 60_000_000)));
        enqueue(Operations.TYPE, "watched", "w1", JobOptions.DEFAULT, QueueChange.NONE);
        Operations.get(backend.watch(JobKey.of(Operations.TYPE, "watched", "w1")));
        Operations.get(backend.watch(JobKey.of(Operations.TYPE, "until", "u2")));
        for (String job : List.of("v1", "v2")) {
            enqueue(OTHER_TYPE, "user", job, JobOptions.DEFAULT, QueueChange.NONE);
        }
        LeasedJob active = dequeueFrom("leased").get(0);
        sound = stored.save();
        soundMicros = time.nowMicros();
        return active;
    }

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    private static JobOptions delayed(long micros) {
        return new JobOptions(0, micros, Bounds.REQUEUE_ALWAYS, null);
    }

    private static JobOptions until(long micros) {
        return new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, micros);
    }

    private void enqueue(String type, String queue, String job, JobOptions options, QueueChange change) {
        EnqueueItem item = new EnqueueItem(queue, job, Operations.payload(job), headers(job), options, change);
        Operations.get(backend.enqueue(new EnqueueRequest(type, List.of(item))));
    }

    /** The second job of each queue has headers. */
    private static Headers headers(String job) {
        return job.endsWith("2") ? Headers.of("Of", job).with("traceparent", "00-" + job) : Headers.NONE;
    }

    private List<LeasedJob> dequeueFrom(String queue) {
        return Operations.get(backend.dequeue(new DequeueRequest(
                        Operations.TYPE,
                        new DequeueFrom.Queue(queue),
                        1,
                        Operations.LEASE_MICROS,
                        nonce++,
                        false,
                        "worker-1")))
                .jobs();
    }

    private static LeaseRef lease(LeasedJob job) {
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }

    /** A way to damage what is stored, and which queues it may harm; null for all of the type. */
    private record Damage(String name, @Nullable String harms, Consumer<RedisCommands<String, String>> way) {
        boolean mayHarm(String queue) {
            return harms == null || harms.contains(queue);
        }
    }

    private List<Damage> ways() {
        List<Damage> ways = new ArrayList<>();
        for (byte[] name : new KeyNames(settings.keyPrefix(), 0).partition(Operations.TYPE, 0, 1)) {
            String key = new String(name, StandardCharsets.UTF_8);
            String shortly = key.substring(key.lastIndexOf(':') + 1);
            ways.add(new Damage(shortly + " deleted", null, commands -> commands.del(key)));
            if (stored.redis().type(key).equals("hash")) {
                stored.redis().hgetall(key).forEach((field, value) -> ofField(ways, key, shortly, field, value));
            } else {
                stored.redis().zrangeWithScores(key, 0, -1).forEach(member -> ofMember(ways, key, shortly, member));
            }
        }
        return ways;
    }

    private static void ofField(List<Damage> ways, String key, String shortly, String field, String value) {
        String what = shortly + " " + readable(field);
        ways.add(new Damage(what + " deleted", field, commands -> commands.hdel(key, field)));
        ways.add(new Damage(what + " emptied", field, commands -> commands.hset(key, field, "")));
        ways.add(new Damage(
                what + " cut", field, commands -> commands.hset(key, field, value.substring(0, value.length() / 2))));
        // The record's first byte says which layout it has, and one of another is not touched.
        String layout = shortly.equals("state") && field.isEmpty() ? "\2" : "";
        String overwritten = layout + "\377".repeat(Math.max(0, value.length() - layout.length()));
        ways.add(new Damage(what + " overwritten", field, commands -> commands.hset(key, field, overwritten)));
        ways.add(new Damage(
                what + " text", field, commands -> commands.hset(key, field, "not ours, but a longer text")));
        int name = value.indexOf("traceparent");
        if (name > 0) {
            String otherName =
                    value.substring(0, name) + "trace paren" + value.substring(name + "trace paren".length());
            ways.add(new Damage(what + " with bad headers", field, commands -> commands.hset(key, field, otherName)));
        }
    }

    private static void ofMember(List<Damage> ways, String key, String shortly, ScoredValue<String> member) {
        String value = member.getValue();
        String what = shortly + " " + readable(value);
        ways.add(new Damage(what + " removed", value, commands -> commands.zrem(key, value)));
        for (double score : new double[] {-7, 1, 3e15}) {
            ways.add(new Damage(what + " scored " + score, value, commands -> commands.zadd(key, score, value)));
        }
        ways.add(new Damage(what + " and a stranger", value, commands -> {
            commands.zadd(key, 0, value + "!");
            commands.zadd(key, 0, "!");
        }));
    }

    private static String readable(String entry) {
        return entry.replaceAll("[^\\w-]", ".");
    }

    /** What a caller may do first, after the damage. */
    private Map<String, Runnable> operations() {
        Map<String, Runnable> operations = new LinkedHashMap<>();
        operations.put("dequeue", () -> hold(dequeue(1)));
        operations.put("dequeue of many", () -> hold(dequeue(20)));
        operations.put("dequeue of each", () -> HANDED_OUT.keySet().forEach(queue -> hold(dequeueFrom(queue))));
        operations.put("requeue", this::requeue);
        operations.put("finish", () -> {
            done.add("leased/" + leased.jobId());
            held.remove("leased/" + leased.jobId());
            Operations.get(backend.finish(FinishRequest.of(Operations.TYPE, List.of(lease(leased)), 0)));
        });
        operations.put("fail", () -> {
            FailItem item = new FailItem(lease(leased), 0, "refused");
            held.remove("leased/" + leased.jobId());
            Operations.get(backend.fail(new FailRequest(Operations.TYPE, List.of(item), DEAD)));
        });
        operations.put("release", () -> {
            held.remove("leased/" + leased.jobId());
            Operations.get(backend.release(new ReleaseRequest(Operations.TYPE, List.of(lease(leased)))));
        });
        operations.put("throttle", () -> throttle(null));
        operations.put("throttle that names a time", () -> throttle(60_000_000L));
        operations.put("cancel", () -> HANDED_OUT.forEach((queue, jobs) -> jobs.forEach(job -> cancel(queue, job))));
        operations.put("change", () -> HANDED_OUT.forEach((queue, jobs) -> jobs.forEach(job -> change(queue, job))));
        operations.put(
                "extend",
                () -> Operations.get(backend.extend(
                        new ExtendRequest(Operations.TYPE, List.of(lease(leased)), Operations.LEASE_MICROS))));
        operations.put("enqueue", () -> {
            for (String queue : HANDED_OUT.keySet()) {
                enqueue(Operations.TYPE, queue, "later", JobOptions.DEFAULT, QueueChange.NONE);
            }
        });
        operations.put("looks", this::look);
        operations.put(
                "configure",
                () -> HANDED_OUT
                        .keySet()
                        .forEach(queue -> Operations.get(backend.configure(new ConfigureRequest(
                                new QueueKey(Operations.TYPE, queue), QueueChange.NONE, null, null, false)))));
        operations.put("pause and resume", () -> {
            Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, true)));
            Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, false)));
        });
        operations.put("time", () -> time.advance(Duration.ofMinutes(11)));
        return operations;
    }

    private void throttle(@Nullable Long retryAfterMicros) {
        ThrottleItem item = new ThrottleItem(lease(leased), retryAfterMicros);
        held.remove("leased/" + leased.jobId());
        Operations.get(backend.throttle(new ThrottleRequest(Operations.TYPE, List.of(item), 60_000_000)));
    }

    private void cancel(String queue, String job) {
        CancelRequest request = new CancelRequest(Operations.TYPE, List.of(new JobRef(queue, job)));
        if (Operations.get(backend.cancel(request)).get(0).status() == ChangeStatus.DONE) {
            cancelled.add(queue + "/" + job);
        }
    }

    private void change(String queue, String job) {
        ChangeItem item =
                new ChangeItem(new JobRef(queue, job), job.hashCode() % 3, 60_000_000L, Operations.payload(job));
        Operations.get(backend.change(new ChangeRequest(Operations.TYPE, List.of(item))));
    }

    private void look() {
        HANDED_OUT.forEach((queue, jobs) -> {
            Operations.get(backend.describe(new QueueKey(Operations.TYPE, queue)));
            Operations.get(backend.jobs(new QueueKey(Operations.TYPE, queue), PAGE));
            jobs.forEach(job -> Operations.get(backend.find(JobKey.of(Operations.TYPE, queue, job))));
            Operations.get(backend.metrics(new MetricsScope.Queue(new QueueKey(Operations.TYPE, queue))));
        });
        Operations.get(backend.metrics(MetricsScope.ALL));
        Operations.get(backend.metrics(new MetricsScope.Type(Operations.TYPE)));
        Operations.get(backend.queues(Operations.TYPE, PAGE));
        Operations.get(backend.deadJobs(Operations.TYPE, PAGE));
    }

    private List<LeasedJob> dequeue(int count) {
        return reply(Operations.TYPE, count).jobs();
    }

    private DequeueReply reply(String type, int count) {
        return Operations.get(
                backend.dequeue(new DequeueRequest(type, DequeueFrom.ANY, count, Operations.LEASE_MICROS, nonce++)));
    }

    private void requeue() {
        RequeueReply reply;
        int rounds = 0;
        do {
            reply = Operations.get(backend.requeue(new RequeueRequest(Operations.TYPE, 3, DEAD)));
            assertThat(++rounds).as("rounds of upkeep").isLessThan(100);
        } while (reply.more());
    }

    /** A worker has the jobs: with their own payloads, and nobody else has them. */
    private void hold(List<LeasedJob> jobs) {
        for (LeasedJob job : jobs) {
            assertThat(job.payload()).as(job.jobId()).isEqualTo(Operations.payload(job.jobId()));
            assertThat(job.headers()).as(job.jobId()).isEqualTo(headers(job.jobId()));
            assertThat(cancelled).as("cancelled").doesNotContain(job.queueId() + "/" + job.jobId());
            LeasedJob before = held.put(job.queueId() + "/" + job.jobId(), job);
            assertThat(before == null || before.expiresAtMicros() <= time.nowMicros())
                    .as("a second lease of " + job.jobId())
                    .isTrue();
        }
    }

    private List<String> drain() {
        List<String> out = new ArrayList<>(done);
        out.addAll(cancelled);
        out.addAll(held.keySet());
        for (int round = 0; round < 40; round++) {
            List<LeasedJob> jobs = dequeue(round % 3 + 1);
            hold(jobs);
            for (LeasedJob job : jobs) {
                out.add(job.queueId() + "/" + job.jobId());
                held.remove(job.queueId() + "/" + job.jobId());
                Operations.get(backend.finish(FinishRequest.of(Operations.TYPE, List.of(lease(job)), 0)));
            }
            if (jobs.isEmpty()) {
                time.advance(Duration.ofMinutes(2));
                requeue();
            }
        }
        return out;
    }

    private void begin() {
        stored.restore(sound);
        time.stepMicros(soundMicros - time.nowMicros());
        held.clear();
        done.clear();
        cancelled.clear();
        held.put("leased/" + leased.jobId(), leased);
    }

    @Test
    void nothingButWhatIsDamagedIsHarmed() {
        List<String> problems = new ArrayList<>();
        List<Damage> ways = ways();
        Map<String, Runnable> operations = operations();
        int cases = 0;
        List<Map.Entry<String, Runnable>> all = List.copyOf(operations.entrySet());
        for (int i = 0; i < ways.size(); i++) {
            for (int j = 0; j < (Chaos.IS_FULL ? all.size() : 1); j++) {
                Map.Entry<String, Runnable> first = all.get((i + j) % all.size());
                tryOne(ways.get(i).name + ", then " + first.getKey(), ways.get(i), first, problems);
                cases++;
            }
        }
        System.out.printf("%,d cases of %d damages%n", cases, ways.size());
        assertThat(problems).isEmpty();
    }

    /** One missing record made every dequeue of its type fail for ever, while health said nothing. */
    @Test
    void aJobWithoutItsRecordIsSetAsideAndTold() {
        begin();
        assertThat(stored.redis().hdel(key("jobs"), "\2aa\2a1")).isEqualTo(1);

        LeasedJob next = dequeue(1).get(0);

        assertThat(next.jobId()).isEqualTo("a2");
        assertThat(Operations.get(backend.health()).damaged()).isEqualTo(1);
        assertThat(Operations.get(backend.health()).warnings())
                .anyMatch(warning -> warning.startsWith("queue type and partition sms:0: 1 damaged entries"));
        assertThat(StoreCheck.list(settings, false))
                .extracting(StoreProblem::queueId, StoreProblem::jobId, StoreProblem::fault)
                .containsExactly(tuple("aa", "a1", "was set aside: a place of a job without its record"));
        assertThat(StoreCheck.list(settings, true)).allMatch(StoreProblem::repaired);
        assertThat(StoreCheck.list(settings, false)).isEmpty();
        assertThat(Operations.get(backend.health()).damaged()).isZero();
    }

    /** The note is lost, and the client that made it still knows the number. */
    @Test
    void upkeepNotesDamageAgainWhoseNoteIsLost() {
        begin();
        assertThat(stored.redis().hdel(key("jobs"), "\2aa\2a1")).isEqualTo(1);
        dequeue(1);
        assertThat(Operations.get(backend.health()).damaged()).isEqualTo(1);
        stored.redis().del(settings.keyPrefix() + ":{" + settings.keyPrefix() + "}:damage");
        assertThat(Operations.get(backend.health()).damaged()).isZero();

        Operations.get(backend.requeue(new RequeueRequest(Operations.TYPE, 100, DEAD)));

        assertThat(Operations.get(backend.health()).damaged()).isEqualTo(1);
    }

    /** One such lease made upkeep write half and fail, each round, so that no other lease of the type ended. */
    @Test
    void aLeaseOfAJobThatIsNotThereKeepsNoOtherFromEnding() {
        begin();
        stored.redis().zadd(key("leases"), 1, "\0\0\0\0\0\0\7\2aa\5ghost");
        stored.redis().zadd(key("leases"), 2, "\0\0\0\0\0\0\7\5ghost\5ghost");
        time.advance(Duration.ofMinutes(2));

        RequeueReply reply = Operations.get(backend.requeue(new RequeueRequest(Operations.TYPE, 100, DEAD)));

        assertThat(reply.requeued()).isEqualTo(1);
        held.clear();
        assertThat(drain()).contains("leased/l1");
        assertThat(Operations.get(backend.health()).damaged()).isPositive();
    }

    private String key(String name) {
        return settings.keyPrefix() + ":{" + settings.keyPrefix() + ":" + Operations.TYPE + ":0}:" + name;
    }

    /** What a repair makes of any damage is sound, and every job whose record is there is handed out afterwards. */
    @Test
    void whateverIsDamagedIsRepaired() {
        List<String> problems = new ArrayList<>();
        List<Damage> ways = ways();
        // Each opens its own connections, so a build tries one in nine.
        for (int i = 0; i < ways.size(); i += Chaos.count(9, 1)) {
            Damage damage = ways.get(i);
            begin();
            damage.way.accept(stored.redis());
            try {
                StoreCheck.list(settings, true);
                assertThat(StoreCheck.list(settings, false)).isEmpty();
                Set<String> out = new LinkedHashSet<>(drain());
                HANDED_OUT.forEach((queue, jobs) -> {
                    if (!damage.mayHarm(queue) || !damage.name.startsWith("jobs")) {
                        assertThat(out)
                                .containsAll(jobs.stream()
                                        .map(job -> queue + "/" + job)
                                        .toList());
                    }
                });
            } catch (BackendException | CompletionException | AssertionError e) {
                problems.add(damage.name + ": " + e.getMessage());
            }
        }
        assertThat(problems).isEmpty();
    }

    /** Another program's value under one of the names: the type's calls are refused, until it is repaired. */
    @Test
    void aKeyOfAWrongTypeHarmsItsTypeAloneAndIsRepaired() {
        for (String name : List.of("state", "jobs", "places", "scheduled", "ready", "leases", "dead", "memory")) {
            begin();
            stored.redis().del(key(name));
            stored.redis().set(key(name), "not ours");
            try {
                hold(dequeue(20));
                requeue();
            } catch (CompletionException e) {
                assertThat(e).as(name).hasStackTraceContaining("WRONGTYPE");
            }
            assertThat(reply(OTHER_TYPE, 1).jobs()).as(name).hasSize(1);
            assertThat(Operations.get(backend.metrics(MetricsScope.ALL)).active())
                    .as(name)
                    .isPositive();
            assertThat(Operations.get(backend.health()).available()).as(name).isTrue();
            assertThat(StoreCheck.list(settings, true)).as(name).isNotEmpty();
            assertThat(StoreCheck.list(settings, false)).as(name).isEmpty();
            assertThat(Operations.get(backend.health()).damaged()).as(name).isZero();
            drain();
        }
    }

    /** Without the list no upkeep comes. */
    @Test
    void aPartitionThatIsNotListedIsListedAgain() {
        begin();
        stored.redis().del(settings.keyPrefix() + ":{" + settings.keyPrefix() + "}:types");

        assertThat(StoreCheck.list(settings, true)).hasSize(2);
        assertThat(Operations.get(backend.types(PAGE)).items()).containsExactlyInAnyOrder(Operations.TYPE, OTHER_TYPE);
        assertThat(StoreCheck.list(settings, false)).isEmpty();
    }

    /**
     * Upkeep that finds the list empty drops its index. The leases of a type that returns to the list have arranged their visit
     * before, and arrange no other.
     */
    @Test
    void aPartitionThatIsListedAgainIsVisitedAtOnce() {
        begin();
        stored.redis().del(settings.keyPrefix() + ":{" + settings.keyPrefix() + "}:types");
        assertThat(dueTypes()).isEmpty();

        StoreCheck.list(settings, true);

        assertThat(dueTypes()).containsExactlyInAnyOrder(Operations.TYPE, OTHER_TYPE);
    }

    private List<String> dueTypes() {
        return Operations.get(backend.due(DueRequest.first(100, DEAD))).types();
    }

    /** They are no queue type's, and so no call of a partition finds them. */
    @Test
    void aSharedKeyOfAWrongTypeIsRepaired() {
        String before = settings.keyPrefix() + ":{" + settings.keyPrefix() + "}:";
        for (String name : List.of("types", "due", "visits", "clock", "settings", "damage")) {
            begin();
            stored.redis().del(before + name);
            stored.redis().set(before + name, "not ours");

            assertThat(StoreCheck.list(settings, true))
                    .as(name)
                    .extracting(StoreProblem::key, StoreProblem::fault)
                    .contains(tuple(before + name, "it is of a wrong type"));
            assertThat(StoreCheck.list(settings, false)).as(name).isEmpty();
            assertThat(Operations.get(backend.agree(new AgreeRequest(DEAD, false))))
                    .as(name)
                    .isEqualTo(DEAD);
            Operations.get(backend.due(DueRequest.first(100, DEAD)));
            assertThat(reply(OTHER_TYPE, 1).jobs()).as(name).hasSize(1);
            assertThat(drain()).as(name).isNotEmpty();
        }
    }

    /** Without it a client with another number would open partitions of its own. */
    @Test
    void theNumberOfATypesPartitionsIsListedAgain() {
        RedisSettings spread = RedisSettings.uri(redis.uri())
                .keyPrefix("spread")
                .clock(time)
                .shards(3)
                .build();
        try (RedisBackend several = RedisBackend.open(spread)) {
            new Operations(several).enqueue("user", "job", 0);
            String list = "spread:{spread}:types";
            stored.redis().hdel(list, Operations.TYPE);

            assertThat(StoreCheck.list(spread, true)).hasSize(1);
            assertThat(stored.redis().hget(list, Operations.TYPE)).isEqualTo("3");
            assertThat(StoreCheck.list(spread, false)).isEmpty();
        }
    }

    /** The store has its job's record, and so knows until when a worker has it. */
    @Test
    void aLeaseWhoseScoreIsWrongEndsWhenItsWorkerWasTold() {
        begin();
        String leases = key("leases");
        String member = stored.redis().zrange(leases, 0, 0).get(0);
        stored.redis().zadd(leases, -7, member);
        requeue();

        assertThat(dequeueFrom("leased")).extracting(LeasedJob::jobId).containsExactly("l2");
        time.advance(Duration.ofMinutes(2));
        requeue();
        assertThat(dequeueFrom("leased")).extracting(LeasedJob::jobId).containsExactly("l1");
    }

    /** Else a queue with a strict order, or a cap, would wait for it for years. */
    @Test
    void aRepairTrustsNoExpiryThatNoLeaseCanHave() {
        begin();
        String lease = stored.redis().zrange(key("leases"), 0, -1).stream()
                .filter(member -> member.endsWith("l1"))
                .findFirst()
                .orElseThrow();
        stored.redis().zadd(key("leases"), 3e15, lease);
        stored.redis().hset(key("state"), "\6leased\2l1", "overwritten");

        StoreCheck.list(settings, true);
        requeue();

        assertThat(dequeueFrom("leased")).extracting(LeasedJob::jobId).containsExactly("l1");
    }

    /** What the check puts right of an active job that has lost its record must never be a place. */
    @Test
    void aRepairWithTheStateGoneGivesNoPlaceToAnActiveJob() {
        begin();
        stored.redis().del(key("state"));

        List<StoreProblem> found = StoreCheck.list(settings, true);

        assertThat(found).extracting(StoreProblem::fault).doesNotContain("it does not wait, and has a place");
        assertThat(dequeueFrom("leased")).extracting(LeasedJob::jobId).containsExactly("l2");
    }

    private void tryOne(String name, Damage damage, Map.Entry<String, Runnable> first, List<String> problems) {
        begin();
        damage.way.accept(stored.redis());
        try {
            first.getValue().run();
            Set<String> out = new LinkedHashSet<>(drain());
            HANDED_OUT.forEach((queue, jobs) -> {
                if (!damage.mayHarm(queue)) {
                    List<String> missing = jobs.stream()
                            .filter(job -> !out.contains(queue + "/" + job))
                            .toList();
                    assertThat(missing).as("missing of " + queue).isEmpty();
                }
            });
            if (!damage.mayHarm("dead")) {
                assertThat(Operations.get(backend.deadJobs(Operations.TYPE, PAGE))
                                .items())
                        .hasSize(2);
            }
            assertThat(reply(OTHER_TYPE, 2).jobs()).hasSize(2);
            assertThat(Operations.get(backend.health()).available()).isTrue();
        } catch (CompletionException | AssertionError e) {
            problems.add(name + ": " + e.getMessage());
        }
    }
}
