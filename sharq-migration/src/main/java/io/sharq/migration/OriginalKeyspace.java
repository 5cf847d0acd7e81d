package io.sharq.migration;

import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.ValueScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.settings.RedisSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the original in Redis. It reads them in bounded steps, by SCAN, HSCAN and ranges of lists, and changes them by
 * scripts that are atomic. Thread-safe.
 */
final class OriginalKeyspace implements AutoCloseable {
    /** The greatest sum of payloads in one reply, so that large payloads do not make large replies. */
    private static final String REPLY_BYTES = Integer.toString(4 << 20);

    private static final int SCAN_COUNT = 1_000;

    private final RedisConnection link;
    private final OriginalKeys keys;
    private final Steps steps;

    private OriginalKeyspace(RedisConnection link, OriginalKeys keys, Steps steps) {
        this.link = link;
        this.keys = keys;
        this.steps = steps;
    }

    static OriginalKeyspace open(RedisSettings redis, String prefix, Steps steps) {
        return new OriginalKeyspace(RedisConnection.open(redis), new OriginalKeys(prefix), steps);
    }

    /** Finds types and queues, but for queues of which all jobs are active. */
    Survey survey(QueueFilter filter, Findings findings) {
        Survey survey = new Survey();
        Set<String> types = new HashSet<>();
        types.addAll(members(keys.readyTypes()));
        types.addAll(members(keys.activeTypes()));
        types.stream().filter(filter::matchesType).forEach(survey::addType);
        Consumer<OriginalQueue> add = queue -> {
            if (filter.matches(queue)) {
                survey.add(queue);
            }
        };
        eachList(add);
        // What an interrupted import left.
        eachField(keys.held(), field -> named(field).ifPresent(add));
        eachField(keys.intervals(), field -> named(field).ifPresent(add));
        for (String type : survey.types()) {
            surveyType(type, add, findings);
        }
        return survey;
    }

    private void surveyType(String type, Consumer<OriginalQueue> add, Findings findings) {
        if (isSortedSet(keys.queues(type))) {
            eachMember(keys.queues(type), id -> add.accept(new OriginalQueue(type, id)));
        } else if (isThere(keys.queues(type))) {
            findings.addOnce(FindingKind.WRONG_TYPE, type);
        }
    }

    /** Returns the jobs that workers of the original hold. */
    List<ActiveJob> active(String type, QueueFilter filter, Findings findings) {
        List<ActiveJob> jobs = new ArrayList<>();
        // A queue named `active` has its list under this key.
        if (!isSortedSet(keys.active(type))) {
            return jobs;
        }
        eachMember(keys.active(type), entry -> {
            int colon = entry.indexOf(':');
            if (colon <= 0 || colon == entry.length() - 1 || entry.indexOf(':', colon + 1) >= 0) {
                findings.addOnce(FindingKind.UNREADABLE_LEASE, type + ":" + entry);
                return;
            }
            ActiveJob job =
                    new ActiveJob(new OriginalQueue(type, entry.substring(0, colon)), entry.substring(colon + 1));
            if (filter.matches(job.queue())) {
                jobs.add(job);
            }
        });
        return jobs;
    }

    /** Whether the sorted set of a type's queues can be used by the scripts. */
    boolean isUsable(String type) {
        return isSortedSet(keys.queues(type)) || !isThere(keys.queues(type));
    }

    private boolean isSortedSet(byte[] key) {
        return steps.run("type", () -> plain(redis -> redis.type(key))).equals("zset");
    }

    private boolean isThere(byte[] key) {
        return steps.run("exists", () -> plain(redis -> redis.exists(key))) > 0;
    }

    private static Optional<OriginalQueue> named(String field) {
        int colon = field.indexOf(':');
        return colon <= 0 || colon == field.length() - 1
                ? Optional.empty()
                : Optional.of(new OriginalQueue(field.substring(0, colon), field.substring(colon + 1)));
    }

