package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.spi.DequeueFrom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The queued requests of one handler, whose name, class of requests and batch size are read once. Thread-safe. */
final class Tube<T> {
    private static final int LONGEST_NAME = 90;

    private final SharQ sharq;
    private final Handler<T> handler;
    private final String name;
    private final Class<T> requestType;
    private final WorkerSettings settings;
    private final int batchSize;

    Tube(Queue queue, Handler<T> handler) {
        this.sharq = queue.sharq();
        this.handler = handler;
        this.name = name(handler);
        this.requestType = requestType(handler, name);
        this.settings = queue.settings();
        this.batchSize = Math.min(batchSize(handler, settings), sharq.settings().maxBatchSize());
    }

    /** The handler's name, checked. */
    static String name(Handler<?> handler) {
        @Nullable String name = handler.name();
        if (name == null) {
            throw new InvalidValueException(
                    "handler name", "It must not be null, as that of " + handler.getClass() + " is.");
        }
        Bounds.range(
                "handler name length", Bounds.identifier("handler name", name).length(), 1, LONGEST_NAME);
        if (Recurrences.isType(name)) {
            throw new InvalidValueException(
                    "handler name", "It must not end like the type of another handler's recurrences: " + name + ".");
        }
        return name;
    }

    private static <T> Class<T> requestType(Handler<T> handler, String name) {
        @Nullable Class<T> type = handler.requestType();
        if (type == null) {
            throw new InvalidValueException("request type", "It must not be null, as that of " + name + " is.");
        }
        return type;
    }

    private static int batchSize(Handler<?> handler, WorkerSettings settings) {
        @Nullable OptionalInt size = handler.batchSize();
        if (size == null) {
            throw new InvalidValueException("batch_size", "It must not be null; empty means that of the settings.");
        }
        return size.isEmpty()
                ? settings.batchSize()
                : (int) Bounds.range("batch_size", size.getAsInt(), 1, Bounds.MAX_BATCH);
    }

    Handler<T> handler() {
        return handler;
    }

    String name() {
        return name;
    }

    Class<T> requestType() {
        return requestType;
    }

    private DequeueOptions options(long most, DequeueFrom from) {
        return DequeueOptions.of(name)
                .from(from)
                .count((int) Math.min(batchSize, most))
                .lease(settings.lease());
    }

    /** A batch of the sub-queue whose turn it is, as soon as there is one; nothing if the wait ends before. */
    CompletableFuture<Dequeued> await(long most, Duration wait) {
        return sharq.async().dequeue(options(most, DequeueFrom.ONE).waitAtMost(wait));
    }

    /** A batch of the sub-queue whose turn it is, if one is ready. */
    List<Delivery> take(long most) {
        return sharq.dequeue(options(most, DequeueFrom.ONE)).jobs();
    }

    /** Gives jobs back that came too late for their loop; where that fails, they come back when their leases end. */
    void giveBack(Dequeued late) {
        if (!late.jobs().isEmpty()) {
            CompletableFuture<?> unused = sharq.async()
                    .releaseAll(late.jobs().stream().map(Delivery::lease).toList());
        }
    }

    /** A batch of a sub-queue, if one is ready. */
    List<Delivery> take(String thread, long most) {
        return sharq.dequeue(options(most, new DequeueFrom.Queue(thread))).jobs();
    }
}
