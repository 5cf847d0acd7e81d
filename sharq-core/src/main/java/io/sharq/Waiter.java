package io.sharq;

import io.sharq.spi.DequeueFrom;
import java.util.concurrent.CompletableFuture;

/** One call that waits for jobs of a type. */
final class Waiter {
    final DequeueFrom from;
    final int count;
    final long leaseMicros;
    final CompletableFuture<Dequeued> answer = new CompletableFuture<>();

    Waiter(DequeueFrom from, int count, long leaseMicros) {
        this.from = from;
        this.count = count;
        this.leaseMicros = leaseMicros;
    }

    /** Whether one call of the backend can ask for both. A call for one queue is for one caller. */
    boolean canShareCallWith(Waiter other) {
        return leaseMicros == other.leaseMicros
                && from instanceof DequeueFrom.AnyQueue
                && other.from instanceof DequeueFrom.AnyQueue;
    }

    boolean isOver() {
        return answer.isDone();
    }
}
