package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.Limits;
import io.sharq.spi.DequeueFrom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The queued requests of one handler. Thread-safe. */
final class Tube<T> {
    private static final int LONGEST_NAME = 90;

    private final SharQ sharq;
    private final Handler<T> handler;
    private final WorkerSettings settings;
    private final int batchSize;

    Tube(Queue queue, Handler<T> handler) {
        Limits.range(
                "handler name length",
                Limits.identifier("handler name", handler.name()).length(),
                1,
                LONGEST_NAME);
        this.sharq = queue.sharq();
        this.handler = handler;
        this.settings = queue.settings();
        this.batchSize = handler.batchSize().orElse(settings.batchSize());
    }

    Handler<T> handler() {
        return handler;
    }

    private DequeueOptions options(long most, DequeueFrom from) {
        return DequeueOptions.of(handler.name())
                .from(from)
                .count((int) Math.min(batchSize, most))
                .lease(settings.lease());
    }

    /** A batch of the thread whose turn it is, as soon as there is one; nothing if the wait ends before. */
    CompletableFuture<Dequeued> await(long most, Duration wait) {
        return sharq.async().dequeue(options(most, DequeueFrom.ONE).waitAtMost(wait));
    }

    /** A batch of the thread whose turn it is, if one is ready. */
    List<Delivery> take(long most) {
        return sharq.dequeue(options(most, DequeueFrom.ONE)).jobs();
    }

    /** A batch of a thread, if one is ready. */
    List<Delivery> take(String thread, long most) {
        return sharq.dequeue(options(most, new DequeueFrom.Queue(thread))).jobs();
    }
}
