package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.TraceScope;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import io.sharq.worker.loop.Refused;
import io.sharq.worker.loop.Work;
import io.sharq.worker.recurrence.RecurrenceStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a handler perform the batches of a loop. The handler's name, request class and batch size are read and checked once,
 * when this is made. Thread-safe.
 */
final class HandlerWork<T> implements Work {
    private static final int MAX_NAME_LENGTH = 90;

    private final Handler<T> handler;
    private final String name;
    private final Class<T> requestType;
    private final OptionalInt batchSize;

    HandlerWork(Handler<T> handler) {
        this.handler = handler;
        this.name = name(handler);
        this.requestType = requestType(handler, name);
        this.batchSize = batchSize(handler);
    }

    /** The handler's name, checked. */
    static String name(Handler<?> handler) {
        @Nullable String name = handler.name();
        if (name == null) {
            throw new InvalidValueException(
                    "handler name", "It must not be null, as that of " + handler.getClass() + " is.");
        }
        Bounds.range(
                "handler name length", Bounds.queueType("handler name", name).length(), 1, MAX_NAME_LENGTH);
        if (RecurrenceStore.isType(name)) {
            throw new InvalidValueException(
                    "handler name",
                    "It must not end in \"-recurring\", like the queue type of another handler's recurrences, but is "
                            + name + ".");
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

    private static OptionalInt batchSize(Handler<?> handler) {
        @Nullable OptionalInt size = handler.batchSize();
        if (size == null) {
            throw new InvalidValueException("batch_size", "It must not be null; empty means that of the settings.");
        }
        size.ifPresent(requests -> Bounds.range("batch_size", requests, 1, Bounds.MAX_BATCH));
        return size;
    }

    Handler<T> handler() {
        return handler;
    }

    @Override
    public String name() {
        return name;
    }

    Class<T> requestType() {
        return requestType;
    }

    OptionalInt batchSize() {
        return batchSize;
    }

    @Override
    public void start() throws Exception {
        handler.start();
    }

    @Override
    public void stop() throws Exception {
        handler.stop();
    }

    @Override
    @SuppressWarnings("IllegalCatch") // Reading a request runs code of its class, and a handler may throw anything.
    public Map<Integer, Throwable> perform(
            List<Delivery> batch,
            IntPredicate isLost,
            BiConsumer<Integer, Payload> results,
            IntFunction<TraceScope> traces)
            throws InterruptedException {
        Map<Integer, Throwable> failures = new TreeMap<>();
        List<T> requests = new ArrayList<>(batch.size());
        List<Integer> positions = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            try {
                requests.add(batch.get(i).payloadAs(requestType));
                positions.add(i);
            } catch (Throwable e) {
                failures.put(i, e);
            }
        }
        if (requests.isEmpty()) {
            return failures;
        }
        try {
            perform(
                    Collections.unmodifiableList(requests),
                    new ReadableBatch(batch, positions, isLost, results, traces));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throttled some) {
            Refused cause = new Refused(some.retryAfter(), some);
            for (int i = some.firstNotPerformed(requests.size()); i < requests.size(); i++) {
                failures.put(positions.get(i), cause);
            }
        } catch (BatchFailure some) {
            some.causes(requests.size()).forEach((i, cause) -> failures.put(positions.get(i), cause(cause)));
        } catch (Throwable e) {
            positions.forEach(position -> failures.put(position, e));
        }
        return failures;
    }

    private static Throwable cause(Throwable ofRequest) {
        return ofRequest instanceof Throttled throttled ? new Refused(throttled.retryAfter(), throttled) : ofRequest;
    }

    private void perform(List<T> requests, ReadableBatch batch) throws Exception {
        if (handler instanceof ResultHandler<T> leavingResults) {
            leavingResults.performWithResults(requests, batch);
        } else {
            handler.perform(requests, batch);
        }
    }

    /** Whether its requests leave results, which needs a retention. */
    boolean leavesResults() {
        return handler instanceof ResultHandler;
    }
}
