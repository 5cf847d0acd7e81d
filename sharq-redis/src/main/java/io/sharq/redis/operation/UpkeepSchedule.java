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
 * The index of visits: the listed types by the instant of their next upkeep visit, so that an idle type costs nothing. It is
 * stored beside the list of types, in a slot of its own, and no script changes it together with a partition.
 *
 * <p>So visits are written in a safe order. Each partition records until when upkeep comes at the latest, and refuses a
 * lease that would end before that. Then the client {@linkplain #arrange arranges} an earlier visit here first, and the
 * partition records it with the lease. After a visit the order is reversed. The partition records the next instant together
 * with what was done. The index gets it {@linkplain #visited after that}, unless an earlier visit was arranged meanwhile. A
 * client that stops at any point leaves a visit too many, and never one too few.
 *
 * <p>A client takes due types for a moment, so that several clients share the visits. If it stops, another client takes them
 * after that moment. Thread-safe.
 */
public final class UpkeepSchedule {
    /** How long a type that one client has taken is left to it. */
    private static final long TAKEN_MICROS = 500_000;

    /** The longest span between two visits. It repairs a damaged index, whatever that contains. */
    private static final long LONGEST_MICROS = 3_600_000_000L;

    /** The minimum time for which a drained queue is remembered. Forgetting it is due no earlier. */
    static final long MEMORY_MICROS = Minutes.WINDOW * Minutes.MINUTE_MICROS;

    private static final String OPERATION = "upkeep";

    private final RedisConnection link;
    private final KeyNames names;
    private final @Nullable TimeSource clock;
    private final BatchingClient<String, Visited, List<Object>> ends;

    /** The types that this client has taken, with the instant of the index up to which they were requested. */
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

    /** Takes types that are due for a visit. */
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

    /** Ensures that upkeep visits a listed type within a span. */
    CompletionStage<Void> arrange(String operation, String type, long inMicros) {
        byte[][] keys = {names.types(), names.due(), names.visitClock()};
        ScriptArguments arguments = ScriptArguments.at(clock).add(type).add(inMicros);
        return link.call(operation, Script.ARRANGE, keys, arguments.toArray()).thenApply(done -> null);
    }

    /** Ensures a visit of upkeep when a queue may be forgotten that a call which begins now leaves without a job. */
    CompletionStage<Void> arrangeForgetting(String operation, String type) {
        return arrange(operation, type, MEMORY_MICROS);
    }

    /**
     * Returns the longest span until a partition's next visit. It is random, so that the visits of many types spread out.
     */
    static long longestMicros() {
        return LONGEST_MICROS - ThreadLocalRandom.current().nextLong(LONGEST_MICROS / 4);
    }

    /**
     * Ends a visit, if this client has taken the type. If that fails, the visit is repeated by the next client that takes
     * the type.
     *
     * @param inMicros the span from the visit until something is due next
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
