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

/** Calls the scripts of partitions: of one, of all, or of those that the items of a batch live in. Thread-safe. */
public final class Partitions {
    /** How often a script is called again that did nothing but set damaged entries aside, up to a thousand at a time. */
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
     * How trips go to partitions. Two of a kind may be under way to the only partition, so that Redis works on one while the
     * answers to the other are read; of several, one to each, for there is another's to work on, and each carries more.
     */
    public BatchingClient.Traffic traffic() {
        return traffic;
    }

    public int of(String queueId) {
        return spread.partitionOf(queueId);
    }

    /** The clock that the settings supply, if any, instead of the server's. */
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
     * The clock. Of several partitions each numbers its own changes, so the greatest number that this client has seen goes
     * with it: what one client does one after the other has numbers in this order, in whatever partitions.
     */
    public ScriptArguments arguments() {
        return areOne() ? ScriptArguments.at(clock) : ScriptArguments.at(clock, seenRevision.get());
    }

    /** A partition has told a number. */
    public void saw(long revision) {
        seenRevision.accumulateAndGet(revision, Math::max);
    }

    /** The arguments of a script that may wake whoever waits. Those who listen to one partition hear the type alone. */
    public ScriptArguments notifying(String type, int partition) {
        return arguments().add(names.channel()).add(areOne() ? type : type + " " + partition);
    }

    /** A caller waits for jobs of a partition from now on; to be run when it has an answer, or none. */
    public Runnable waiting(String type, int partition) {
        String node = nodeOf(type, partition);
        long sinceNanos = System.nanoTime();
        times.asked(node, sinceNanos);
        return () -> times.heard(node, sinceNanos, System.nanoTime());
    }

    /** The partitions of slow nodes that others wait for. */
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

    /** A call that writes what must last. */
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

    /** Without asking whether this client has the right number of partitions. */
    public CompletionStage<ScriptReply> send(
            String operation, Script script, ListedPartition target, ScriptArguments arguments) {
        byte[][] keys = names.partition(target.type(), target.partition(), target.shards());
        byte[][] all = arguments.toArray();
        return heeding(operation, target, () -> link.call(operation, script, keys, all), ROUNDS);
    }

    /** A reply may end with a list, which says what is damaged and whether the call is to be made again for it. */
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

    /** What every partition answers, by number. All are asked at once. */
    public <T> CompletionStage<List<T>> each(String operation, IntFunction<CompletionStage<T>> call) {
        return AllParts.all(operation, callEach(call));
    }

    /** What those partitions answer that do. */
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

    /** Splits a batch, sends the parts at once, and puts the results back in the batch's order. */
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
