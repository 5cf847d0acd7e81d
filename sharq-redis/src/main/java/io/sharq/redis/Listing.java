package io.sharq.redis;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.TimeSource;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of the open partitions, a hash of its own that no script shares with a partition's keys.
 *
 * <p>A partition is opened with a nonce, listed under that nonce, marked as listed, and only then takes jobs: so every
 * job that was acknowledged lies in a listed partition. It is taken off the list only if it has not been listed under
 * another nonce meanwhile. A client that stops anywhere on the way leaves nothing worse than an empty partition or a
 * stale line, which the next upkeep removes.
 */
final class Listing {
    /** Each round is undone only by a partition that closes just then, once in ten quiet minutes at the most. */
    private static final int ROUNDS = 5;

    private final RedisLink link;
    private final KeyNames names;
    private final @Nullable TimeSource clock;
    private final SecureRandom random = new SecureRandom();

    Listing(RedisLink link, KeyNames names, @Nullable TimeSource clock) {
        this.link = link;
        this.names = names;
        this.clock = clock;
    }

    /** Runs a call whose reply begins with 0 if the partition is not open and listed, and sees to it that it is. */
    CompletionStage<Reply> whenListed(String operation, String type, Supplier<CompletionStage<Reply>> call) {
        return round(operation, type, call, ROUNDS);
    }

    private CompletionStage<Reply> round(
            String operation, String type, Supplier<CompletionStage<Reply>> call, int rounds) {
        return call.get().thenCompose(reply -> {
            if (!reply.nextIsZero()) {
                return CompletableFuture.completedStage(reply);
            }
            if (rounds == 0) {
                throw new BackendException(Outcome.NOT_DONE, operation, "the partition closed again and again", null);
            }
            return list(operation, type).thenCompose(done -> round(operation, type, call, rounds - 1));
        });
    }

    private CompletionStage<Void> list(String operation, String type) {
        byte[] nonce = new byte[Long.BYTES];
        random.nextBytes(nonce);
        return open(operation, type, nonce, false).thenCompose(reply -> {
            byte[] own = reply.bytes();
            if (reply.flag()) {
                return CompletableFuture.completedStage(null);
            }
            return link.plain(operation, redis -> redis.hset(names.types(), KeyNames.listing(type, 0), own))
                    .thenCompose(set -> open(operation, type, own, true))
                    .thenApply(marked -> null);
        });
    }

    private CompletionStage<Reply> open(String operation, String type, byte[] nonce, boolean marks) {
        Arguments arguments = Arguments.at(clock).add(nonce).flag(marks);
        return link.call(operation, Script.OPEN, names.partition(type, 0), arguments.toArray());
    }

    /** What the list says of a partition, or null. */
    CompletionStage<byte @Nullable []> entry(String operation, String type) {
        return link.plain(operation, redis -> redis.hget(names.types(), KeyNames.listing(type, 0)));
    }

    /** Takes a partition off the list if the list still says {@code entry} of it. */
    CompletionStage<Void> remove(String operation, String type, byte[] entry) {
        byte[][] keys = {names.types()};
        byte[][] arguments = {KeyNames.listing(type, 0), entry};
        return link.call(operation, Script.UNLIST, keys, arguments).thenApply(removed -> null);
    }
}
