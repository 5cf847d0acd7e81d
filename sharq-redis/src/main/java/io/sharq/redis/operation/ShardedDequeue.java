package io.sharq.redis.operation;

import io.sharq.api.BackendException;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Outcome;
import io.sharq.api.Stamp;
import io.sharq.redis.connection.MergedBatches;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.partition.AllParts;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.turn.PartitionHead;
import io.sharq.redis.turn.RecentDequeues;
import io.sharq.redis.turn.Turns;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One dequeue from a type of several partitions. It queries the partition whose first queue has been ready longest as far as
 * is known, then the next one, until it has enough jobs or no partition has a ready queue. Each is queried at most once. The
 * steps run one after the other; only reads of partition heads run concurrently.
 */
final class ShardedDequeue {
    private final Partitions partitions;
    private final DequeueBatches trips;
    private final Turns turns;
    private final RecentDequeues recent;
    private final DequeueRequest request;
    private final String operation;
    private final BitSet asked = new BitSet();
    private final BitSet verified = new BitSet();
    private final List<LeasedJob> jobs = new ArrayList<>();
    private @Nullable Stamp stamp;
    private @Nullable BackendException failure;
    private boolean isAnew;
    private boolean hasLookedAgain;

    ShardedDequeue(Partitions partitions, DequeueBatches trips, TurnsCache all, DequeueRequest request) {
        this.partitions = partitions;
        this.trips = trips;
        this.turns = all.of(request.type());
        this.recent = all.recent(request.type());
        this.request = request;
        this.operation = DequeueBatches.operation(request.type());
    }

    CompletionStage<DequeueReply> run() {
        RecentDequeues.Parts before = recent.of(request.nonce());
        isAnew = before.isAnew();
        return before.all().isEmpty() ? begin() : repeat(before);
    }

    private CompletionStage<DequeueReply> begin() {
        if (request.from() instanceof DequeueFrom.Queue queue) {
            return ask(partitions.of(queue.id())).thenApply(reply -> {
                if (failure != null) {
                    throw failure;
                }
                return reply;
            });
        }
        return next();
    }

