package io.sharq.redis.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sharq.api.InvalidValueException;
import io.sharq.api.TimeSource;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.rules.Minutes;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The index of visits: the listed types by the instant at which upkeep is to come to each next, so that a type at rest costs
 * nothing. It stands beside the list of types, in a slot of its own, and no script changes it together with a partition.
 *
 * <p>So what upkeep owes a partition is written in a safe order. Each partition notes until when upkeep comes at the latest,
 * and refuses a lease that would end before that. Then the client {@linkplain #arrange arranges} an earlier visit here first,
 * and the partition notes it with the lease. A visit goes the other way: the partition notes the next instant together with
 * what was done, and the index gets it {@linkplain #visited after that}, unless an earlier one was arranged meanwhile. A
 * client that stops anywhere leaves a visit too many, and never one too few.
 *
 * <p>Types that are due are taken for a moment, so that several clients share the visits; if the one that took a type stops,
 * another takes it after that moment. Thread-safe.
 */
public final class UpkeepSchedule {
    /** How long another client waits for a visit that one has begun. */
    private static final long TAKEN_MICROS = 500_000;

    /** The longest span between two visits: what heals an index that was damaged, whatever it says. */
    private static final long LONGEST_MICROS = 3_600_000_000L;

    /** A drained queue is remembered for so long at least, so something is due then and not before. */
    static final long MEMORY_MICROS = Minutes.WINDOW * Minutes.MINUTE_MICROS;

    private static final String OPERATION = "upkeep";

    private final RedisConnection link;
    private final KeyNames names;
    private final @Nullable TimeSource clock;
    private final BatchingClient<String, Visited, List<Object>> ends;

    /** The types that this client has taken, with the instant of the index up to which it was asked for. */
    private final Cache<String, Long> taken = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(10))
            .executor(Runnable::run)
            .build();

    private record Visited(String type, long nextMicros) {}

    public UpkeepSchedule(
            RedisConnection link, KeyNames names, @Nullable TimeSource clock, BatchingClient.Traffic traffic) {
        this.link = link;
        this.names = names;
        this.clock = clock;
        this.ends = new BatchingClient<>(traffic, visit -> OPERATION, visit -> 1, operation -> operation, this::send);
    }

    /** Takes types that are to be visited now. */
    public CompletionStage<DueReply> due(DueRequest request) {
        ScriptArguments arguments = ScriptArguments.at(clock)
                .add(request.limit())
                .add(checked(request.cursor()))
                .add(TAKEN_MICROS)
                .add(LONGEST_MICROS);
        byte[][] keys = {names.types(), names.due(), names.visits(), names.visitClock()};
        return link.call("list of due types", Script.VISITS, keys, arguments.toArray())
                .thenApply(elements -> read(new ScriptReply(elements, 0)));
    }

    private static String checked(@Nullable String cursor) {
        if (cursor != null && !cursor.matches("\\d{1,16}")) {
            throw new InvalidValueException("cursor", "It must be one that a listing gave.");
        }
        return cursor == null ? "" : cursor;
    }

    private DueReply read(ScriptReply reply) {
        long untilMicros = reply.number();
        boolean hasMore = reply.flag();
        long retryMicros = reply.number();
        List<String> types = new ArrayList<>();
        while (reply.hasMore()) {
            types.add(reply.text());
        }
        types.forEach(type -> taken.put(type, untilMicros));
        return new DueReply(
                types,
                hasMore ? Long.toString(untilMicros) : null,
                retryMicros < 0 ? OptionalLong.empty() : OptionalLong.of(retryMicros));
    }

    /** Sees to it that upkeep comes to a listed type after a span at the latest. */
    CompletionStage<Void> arrange(String operation, String type, long inMicros) {
        byte[][] keys = {names.types(), names.due(), names.visitClock()};
        ScriptArguments arguments = ScriptArguments.at(clock).add(type).add(inMicros);
        return link.call(operation, Script.ARRANGE, keys, arguments.toArray()).thenApply(done -> null);
    }

    /** Sees to it that upkeep comes when a queue may be forgotten that a call which begins now leaves without a job. */
    CompletionStage<Void> arrangeForgetting(String operation, String type) {
        return arrange(operation, type, MEMORY_MICROS);
    }

    /** The longest span until a partition's next visit, not the same for all, so that those of many types spread out. */
    static long longestMicros() {
        return LONGEST_MICROS - ThreadLocalRandom.current().nextLong(LONGEST_MICROS / 4);
    }

    /**
     * Ends a visit, if this client has taken the type. If that fails, the visit is made again by whoever comes next.
     *
     * @param inMicros after what span, seen from the visit, something is due next
     */
    CompletionStage<Void> visited(String type, long inMicros) {
        Long sinceMicros = taken.getIfPresent(type);
        if (sinceMicros == null) {
            return CompletableFuture.completedStage(null);
        }
        taken.asMap().remove(type, sinceMicros);
        return ends.call(new Visited(type, sinceMicros + inMicros)).handle((done, failure) -> null);
    }

    private CompletionStage<List<List<Object>>> send(List<Visited> visits) {
        byte[][] keys = {names.types(), names.due(), names.visits()};
        ScriptArguments arguments = ScriptArguments.none();
        visits.forEach(visit -> arguments.add(visit.type().getBytes(UTF_8)).add(visit.nextMicros()));
        return link.call(OPERATION, Script.VISITED, keys, arguments.toArray())
                .thenApply(done -> Collections.nCopies(visits.size(), done));
    }
}
