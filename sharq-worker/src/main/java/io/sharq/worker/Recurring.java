package io.sharq.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.Failure;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.SharQException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the recurrences of one handler: waits for a tick, registers its request, and puts it off to the next. */
final class Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Queue queue;
    private final SharQ sharq;
    private final Handler<?> handler;
    private volatile boolean isClosed;
    private volatile @Nullable CompletableFuture<Dequeued> waiting;

    Recurring(Queue queue, Handler<?> handler) {
        this.queue = queue;
        this.sharq = queue.sharq();
        this.handler = handler;
    }

    void run() {
        while (!isClosed) {
            try {
                CompletableFuture<Dequeued> wait = sharq.async().dequeue(options());
                waiting = wait;
                if (isClosed) {
                    wait.cancel(false);
                }
                wait.join().jobs().forEach(tick -> fire(handler, tick));
            } catch (CancellationException e) {
                return;
            } catch (CompletionException | SharQException e) {
                if (COUNTED.isFirst("Recurring requests cannot be looked for", e)) {
                    LOG.warn("recurring requests of {} cannot be looked for; trying again", handler.name(), e);
                }
                LockSupport.parkNanos(queue.settings().coordinatorDelay().toNanos());
            }
        }
    }

    private DequeueOptions options() {
        return DequeueOptions.of(Tick.type(handler))
                .lease(queue.settings().lease())
                .waitAtMost(queue.settings().coordinatorDelay());
    }

    /**
     * Declared, a tick comes at once, only to be put off: so the first instant goes by the backend's clock as well, and not
     * by the declarer's. The request's id stands for the instant that was due, the last one up to the release: a tick
     * whose worker died half-way registers under the same id again.
     */
    <T> void fire(Handler<T> its, Delivery delivery) {
        try {
            Tick tick = delivery.payloadAs(Tick.class);
            Recurrence recurrence = tick.recurrence();
            Instant now = delivery.releasedAt();
            if (delivery.deliveries() > 1) {
                queue.register(its, JSON.convertValue(tick.request(), its.requestType()), recurrence.last(now));
            }
            Failure putOff = Failure.because("it comes again").retryAfter(Duration.between(now, recurrence.next(now)));
            sharq.fail(delivery.lease(), putOff);
        } catch (BackendException e) {
            if (COUNTED.isFirst("A recurring request comes late", e)) {
                LOG.warn("a recurring request of {} comes late", its.name(), e);
            }
        } catch (SharQException | IllegalArgumentException e) {
            LOG.error("a recurring request of {} cannot be registered, and is left out this time", its.name(), e);
        }
    }

    void close() {
        isClosed = true;
        CompletableFuture<Dequeued> wait = waiting;
        if (wait != null) {
            wait.cancel(false);
        }
    }
}
