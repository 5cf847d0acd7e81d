package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.api.StoreBounds;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of the open partitions, a hash of its own that no script shares with a partition's keys.
 *
 * <p>A partition is opened with a nonce, listed under that nonce, and marked as listed. Only then does it accept jobs, so
 * every acknowledged job is in a listed partition. A partition is removed from the list only if it has not been listed under
 * another nonce meanwhile. A client that stops at any point leaves nothing worse than an empty partition or a stale entry,
 * which the next upkeep removes.
 */
public final class PartitionDirectory {
    /**
     * The maximum number of attempts. Only a partition that closes at that moment undoes one, at most once in ten quiet
     * minutes.
     */
    private static final int ROUNDS = 5;

    /** The span until the first visit of upkeep. The first lease arranges an earlier one. */
    private static final long FIRST_VISIT_MICROS = 600_000_000;

    private final RedisConnection link;
    private final KeyNames names;
    private final Partitions partitions;
    private final StoreBounds bounds;
    private final SecureRandom random = new SecureRandom();

    public PartitionDirectory(RedisConnection link, KeyNames names, Partitions partitions, StoreBounds bounds) {
        this.bounds = bounds;
        this.link = link;
        this.names = names;
        this.partitions = partitions;
    }

    /**
     * Runs a call whose reply begins with 0 if the partition is not open and listed. Then opens and lists it, and repeats
     * the call.
     */
    public CompletionStage<ScriptReply> whenListed(
            String operation, String type, int partition, Supplier<CompletionStage<ScriptReply>> call) {
        return round(operation, type, partition, call, ROUNDS);
    }

    private CompletionStage<ScriptReply> round(
            String operation, String type, int partition, Supplier<CompletionStage<ScriptReply>> call, int rounds) {
        return call.get().thenCompose(reply -> {
            if (!reply.nextIsZero()) {
                return CompletableFuture.completedStage(reply);
            }
            if (rounds == 0) {
                throw new BackendException(Outcome.NOT_DONE, operation, "the partition closed again and again", null);
            }
            partitions.agreement().doubt(type);
            return checkRoom(operation, type, partition)
                    .thenCompose(hasRoom -> list(operation, type, partition))
                    .thenCompose(done -> round(operation, type, partition, call, rounds - 1));
        });
    }

    public StoreBounds bounds() {
        return bounds;
    }

    /**
     * Returns a partition's even share of a type's queues. The share is a bound of its own, because a queue's id determines
     * its partition.
     */
    public long maxQueuesOfPartition() {
        return (bounds.maxQueues() - 1L) / partitions.count() + 1;
    }

    /**
     * Fails if the type would be one too many. A type of several partitions has an entry for each that is open and one of
     * its own. The list is checked before anything is opened, so that nothing remains of a type that is refused.
     */
    private CompletionStage<Void> checkRoom(String operation, String type, int partition) {
        long linesOfType = partitions.count() == 1 ? 1 : partitions.count() + 1L;
        return link.plain(operation, redis -> redis.hlen(names.types())).thenCompose(lines -> {
            if (lines < linesOfType * bounds.maxTypes()) {
                return CompletableFuture.completedStage(null);
            }
            byte[] line = partitions.count() == 1 ? field(type, partition) : KeyNames.spread(type);
            return link.plain(operation, redis -> redis.hexists(names.types(), line))
                    .thenAccept(isThere -> {
                        if (!isThere) {
                            throw bounds.tooManyTypes(operation);
                        }
                    });
        });
    }

    /** Opens a partition, if it is not open, and lists it. */
    public CompletionStage<Void> list(String operation, String type, int partition) {
        byte[] nonce = new byte[Long.BYTES];
        random.nextBytes(nonce);
        return open(operation, type, partition, nonce, false).thenCompose(reply -> {
            byte[] own = reply.bytes();
            if (reply.flag()) {
                return CompletableFuture.completedStage(null);
            }
            return enter(operation, type, partition, own, FIRST_VISIT_MICROS)
                    .thenCompose(set -> open(operation, type, partition, own, true))
                    .thenApply(marked -> null);
        });
    }

    /**
     * Lists a partition even if it is marked as listed, and makes a visit of upkeep due at once: its leases may have lost
     * theirs. Opens it if it has lost its record.
     */
    public CompletionStage<Void> listAgain(String operation, String type, int partition) {
        byte[] nonce = new byte[Long.BYTES];
        random.nextBytes(nonce);
        return open(operation, type, partition, nonce, false).thenCompose(reply -> {
            byte[] own = reply.bytes();
            return enter(operation, type, partition, own, 0)
                    .thenCompose(set -> open(operation, type, partition, own, true))
                    .thenApply(marked -> null);
        });
    }

    private CompletionStage<Void> enter(
            String operation, String type, int partition, byte[] nonce, long visitInMicros) {
        byte[] shards = Integer.toString(partitions.count()).getBytes(UTF_8);
        byte[][] keys = {names.types(), names.due(), names.visitClock()};
        ScriptArguments arguments = ScriptArguments.at(partitions.clock())
                .add(KeyNames.spread(type))
                .add(field(type, partition))
                .add(nonce)
                .add(shards)
                .add(visitInMicros);
        return link.call(operation, Script.LIST, keys, arguments.toArray())
                .thenAccept(reply ->
                        partitions.agreement().require(operation, type, new ScriptReply(reply, partition).text()));
    }

    private CompletionStage<ScriptReply> open(
            String operation, String type, int partition, byte[] nonce, boolean marks) {
        ScriptArguments arguments = partitions.arguments().add(nonce).flag(marks);
        return partitions.call(operation, Script.OPEN, type, partition, arguments);
    }

    /** Returns the value that the list has for a partition, or null. */
    public CompletionStage<byte @Nullable []> entry(String operation, String type, int partition) {
        return link.plain(operation, redis -> redis.hget(names.types(), field(type, partition)));
    }

    /** Removes a partition from the list if its value is still {@code entry}. */
    public CompletionStage<Void> remove(String operation, String type, int partition, byte[] entry) {
        byte[][] keys = {names.types(), names.due(), names.visits(), names.visitClock()};
        ScriptArguments arguments = ScriptArguments.none()
                .add(KeyNames.spread(type))
                .add(field(type, partition))
                .add(entry);
        if (partitions.count() > 1) {
            for (int other = 0; other < partitions.count(); other++) {
                arguments.add(field(type, other));
            }
        }
        return link.call(operation, Script.UNLIST, keys, arguments.toArray()).thenApply(removed -> null);
    }

    private byte[] field(String type, int partition) {
        return KeyNames.listing(type, partition, partitions.count());
    }
}
