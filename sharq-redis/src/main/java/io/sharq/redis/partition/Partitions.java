package io.sharq.redis.partition;

import io.sharq.api.TimeSource;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.ConnectionThread;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.settings.Sharding;
import io.sharq.rules.Grouped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the scripts of partitions: of one, of all, or of those that hold the items of a batch. Thread-safe. */
public final class Partitions {
    /** How often a call is repeated that did nothing but set damaged entries aside, up to a thousand at a time. */
    private static final int ROUNDS = 100;

    private final RedisConnection link;
    private final KeyNames names;
    private final @Nullable TimeSource clock;
    private final Sharding spread;
    private final BatchingClient.Traffic traffic;
    private final ShardAgreement agreement;
    private final Damage damage;
    private final AtomicLong seenRevision = new AtomicLong();
    private final NodeLatencies times = new NodeLatencies();

    public Partitions(
            RedisConnection link, KeyNames names, @Nullable TimeSource clock, Sharding spread, Duration patience) {
        this.link = link;
        this.names = names;
        this.clock = clock;
        this.spread = spread;
        this.traffic = new BatchingClient.Traffic(spread.isOne() ? 2 : 1, patience, ConnectionThread::behindOthers);
        this.agreement = new ShardAgreement(link, names, spread);
        this.damage = new Damage(link, names);
    }

    public int count() {
        return spread.shards();
    }

    public boolean areOne() {
        return spread.isOne();
    }

    /**
     * The limits on batches to partitions. A single partition may have two batches of a kind in flight, so that Redis
     * processes one while the responses of the other are read. Of several partitions, each may have one: Redis has those of
     * the others to process, and each batch carries more.
     */
    public BatchingClient.Traffic traffic() {
        return traffic;
    }

    public int of(String queueId) {
        return spread.partitionOf(queueId);
    }

    /** The clock that the settings supply instead of the server's, if any. */
    @Nullable
    TimeSource clock() {
        return clock;
    }

    public ShardAgreement agreement() {
        return agreement;
    }

    public Damage damage() {
        return damage;
    }

    /**
     * Creates arguments that begin with the clock. Each of several partitions numbers its own changes, so the greatest
     * number that this client has seen is sent along. Successive operations of one client then have increasing numbers, in
     * whatever partitions.
     */
    public ScriptArguments arguments() {
        return areOne() ? ScriptArguments.at(clock) : ScriptArguments.at(clock, seenRevision.get());
    }

    /** Records a number that a partition returned. */
    public void saw(long revision) {
        seenRevision.accumulateAndGet(revision, Math::max);
    }

    /**
     * Creates the arguments of a script that may notify waiting callers. With one partition the message names the type
     * alone.
     */
    public ScriptArguments notifying(String type, int partition) {
        return arguments().add(names.channel()).add(areOne() ? type : type + " " + partition);
    }

    /** Records that a caller waits for jobs of a partition. Run the result when the dequeue succeeds or fails. */
    public Runnable waiting(String type, int partition) {
        String node = nodeOf(type, partition);
        long sinceNanos = System.nanoTime();
        times.asked(node, sinceNanos);
        return () -> times.heard(node, sinceNanos, System.nanoTime());
    }

    /** Returns the partitions of slow nodes, if the maximum number of callers waits for slow nodes. */
    public BitSet putOff(String type) {
        BitSet putOff = new BitSet();
        Set<String> slow = times.putOff(System.nanoTime());
        for (int partition = 0; !slow.isEmpty() && partition < count(); partition++) {
            putOff.set(partition, slow.contains(nodeOf(type, partition)));
        }
        return putOff;
    }

    private String nodeOf(String type, int partition) {
        return link.nodeOf(() -> names.partition(type, partition, count())[0]);
    }

