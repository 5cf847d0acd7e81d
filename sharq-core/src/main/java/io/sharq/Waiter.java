package io.sharq;

import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for jobs of a type. Guarded by the {@link TypeWaiters} that it belongs to, but for its answer.
 *
 * <pre>
 *   IN_LINE ──sent──► LOOKING ──nothing came──► IN_LINE
 *      │                 │
 *   time is up        time is up
 *      ▼                 ▼
 *   OVERDUE ──sent──► LAST_LOOK
 * </pre>
 *
 * <p>From every stage it becomes {@code GONE} when it is answered or cancelled.
 */
final class Waiter {
    /** Where a caller stands. */
    enum Stage {
        /** None of its requests is in flight. */
        IN_LINE,
        /** Its request is in flight. */
        LOOKING,
        /** Its time is up, and its last request is about to be sent. */
        OVERDUE,
        /** Its time is up, and it takes what the request in flight brings. */
        LAST_LOOK,
        /** It has been answered, or was cancelled. */
        GONE
    }

    final DequeueFrom from;
    final int count;
    final long leaseMicros;
    final CompletableFuture<Dequeued> answer = new CompletableFuture<>();

    /** Its place in the order of arrival. */
    long number;

    Stage stage = Stage.IN_LINE;

    /** Its request whose outcome is unclear, which is to be sent again under the same nonce before any other. */
    @Nullable
    DequeueRequest unclear;

    Waiter(DequeueFrom from, int count, long leaseMicros) {
        this.from = from;
        this.count = count;
        this.leaseMicros = leaseMicros;
    }

    boolean isTimeUp() {
        return stage == Stage.OVERDUE || stage == Stage.LAST_LOOK;
    }

    /** Whether it asked for what another caller's request asked for. */
    boolean wants(DequeueRequest request) {
        return from.equals(request.from()) && count == request.count() && leaseMicros == request.leaseMicros();
    }
}