    /**
     * Repeats a dequeue under its nonce. It returns the same leases if all of them still exist, else begins a new dequeue.
     */
    private CompletionStage<DequeueReply> repeat(RecentDequeues.Parts before) {
        List<CompletableFuture<Integer>> looks = new ArrayList<>();
        for (int partition : before.all()) {
            looks.add(head(partition).thenApply(ScriptReply::integer).toCompletableFuture());
        }
        return AllParts.all(operation, looks).thenCompose(known -> {
            List<Integer> again = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i) == 1) {
                    again.add(before.all().get(i));
                }
            }
            if (again.isEmpty() || !again.containsAll(before.sure())) {
                recent.beginsAnew(request.nonce());
                isAnew = true;
                return begin();
            }
            isAnew = false;
            List<CompletableFuture<DequeueReply>> replies = again.stream()
                    .map(partition -> ask(partition).toCompletableFuture())
                    .toList();
            return AllParts.all(operation, replies).thenApply(this::together);
        });
    }

    private DequeueReply together(List<DequeueReply> replies) {
        if (failure != null) {
            throw failure;
        }
        List<LeasedJob> all =
                replies.stream().flatMap(reply -> reply.jobs().stream()).toList();
        return new DequeueReply(
                all, OptionalLong.empty(), replies.get(replies.size() - 1).stamp());
    }

    private CompletionStage<DequeueReply> next() {
        boolean isEnough =
                jobs.size() == request.count() || (!jobs.isEmpty() && request.from() instanceof DequeueFrom.OneQueue);
        BitSet unknown = turns.unknown();
        unknown.andNot(asked);
        if (!isEnough && !unknown.isEmpty()) {
            return look(unknown).thenCompose(looked -> next());
        }
        BitSet slow = partitions.putOff(request.type());
        int partition = isEnough ? -1 : first(slow);
        if (partition < 0 || (!jobs.isEmpty() && (turns.isSuspect(partition) || slow.get(partition)))) {
            return done();
        }
        if (stamp != null && turns.headMicros(partition) > stamp.atMicros()) {
            // Nothing else is ready, so it is worth waiting for a slow node.
            int ready = jobs.isEmpty() ? turns.first(asked) : partition;
            return turns.headMicros(ready) > stamp.atMicros() ? settle(partition) : askNext(ready);
        }
        return askNext(partition);
    }

    /** Returns the partition to query first. Slow ones come last, while other callers wait for them. */
    private int first(BitSet slow) {
        BitSet later = (BitSet) asked.clone();
        later.or(slow);
        int first = turns.first(later);
        return first < 0 ? turns.first(asked) : first;
    }

    private CompletionStage<DequeueReply> askNext(int partition) {
        return ask(partition).thenCompose(reply -> next());
    }

    /** Verifies that nothing more is ready, and the instant to report. */
    private CompletionStage<DequeueReply> settle(int partition) {
        if (jobs.isEmpty() && !hasLookedAgain) {
            hasLookedAgain = true;
            BitSet stale = turns.stale();
            stale.andNot(asked);
            return look(stale).thenCompose(looked -> next());
        }
        if (!turns.isSure(partition)) {
            return askNext(partition);
        }
        return done();
    }

    private CompletionStage<DequeueReply> done() {
        if (jobs.isEmpty() && failure != null) {
            return CompletableFuture.failedStage(failure);
        }
        int earliest = turns.first(verified);
        if (namesNext() && earliest >= 0 && !turns.isSure(earliest)) {
            verified.set(earliest);
            return look(only(earliest)).thenCompose(looked -> done());
        }
        Stamp last = stamp;
        if (last == null) {
            throw new IllegalStateException("no partition has answered");
        }
        if (!jobs.isEmpty()) {
            // Nothing waits for these reads. Where other partitions always have work, they find one whose message was
            // lost.
            turns.takeStale().stream().forEach(partition -> {
                CompletionStage<?> unused = head(partition);
            });
        }
        OptionalLong next = namesNext() ? turns.earliest() : OptionalLong.empty();
        return CompletableFuture.completedStage(new DequeueReply(jobs, next, last));
    }

    private boolean namesNext() {
        return jobs.size() < request.count() || request.namesNext();
    }

    private static BitSet only(int partition) {
        BitSet only = new BitSet();
        only.set(partition);
        return only;
    }

    /**
     * Dequeues from a partition. A lost response may have contained jobs, so the caller has to retry under the same nonce.
     */
    private CompletionStage<DequeueReply> ask(int partition) {
        asked.set(partition);
        Runnable waited = partitions.waiting(request.type(), partition);
        int wanted = request.count() - jobs.size();
        return trips.ask(new DequeueBatches.Ask(
                        new MergedBatches.Place(request.type(), partition), request, wanted, isAnew))
                .handle((reply, problem) -> {
                    waited.run();
                    return problem == null
                            ? took(partition, reply)
                            : failed(partition, RedisErrors.of(operation, problem));
                });
    }

    private synchronized DequeueReply took(int partition, DequeueReply reply) {
        stamp = reply.stamp();
        if (!reply.jobs().isEmpty()) {
            jobs.addAll(reply.jobs());
            recent.gave(request.nonce(), partition);
        }
        return reply;
    }

    private synchronized DequeueReply failed(int partition, BackendException problem) {
        turns.failed(partition);
        if (problem.outcome() == Outcome.UNKNOWN) {
            recent.mayHaveGiven(request.nonce(), partition);
            throw problem;
        }
        failure = problem;
        return new DequeueReply(List.of(), OptionalLong.empty(), new Stamp(partition, 0, 0));
    }

    /** Reads concurrently when the first queue of each partition is ready. */
    private CompletionStage<Void> look(BitSet which) {
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        which.stream()
                .forEach(partition -> looks.add(head(partition)
                        .handle((reply, problem) -> {
                            if (problem != null) {
                                cannotAsk(partition, RedisErrors.of(operation, problem));
                            }
                            return (Void) null;
                        })
                        .toCompletableFuture()));
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new));
    }

    private synchronized void cannotAsk(int partition, BackendException problem) {
        turns.failed(partition);
        asked.set(partition);
        failure = problem;
    }

    private synchronized void sawAt(Stamp seen) {
        stamp = seen;
        partitions.saw(seen.revision());
        if (seen.revision() == 0) {
            partitions.agreement().doubt(request.type());
        }
    }

    /** Reads the head of a partition. The rest of the returned reply says whether the nonce is known. */
    private CompletionStage<ScriptReply> head(int partition) {
        Turns.Asked before = turns.asking(partition);
        ScriptArguments arguments = partitions.arguments().nonce(request.nonce());
        return partitions
                .call(operation, Script.HEAD, request.type(), partition, arguments)
                .thenApply(reply -> {
                    PartitionHead head = PartitionHead.of(reply);
                    turns.answered(partition, before, head);
                    sawAt(head.stamp());
                    return reply;
                });
    }
}
