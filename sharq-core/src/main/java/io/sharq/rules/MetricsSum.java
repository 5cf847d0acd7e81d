package io.sharq.rules;

import io.sharq.spi.MetricsReply;
import io.sharq.spi.MinuteCount;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rule 16: adds up the counts of several types, minute by minute; of what is ready, the oldest counts. Not thread-safe. */
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
     * Counts of nothing.
     *
     * @param atMicros the instant of the counts, on the wall clock
     */
    public MetricsSum(long atMicros) {
        this.atMicros = atMicros;
    }

    /**
     * Adds the counts of a type; minutes outside the window of this sum are left out.
     *
     * @param type the counts
     * @return this
     */
    public MetricsSum add(MetricsReply type) {
        for (MinuteCount count : type.minutes()) {
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
        oldestReadyAtMicros =
                Math.min(oldestReadyAtMicros, type.oldestReadyAtMicros().orElse(Readiness.NEVER));
        return this;
    }

    /**
     * The counts so far.
     *
     * @return the sum
     */
    public MetricsReply toReply() {
        List<MinuteCount> minutes = new ArrayList<>(Minutes.WINDOW);
        for (int slot = 0; slot < Minutes.WINDOW; slot++) {
            minutes.add(new MinuteCount(oldest() + slot, enqueued[slot], dequeued[slot]));
        }
        OptionalLong oldestReady =
                oldestReadyAtMicros == Readiness.NEVER ? OptionalLong.empty() : OptionalLong.of(oldestReadyAtMicros);
        return new MetricsReply(minutes, length, delayed, active, dead, oldestReady, atMicros);
    }

    private long oldest() {
        return Minutes.of(atMicros) - Minutes.WINDOW + 1;
    }
}