    private Set<String> members(byte[] key) {
        Set<String> all = new HashSet<>();
        if (!steps.run("type", () -> plain(redis -> redis.type(key))).equals("set")) {
            return all;
        }
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            ScanCursor from = cursor;
            ValueScanCursor<byte[]> page = steps.run("sscan", () -> plain(redis -> redis.sscan(key, from, count())));
            page.getValues().forEach(member -> all.add(OriginalKeys.text(member)));
            cursor = page;
        } while (!cursor.isFinished());
        return all;
    }

    /** Lists are recognised by their Redis type: by name alone, counters of a queue look like queues. */
    private void eachList(Consumer<OriginalQueue> queues) {
        ScanArgs lists =
                KeyScanArgs.Builder.matches(keys.pattern()).type("list").limit(SCAN_COUNT);
        KeyScanCursor<byte[]> page = steps.run("scan", () -> plain(redis -> redis.scan(lists)));
        while (true) {
            for (byte[] key : page.getKeys()) {
                String[] parts = keys.suffix(key).split(":", -1);
                if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
                    queues.accept(new OriginalQueue(parts[0], parts[1]));
                }
            }
            if (page.isFinished()) {
                return;
            }
            KeyScanCursor<byte[]> from = page;
            page = steps.run("scan", () -> plain(redis -> redis.scan(from, lists)));
        }
    }

    private void eachMember(byte[] key, Consumer<String> members) {
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            ScanCursor from = cursor;
            ScoredValueScanCursor<byte[]> page =
                    steps.run("zscan", () -> plain(redis -> redis.zscan(key, from, count())));
            page.getValues().forEach(member -> members.accept(OriginalKeys.text(member.getValue())));
            cursor = page;
        } while (!cursor.isFinished());
    }

    private void eachField(byte[] key, Consumer<String> fields) {
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            ScanCursor from = cursor;
            MapScanCursor<byte[], byte[]> page =
                    steps.run("hscan", () -> plain(redis -> redis.hscan(key, from, count())));
            page.getMap().keySet().forEach(field -> fields.accept(OriginalKeys.text(field)));
            cursor = page;
        } while (!cursor.isFinished());
    }

    private static ScanArgs count() {
        return ScanArgs.Builder.limit(SCAN_COUNT);
    }

    /** Passes each name of a payload, as type, queue and job with colons between. */
    void eachPayload(Consumer<String> names) {
        eachField(keys.payloads(), names);
    }

    /** Passes each name of an interval, as type and queue with a colon between. */
    void eachInterval(Consumer<String> names) {
        eachField(keys.intervals(), names);
    }

    /** The queues and the time of the original's Redis in milliseconds. */
    record Fence(List<FencedQueue> queues, long nowMillis) {}

    /** Fences the queues that have jobs, waiting or active. */
    Fence fence(String type, List<OriginalQueue> queues, Set<OriginalQueue> withActive) {
        List<String> arguments = new ArrayList<>();
        for (OriginalQueue queue : queues) {
            arguments.add(queue.id());
            arguments.add(withActive.contains(queue) ? "1" : "0");
        }
        List<Object> reply = call("fence", LuaScript.FENCE, type, arguments);
        List<FencedQueue> fenced = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            List<?> facts = (List<?>) reply.get(i);
            fenced.add(new FencedQueue(
                    queues.get(i), (Long) facts.get(0), Long.parseLong(text(facts.get(1))), textOrNull(facts.get(2))));
        }
        return new Fence(fenced, Long.parseLong(text(reply.get(queues.size()))));
    }

    /** Moves at most so many jobs to the staging lists; queues at the end may get none. */
    List<StagedJobs> stage(String type, List<OriginalQueue> queues, int most) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(most), REPLY_BYTES));
        queues.forEach(queue -> arguments.add(queue.id()));
        List<Object> reply = call("stage", LuaScript.STAGE, type, arguments);
        List<StagedJobs> staged = new ArrayList<>();
        for (int i = 0; i < reply.size(); i++) {
            List<?> one = (List<?>) reply.get(i);
            StagedJobs.State state = switch (text(one.get(0))) {
                case "moved" -> StagedJobs.State.MOVED;
                case "repeated" -> StagedJobs.State.REPEATED;
                default -> StagedJobs.State.OPEN;
            };
            staged.add(new StagedJobs(queues.get(i), state, (Long) one.get(1), jobs(one, 2)));
        }
        return staged;
    }

    private static List<OriginalJob> jobs(List<?> reply, int first) {
        List<?> ids = (List<?>) reply.get(first);
        List<?> payloads = (List<?>) reply.get(first + 1);
        List<?> limits = (List<?>) reply.get(first + 2);
        List<OriginalJob> jobs = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            jobs.add(new OriginalJob(text(ids.get(i)), at(payloads, i), textOrNull(at(limits, i))));
        }
        return jobs;
    }

    /** A Lua table that ends in false is an array all the same, but one that holds only false may be shorter. */
    private static byte @Nullable [] at(List<?> values, int index) {
        return index < values.size() ? (byte[]) values.get(index) : null;
    }

    /**
     * The end of a queue's batch.
     *
     * @param queue the queue
     * @param aside the jobs that are not moved, with the reason
     */
    record Settlement(OriginalQueue queue, Map<String, FindingKind> aside) {}

    /** Deletes what was staged, except for the payloads of the jobs that are set aside. */
    void settle(String type, List<Settlement> queues) {
        List<String> arguments = new ArrayList<>();
        for (Settlement settlement : queues) {
            arguments.add(settlement.queue().id());
            arguments.add(Integer.toString(settlement.aside().size()));
            settlement.aside().forEach((id, reason) -> {
                arguments.add(id);
                arguments.add(reason.name());
            });
        }
        call("settle", LuaScript.SETTLE, type, arguments);
    }

    /** What a requeue did with an active job. */
    enum Requeued {
        RETURNED,
        DISCARDED,
        ACTIVE
    }

    /** Requeues the jobs whose lease has ended. */
    List<Requeued> requeue(String type, List<ActiveJob> jobs) {
        List<String> arguments = new ArrayList<>();
        jobs.forEach(job -> {
            arguments.add(job.queue().id());
            arguments.add(job.id());
        });
        return call("requeue", LuaScript.REQUEUE, type, arguments).stream()
                .map(word -> switch (text(word)) {
                    case "returned" -> Requeued.RETURNED;
                    case "discarded" -> Requeued.DISCARDED;
                    default -> Requeued.ACTIVE;
                })
                .toList();
    }

    /** A part of a queue, read without a change. */
    record Peek(
            long length,
            @Nullable String score,
            @Nullable String lastDequeue,
            @Nullable String interval,
            List<OriginalJob> jobs) {}

    /** Reads queues, each from a position on. */
    List<Peek> peek(List<OriginalQueue> queues, long first, int most) {
        return steps
                .<List<Object>>runAll(
                        "peek",
                        queues.stream()
                                .map(queue -> command(
                                        LuaScript.PEEK,
                                        queue.type(),
                                        List.of(queue.id(), Long.toString(first), Integer.toString(most), REPLY_BYTES)))
                                .toList())
                .stream()
                .map(reply -> new Peek(
                        (Long) reply.get(0),
                        textOrNull(reply.get(1)),
                        textOrNull(reply.get(2)),
                        textOrNull(reply.get(3)),
                        jobs(reply, 4)))
                .toList();
    }

    /** Gives queues back to the original. Returns those of which an interrupted batch is left. */
    List<OriginalQueue> unfence(String type, List<OriginalQueue> queues) {
        List<Object> reply = call(
                "unfence",
                LuaScript.UNFENCE,
                type,
                queues.stream().map(OriginalQueue::id).toList());
        List<OriginalQueue> staged = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            if (text(reply.get(i)).equals("staged")) {
                staged.add(queues.get(i));
            }
        }
        return staged;
    }

    /** Returns the fenced queues. */
    List<OriginalQueue> fenced(QueueFilter filter) {
        List<OriginalQueue> all = new ArrayList<>();
        eachField(keys.fenced(), field -> named(field).filter(filter::matches).ifPresent(all::add));
        return all;
    }

    /** Records the holds that queues have in the target before the import sets its own. A record that is there stays. */
    void recordHolds(Map<OriginalQueue, String> holds) {
        List<Supplier<CompletionStage<Boolean>>> calls = new ArrayList<>();
        holds.forEach((queue, hold) -> calls.add(() -> plain(
                redis -> redis.hsetnx(keys.held(), OriginalKeys.bytes(queue.field()), OriginalKeys.bytes(hold)))));
        steps.runAll("record holds", calls);
    }

    /** Returns the recorded holds of queues. */
    Map<OriginalQueue, String> holds(Collection<OriginalQueue> queues) {
        Map<OriginalQueue, String> holds = new HashMap<>();
        if (queues.isEmpty()) {
            return holds;
        }
        List<OriginalQueue> order = List.copyOf(queues);
        byte[][] fields =
                order.stream().map(queue -> OriginalKeys.bytes(queue.field())).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> found =
                steps.run("read holds", () -> plain(redis -> redis.hmget(keys.held(), fields)));
        for (int i = 0; i < order.size(); i++) {
            if (found.get(i).hasValue()) {
                holds.put(order.get(i), OriginalKeys.text(found.get(i).getValue()));
            }
        }
        return holds;
    }

    void forgetHolds(Collection<OriginalQueue> queues) {
        byte[][] fields =
                queues.stream().map(queue -> OriginalKeys.bytes(queue.field())).toArray(byte[][]::new);
        steps.run("forget holds", () -> plain(redis -> redis.hdel(keys.held(), fields)));
    }

    /** Returns which of these payloads belong to jobs that were set aside. */
    Set<String> aside(List<String> names) {
        byte[][] fields = names.stream().map(OriginalKeys::bytes).toArray(byte[][]::new);
        Set<String> aside = new HashSet<>();
        steps.run("read aside", () -> plain(redis -> redis.hmget(keys.aside(), fields))).stream()
                .filter(KeyValue::hasValue)
                .forEach(entry -> aside.add(OriginalKeys.text(entry.getKey())));
        return aside;
    }

    /** Takes a type of which nothing waits or is active off the original's lists of types. */
    void delist(String type) {
        byte[] name = OriginalKeys.bytes(type);
        steps.run("delist", () -> plain(redis -> redis.srem(keys.readyTypes(), name)));
        steps.run("delist", () -> plain(redis -> redis.srem(keys.activeTypes(), name)));
    }

    private List<Object> call(String step, LuaScript script, String type, List<String> arguments) {
        return steps.run(step, command(script, type, arguments));
    }

    private Supplier<CompletionStage<List<Object>>> command(LuaScript script, String type, List<String> arguments) {
        byte[][] sent = new byte[arguments.size() + 2][];
        sent[0] = OriginalKeys.bytes(keys.prefix());
        sent[1] = OriginalKeys.bytes(type);
        for (int i = 0; i < arguments.size(); i++) {
            sent[i + 2] = OriginalKeys.bytes(arguments.get(i));
        }
        byte[][] names = {keys.queues(type)};
        return () -> plain(redis -> redis.<List<Object>>eval(script.text(), ScriptOutputType.MULTI, names, sent));
    }

    private <T> CompletionStage<T> plain(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return link.plain("import", command);
    }

    private static String text(Object value) {
        return OriginalKeys.text((byte[]) value);
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : text(value);
    }

    @Override
    public void close() {
        link.close();
    }
}
