package io.sharq.inmemory;

import io.sharq.api.EpochMicros;
import io.sharq.api.Stamp;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitParts;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DeleteLimitReply;
import io.sharq.spi.Hold;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations on the limits of one type (rules 18 to 20). */
final class LimitChanges {
    private final TypeState type;
    private final DeferredEffects aftermath;

    LimitChanges(TypeState type, DeferredEffects aftermath) {
        this.type = type;
        this.aftermath = aftermath;
    }

    ConfigureReply configure(ConfigureLimitRequest request) {
        TypeLimits limits = type.limits;
        synchronized (limits) {
            long nowMicros = type.clock.begin();
            String name = request.limit().limit();
            LimitRecord known = limits.find(name);
            if (known == null && request.mustExist()) {
                return new ConfigureReply(false, type.stamp(nowMicros));
            }
            LimitParts parts = request.change().appliedTo(known == null ? LimitParts.NONE : known.parts);
            long revision = type.change(nowMicros);
            LimitRecord limit = limits.findOrMake(name, revision);
            limits.change(limit, nowMicros, at -> {
                limit.change(parts, revision, at);
                hold(limit, request.hold(), nowMicros);
                Boolean paused = request.paused();
                if (paused != null) {
                    limit.state = limit.state.paused(paused);
                }
            });
            aftermath.limitsChanged(type);
            return new ConfigureReply(true, type.stamp(revision, nowMicros));
        }
    }

    private void hold(LimitRecord limit, @Nullable Hold hold, long nowMicros) {
        if (hold instanceof Hold.Until until) {
            limit.hold(Math.max(0, type.clock.fromWallMicros(until.atMicros())), until.reason());
        } else if (hold instanceof Hold.Span span) {
            limit.hold(nowMicros + span.spanMicros(), span.reason());
        } else if (hold != null) {
            limit.hold(0, "");
        }
    }

    DeleteLimitReply delete(LimitKey key) {
        TypeLimits limits = type.limits;
        synchronized (limits) {
            long nowMicros = type.clock.begin();
            LimitRecord limit = limits.find(key.limit());
            if (limit == null) {
                return new DeleteLimitReply(DeleteLimitStatus.NOT_FOUND, type.stamp(nowMicros));
            }
            if (limits.queues(limit, nowMicros) > 0 || type.defaults.name(key.limit())) {
                return new DeleteLimitReply(DeleteLimitStatus.IN_USE, type.stamp(nowMicros));
            }
            long revision = type.change(nowMicros);
            limits.remove(key.limit());
            if (type.isEmpty()) {
                type.visitAt(nowMicros, nowMicros);
            }
            return new DeleteLimitReply(DeleteLimitStatus.DELETED, type.stamp(revision, nowMicros));
        }
    }

    Optional<LimitDescription> describe(LimitKey key) {
        TypeLimits limits = type.limits;
        synchronized (limits) {
            TypeClock.Look look = type.clock.look();
            LimitRecord limit = limits.find(key.limit());
            return limit == null ? Optional.empty() : Optional.of(view(key, limit, look));
        }
    }

    private LimitDescription view(LimitKey key, LimitRecord limit, TypeClock.Look look) {
        LimitInstant at = new LimitInstant(look.nowMicros(), look.wallMicros());
        LimitGate gate = limit.gate(at);
        long opens = gate.opensAt(at);
        boolean isHeld = limit.state.heldUntilMicros() > look.nowMicros();
        return new LimitDescription(
                key,
                limit.parts,
                limit.state.paused(),
                isHeld ? Optional.of(instant(look, limit.state.heldUntilMicros())) : Optional.empty(),
                isHeld ? limit.holdReason : "",
                gate.levelUnits(at),
                gate.countedUnits(at),
                limit.state.active(),
                type.limits.queues(limit, look.nowMicros()),
                opens == Readiness.NEVER
                        ? Optional.empty()
                        : Optional.of(instant(look, Math.max(opens, look.nowMicros()))),
                new Stamp(0, type.stamp(0).revision(), look.wallMicros()));
    }

    private static Instant instant(TypeClock.Look look, long steadyMicros) {
        return EpochMicros.toInstant(look.toWallMicros(steadyMicros));
    }
}
