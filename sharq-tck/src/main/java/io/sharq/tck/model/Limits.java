package io.sharq.tck.model;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.EpochMicros;
import io.sharq.api.Outcome;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.LimitParts;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitInstant;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DeleteLimitReply;
import io.sharq.spi.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules 18 to 20: the operations on limits, and what names them. */
final class Limits {
    private Limits() {}

    static ConfigureReply configure(Now now, ConfigureLimitRequest request) {
        String name = request.limit().limit();
        ModelLimit known = now.type().limits.get(name);
        if (known == null && request.mustExist()) {
            return new ConfigureReply(false, now.stamp());
        }
        LimitParts parts = request.change().appliedTo(known == null ? LimitParts.NONE : known.parts);
        long revision = now.change();
        ModelLimit limit = now.type().limits.computeIfAbsent(name, made -> new ModelLimit(made, revision));
        limit.change(parts, revision, now.instant());
        hold(now, limit, request.hold());
        if (request.paused() != null) {
            limit.state = limit.state.paused(request.paused());
        }
        return new ConfigureReply(true, now.stamp());
    }

    private static void hold(Now now, ModelLimit limit, @Nullable Hold hold) {
        if (hold instanceof Hold.Until until) {
            limit.hold(Math.max(0, now.type().fromWall(until.atMicros(), now.wall())), until.reason());
        } else if (hold instanceof Hold.Span span) {
            limit.hold(now.at() + span.spanMicros(), span.reason());
        } else if (hold != null) {
            limit.hold(0, "");
        }
    }

    static DeleteLimitReply delete(Now now, LimitKey key) {
        if (!now.type().limits.containsKey(key.limit())) {
            return new DeleteLimitReply(DeleteLimitStatus.NOT_FOUND, now.stamp());
        }
        if (queues(now, key.limit()) > 0 || now.type().defaults.name(key.limit())) {
            return new DeleteLimitReply(DeleteLimitStatus.IN_USE, now.stamp());
        }
        now.change();
        now.type().limits.remove(key.limit());
        return new DeleteLimitReply(DeleteLimitStatus.DELETED, now.stamp());
    }

    private static long queues(Now now, String limit) {
        return now.type().queues.values().stream()
                .filter(queue -> queue.forget > now.at())
                .filter(queue -> queue.limits().names().contains(limit))
                .count();
    }

    static Optional<LimitDescription> describe(Now now, LimitKey key) {
        return Optional.ofNullable(now.type().limits.get(key.limit())).map(limit -> view(now, key, limit));
    }

    private static LimitDescription view(Now now, LimitKey key, ModelLimit limit) {
        LimitInstant at = now.instant();
        long opens = limit.gate(at).opensAt(at);
        boolean isHeld = limit.state.heldUntilMicros() > now.at();
        return new LimitDescription(
                key,
                limit.parts,
                limit.state.paused(),
                isHeld ? Optional.of(instant(now, limit.state.heldUntilMicros())) : Optional.empty(),
                isHeld ? limit.holdReason : "",
                limit.gate(at).levelUnits(at),
                limit.gate(at).countedUnits(at),
                limit.state.active(),
                queues(now, limit.name),
                opens == Readiness.NEVER ? Optional.empty() : Optional.of(instant(now, Math.max(opens, now.at()))),
                now.stamp());
    }

    private static Instant instant(Now now, long steadyMicros) {
        return EpochMicros.toInstant(now.toWall(steadyMicros));
    }

    /** Whether an enqueue names limits that do not exist, or costs more of one than that allows; null if not. */
    static @Nullable EnqueueStatus refusal(Now now, @Nullable LimitNames named, LimitNames drawnFrom, Costs costs) {
        boolean areKnown = named == null || now.type().limits.keySet().containsAll(named.names());
        if (!areKnown || !drawnFrom.names().containsAll(costs.byLimit().keySet())) {
            return EnqueueStatus.UNKNOWN_LIMIT;
        }
        for (String name : drawnFrom.names()) {
            ModelLimit limit = now.type().limits.get(name);
            if (limit != null && costs.of(name) > limit.parts.costBound()) {
                return EnqueueStatus.COST_TOO_HIGH;
            }
        }
        return null;
    }

    /** Refuses settings that name limits that do not exist. */
    static void check(Now now, String operation, String typeName, @Nullable LimitNames named) {
        List<String> names = named == null ? List.of() : named.names();
        for (String name : names) {
            if (!now.type().limits.containsKey(name)) {
                throw new BackendException(
                        Outcome.REJECTED, operation, "There is no limit " + new LimitKey(typeName, name) + ".", null);
            }
        }
    }
}
