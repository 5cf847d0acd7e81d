package io.sharq.rules;

import io.sharq.api.EpochMicros;
import io.sharq.api.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rule 16: the sum of the counts of several types, minute by minute. The oldest ready instant is the earliest of all.
 * Not thread-safe.
 */
public final class MetricsSum {
    private final long atMicros;
    private final long[] enqueued = new long[Minutes.WINDOW];
    private final long[] dequeued = new long[Minutes.WINDOW];
    private long length;
    private long delayed;
    private long active;
    private long dead;
    private long oldestReadyAtMicros = Readiness.NEVER;

    /**
     * An empty sum.
     *
     * @param atMicros the instant of the counts, on the wall clock
     */
    public MetricsSum(long atMicros) {
        this.atMicros = atMicros;
    }

    /**
     * Adds the counts of a type. Minutes outside the window of this sum are ignored.
     *
     * @param type the counts
     * @return this
     */
    public MetricsSum add(Metrics type) {
        for (Metrics.Minute count : type.minutes()) {
            long slot = count.minute() - oldest();
            if (slot >= 0 && slot < Minutes.WINDOW) {
                enqueued[(int) slot] += count.enqueued();
                dequeued[(int) slot] += count.dequeued();
            }
        }
        length += type.length();
        delayed += type.delayed();
        active += type.active();
        dead += type.dead();
        oldestReadyAtMicros = Math.min(
                oldestReadyAtMicros, type.oldestReadyAt().map(EpochMicros::of).orElse(Readiness.NEVER));
        return this;
    }

    /**
     * The counts so far.
     *
     * @return the sum
     */
    public Metrics toReply() {
        List<Metrics.Minute> minutes = new ArrayList<>(Minutes.WINDOW);
        for (int slot = 0; slot < Minutes.WINDOW; slot++) {
            minutes.add(Metrics.Minute.of(oldest() + slot, enqueued[slot], dequeued[slot]));
        }
        Optional<Instant> oldestReady = oldestReadyAtMicros == Readiness.NEVER
                ? Optional.empty()
                : Optional.of(EpochMicros.toInstant(oldestReadyAtMicros));
        return new Metrics(minutes, length, delayed, active, dead, oldestReady, EpochMicros.toInstant(atMicros));
    }

    private long oldest() {
        return Minutes.of(atMicros) - Minutes.WINDOW + 1;
    }
}
