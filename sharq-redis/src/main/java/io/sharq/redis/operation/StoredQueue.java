package io.sharq.redis.operation;

import io.sharq.api.EpochMicros;
import io.sharq.api.Metrics;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.redis.script.PackedMinutes;
import io.sharq.redis.script.ScriptReply;
import io.sharq.rules.Defaults;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A queue as the script returns it, in steady time.
 *
 * @param stamp when it was read
 * @param offsetMicros the offset of the steady time
 * @param typePaused whether the type is paused
 * @param pinned whether the interval is pinned
 * @param scheduled the number of scheduled jobs
 * @param dead the number of dead jobs
 * @param holdReason why it is or was held
 * @param sinceMicros the instant since which it is ready, {@link Readiness#NEVER} if it is not in turn
 * @param minutes the packed counts
 * @param sources which settings it has itself
 * @param defaults the defaults of the type
 * @param facts the rest
 */
record StoredQueue(
        Stamp stamp,
        long offsetMicros,
        boolean typePaused,
        boolean pinned,
        long scheduled,
        long dead,
        String holdReason,
        long sinceMicros,
        PackedMinutes minutes,
        int sources,
        Defaults defaults,
        QueueFacts facts) {
    private static final int INTERVAL_BY_DEFAULT = 8;
    private static final int OWN_ORDER = 16;
    private static final int OWN_CONCURRENCY = 32;

    static StoredQueue of(String type, ScriptReply reply) {
        long atMicros = reply.number();
        Stamp stamp = reply.stamp(reply.number(), atMicros);
        long offsetMicros = reply.number();
        boolean typePaused = reply.flag();
        boolean ordered = reply.flag();
        boolean pinned = reply.flag();
        boolean paused = reply.flag();
        long intervalMillis = reply.number();
        long lastRelease = reply.number();
        long queued = reply.number();
        long scheduled = reply.number();
        long active = reply.number();
        long dead = reply.number();
        long due = reply.number();
        long held = reply.number();
        long retry = reply.number();
        int concurrency = reply.integer();
        long since = reply.number();
        String reason = reply.text();
        PackedMinutes minutes = new PackedMinutes(reply.bytes());
        int sources = reply.integer();
        Defaults defaults = StoredDefaults.unpack(type, reply.bytes());
        QueueFacts facts = new QueueFacts(
                intervalMillis * 1_000,
                lastRelease,
                held,
                retry,
                paused,
                ordered,
                concurrency,
                active,
                queued,
                scheduled > 0 ? due : Readiness.NEVER);
        return new StoredQueue(
                stamp,
                offsetMicros,
                typePaused,
                pinned,
                scheduled,
                dead,
                reason,
                since == 0 ? Readiness.NEVER : since,
                minutes,
                sources,
                defaults,
                facts);
    }

    long nowMicros() {
        return stamp.atMicros() + offsetMicros;
    }

    Instant instant(long steadyMicros) {
        return EpochMicros.toInstant(steadyMicros - offsetMicros);
    }

    QueueDescription toView(QueueKey queue) {
        boolean isHeld = facts.heldUntilMicros() > nowMicros();
        return new QueueDescription(
                queue,
                Duration.of(facts.intervalMicros(), ChronoUnit.MICROS),
                pinned,
                facts.ordered(),
                facts.concurrency(),
                defaults.sources(queue.id(), own()),
                facts.paused(),
                typePaused,
                isHeld ? Optional.of(instant(facts.heldUntilMicros())) : Optional.empty(),
                isHeld ? holdReason : "",
                facts.queued() + scheduled,
                scheduled,
                facts.active(),
                dead,
                Readiness.blocker(facts, typePaused, nowMicros()),
                nextRelease(),
                stamp);
    }

    private QueueChange own() {
        return new QueueChange(
                (sources & INTERVAL_BY_DEFAULT) != 0 ? null : Long.valueOf(facts.intervalMicros() / 1_000),
                (sources & OWN_ORDER) == 0 ? null : Boolean.valueOf(facts.ordered()),
                (sources & OWN_CONCURRENCY) == 0 ? null : Integer.valueOf(facts.concurrency()));
    }

    private Optional<Instant> nextRelease() {
        long next = Readiness.next(facts);
        if (next == Readiness.NEVER || typePaused) {
            return Optional.empty();
        }
        return Optional.of(instant(Math.max(next, nowMicros())));
    }

    Metrics toMetrics() {
        return new Metrics(
                minutes.window(stamp.atMicros()),
                facts.queued() + scheduled,
                scheduled,
                facts.active(),
                dead,
                oldestReady(),
                stamp.at());
    }

    private Optional<Instant> oldestReady() {
        boolean isReady = !typePaused && sinceMicros <= nowMicros();
        return isReady ? Optional.of(instant(sinceMicros)) : Optional.empty();
    }
}