    public CompletionStage<ScriptReply> call(
            String operation, Script script, String type, int partition, ScriptArguments arguments) {
        if (agreement.isKnown(type)) {
            return send(operation, script, new ListedPartition(type, partition, count()), arguments);
        }
        return agreement
                .check(operation, type)
                .thenCompose(
                        agreed -> send(operation, script, new ListedPartition(type, partition, count()), arguments));
    }

    /** Calls a script whose writes must be durable. */
    public CompletionStage<ScriptReply> callDurably(
            String operation, Script script, String type, int partition, ScriptArguments arguments) {
        ListedPartition target = new ListedPartition(type, partition, count());
        byte[][] keys = names.partition(type, partition, count());
        return agreement
                .check(operation, type)
                .thenCompose(agreed -> heeding(
                        operation,
                        target,
                        () -> link.callDurably(operation, script, keys, arguments.toArray()),
                        ROUNDS));
    }

    /** Calls a script without checking whether this client has the right number of partitions. */
    public CompletionStage<ScriptReply> send(
            String operation, Script script, ListedPartition target, ScriptArguments arguments) {
        byte[][] keys = names.partition(target.type(), target.partition(), target.shards());
        byte[][] all = arguments.toArray();
        return heeding(operation, target, () -> link.call(operation, script, keys, all), ROUNDS);
    }

    /**
     * Calls a script and records damage. A reply may end with a list, which says what is damaged and whether to repeat the
     * call.
     */
    private CompletionStage<ScriptReply> heeding(
            String operation, ListedPartition target, Supplier<CompletionStage<List<Object>>> call, int rounds) {
        return call.get()
                .whenComplete((elements, failure) -> damage.failed(target, failure))
                .thenCompose(elements -> {
                    int last = elements.size() - 1;
                    if (last < 0 || !(elements.get(last) instanceof List<?> found)) {
                        return CompletableFuture.completedStage(new ScriptReply(elements, target.partition()));
                    }
                    damage.found(target, (Long) found.get(0), (Long) found.get(1));
                    boolean isToBeCalledAgain = found.get(2).equals(1L);
                    if (isToBeCalledAgain && rounds > 0) {
                        return heeding(operation, target, call, rounds - 1);
                    }
                    return CompletableFuture.completedStage(
                            new ScriptReply(elements.subList(0, last), target.partition()));
                });
    }

    /** Calls all partitions concurrently, and returns the results by partition number. */
    public <T> CompletionStage<List<T>> each(String operation, IntFunction<CompletionStage<T>> call) {
        return AllParts.all(operation, callEach(call));
    }

    /** Calls all partitions concurrently, and returns the results of those that respond. */
    public <T> CompletionStage<AllParts.Settled<T>> eachThatAnswers(
            String operation, IntFunction<CompletionStage<T>> call) {
        return AllParts.settled(operation, callEach(call));
    }

    private <T> List<CompletableFuture<T>> callEach(IntFunction<CompletionStage<T>> call) {
        List<CompletableFuture<T>> calls = new ArrayList<>(count());
        for (int partition = 0; partition < count(); partition++) {
            calls.add(call.apply(partition).toCompletableFuture());
        }
        return calls;
    }

    /** Splits a batch by partition, sends the parts concurrently, and returns the results in the batch's order. */
    public <I, R> CompletionStage<List<R>> split(
            String operation,
            List<I> items,
            Function<I, String> queueId,
            BiFunction<Integer, List<I>, CompletionStage<List<R>>> call) {
        if (areOne()) {
            return call.apply(0, items);
        }
        Grouped<Integer, I> grouped = Grouped.by(items, item -> of(queueId.apply(item)));
        if (grouped.parts().size() == 1) {
            return call.apply(of(queueId.apply(items.get(0))), items);
        }
        List<CompletableFuture<List<R>>> calls = new ArrayList<>();
        grouped.parts()
                .forEach((partition, part) ->
                        calls.add(call.apply(partition, part).toCompletableFuture()));
        return AllParts.all(operation, calls).thenApply(grouped::inOrder);
    }
}
