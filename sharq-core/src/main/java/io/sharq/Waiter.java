package io.sharq;

import io.sharq.api.DequeueFrom;
import io.sharq.spi.DequeueRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for jobs of a type. Guarded by its {@link TypeWaiters}, except for {@link #answer}.
 *
 * <pre>
 *   IN_LINE ──sent──► LOOKING ──no jobs──► IN_LINE
 *      │                 │
 *   deadline          deadline
 *      ▼                 ▼
 *   OVERDUE ──sent──► LAST_LOOK
 * </pre>
 *
 * <p>Every stage becomes {@code GONE} when the caller's future completes or is cancelled.
 */
final class Waiter {
    /** The stage of a wait. */
    enum Stage {
        /** No request of the caller is in flight. */
        IN_LINE,
        /** A request of the caller is in flight. */
        LOOKING,
        /** The deadline has passed; a last request is about to be sent. */
        OVERDUE,
        /** The deadline has passed; the reply in flight is the result. */
        LAST_LOOK,
        /** The future has completed or was cancelled. */
        GONE
    }

    final DequeueFrom from;
    final int count;
    final long leaseMicros;
    final @Nullable String consumer;
    final CompletableFuture<Dequeued> answer = new CompletableFuture<>();

    /** The caller's position in the order of arrival. */
    long number;

    Stage stage = Stage.IN_LINE;

    /** The request of unclear outcome, to be repeated under the same nonce before any other. */
    @Nullable
    DequeueRequest unclear;

    Waiter(DequeueFrom from, int count, long leaseMicros, @Nullable String consumer) {
        this.from = from;
        this.count = count;
        this.leaseMicros = leaseMicros;
        this.consumer = consumer;
    }

    boolean isTimeUp() {
        return stage == Stage.OVERDUE || stage == Stage.LAST_LOOK;
    }

    /** Whether a request names the same queues, count, lease and consumer as this caller's. */
    boolean wants(DequeueRequest request) {
        return from.equals(request.from())
                && count == request.count()
                && leaseMicros == request.leaseMicros()
                && Objects.equals(consumer, request.consumer());
    }
}
