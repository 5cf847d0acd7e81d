package io.sharq.redis.operation;

import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.redis.script.PackedMinutes;
import io.sharq.redis.script.ScriptReply;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.QueueView;
import java.util.OptionalLong;

/**
 * A queue as the script tells it, in steady time.
 *
 * @param stamp when it was looked at
 * @param offsetMicros the offset of the steady time
 * @param typePaused whether the type is paused
 * @param pinned whether the interval is pinned
 * @param scheduled the jobs that are scheduled
 * @param dead the dead jobs
 * @param holdReason why it is or was held
 * @param sinceMicros the instant since which it is ready, {@link Readiness#NEVER} if it is not in turn
 * @param minutes the packed counts
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
        QueueFacts facts) {
    static StoredQueue of(ScriptReply reply) {
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
                facts);
    }

    long nowMicros() {
        return stamp.atMicros() + offsetMicros;
    }

    long toWallMicros(long steadyMicros) {
        return steadyMicros - offsetMicros;
    }

    QueueView toView(QueueKey queue) {
        boolean isHeld = facts.heldUntilMicros() > nowMicros();
        return new QueueView(
                queue,
                facts.intervalMicros() / 1_000,
                pinned,
                facts.ordered(),
                facts.concurrency(),
                facts.paused(),
                typePaused,
                isHeld ? OptionalLong.of(toWallMicros(facts.heldUntilMicros())) : OptionalLong.empty(),
                isHeld ? holdReason : "",
                facts.queued() + scheduled,
                scheduled,
                facts.active(),
                dead,
                Readiness.blocker(facts, typePaused, nowMicros()),
                nextRelease(),
                stamp);
    }

    private OptionalLong nextRelease() {
        long next = Readiness.next(facts);
        if (next == Readiness.NEVER || typePaused) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(toWallMicros(Math.max(next, nowMicros())));
    }

    MetricsReply toMetrics() {
        return new MetricsReply(
                minutes.window(stamp.atMicros()),
                facts.queued() + scheduled,
                scheduled,
                facts.active(),
                dead,
                oldestReady(),
                stamp.atMicros());
    }

    private OptionalLong oldestReady() {
        boolean isReady = !typePaused && sinceMicros <= nowMicros();
        return isReady ? OptionalLong.of(toWallMicros(sinceMicros)) : OptionalLong.empty();
    }
}
