package io.sharq.redis;

import io.sharq.rules.Minutes;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MinuteCount;
import java.util.ArrayList;
import java.util.List;

/** Adds up the counts of several types, minute by minute. Not thread-safe: each step follows the one before. */
final class Totals {
    private final long atMicros;
    private final long[] enqueued = new long[Minutes.WINDOW];
    private final long[] dequeued = new long[Minutes.WINDOW];
    private long length;
    private long delayed;
    private long active;
    private long dead;

    Totals(long atMicros) {
        this.atMicros = atMicros;
    }

    static MetricsReply none(MetricsReply other) {
        return new Totals(other.atMicros()).toReply();
    }

    Totals add(MetricsReply type) {
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
        return this;
    }

    MetricsReply toReply() {
        List<MinuteCount> minutes = new ArrayList<>(Minutes.WINDOW);
        for (int slot = 0; slot < Minutes.WINDOW; slot++) {
            minutes.add(new MinuteCount(oldest() + slot, enqueued[slot], dequeued[slot]));
        }
        return new MetricsReply(minutes, length, delayed, active, dead, atMicros);
    }

    private long oldest() {
        return Minutes.of(atMicros) - Minutes.WINDOW + 1;
    }
}
