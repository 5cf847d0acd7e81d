package io.sharq.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.FailStatus;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.logging.FailureLog;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the recurrences of one handler: waits for a tick, registers its request if it is due, and puts it off to the
 * next instant. Run by one thread.
 */
final class Recurring<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Queue queue;
    private final SharQ sharq;
    private final Tube<T> tube;
    private final WorkerListener listener;
    private volatile boolean isClosed;
    private volatile @Nullable CompletableFuture<?> waiting;

    Recurring(Queue queue, Tube<T> tube, WorkerListener listener) {
        this.queue = queue;
        this.sharq = queue.sharq();
        this.tube = tube;
        this.listener = listener;
    }

    /** Until it is closed; no failure ends it. */
    @SuppressWarnings("IllegalCatch") // Recurrences go on, whatever fails.
    void run() {
        while (!isClosed) {
            try {
                Dequeued ticks = await(sharq.async().dequeue(options()));
                ticks.jobs().forEach(this::carryOut);
            } catch (CancellationException e) {
                // Closed, which the loop sees.
            } catch (CompletionException e) {
                retry(e.getCause() == null ? e : e.getCause());
            } catch (Throwable e) {
                retry(e);
            }
        }
    }

    private void retry(Throwable cause) {
        new Thrown(cause)
                .warn(
                        COUNTED,
                        "Recurring requests cannot be looked for",
                        LOG,
                        "recurring requests of " + tube.name() + " cannot be looked for; trying again");
        if (!(cause instanceof BackendException)) {
            listener.on(new WorkerEvent.LoopFailed(tube.name(), "", cause));
        }
        try {
            Object unused = await(new CompletableFuture<Void>()
                    .completeOnTimeout(null, queue.settings().coordinatorDelay().toNanos(), TimeUnit.NANOSECONDS));
        } catch (CancellationException e) {
            // Closed.
        }
    }

    private <R> R await(CompletableFuture<R> wait) {
        waiting = wait;
        if (isClosed) {
            wait.cancel(false);
        }
        return wait.join();
    }

    private DequeueOptions options() {
        WorkerSettings settings = queue.settings();
        return DequeueOptions.of(Recurrences.type(tube.name()))
                .count(Math.min(settings.recurrentTasksLimit(), sharq.settings().maxBatchSize()))
                .lease(settings.lease())
                .waitAtMost(settings.recurrentCheckInterval());
    }

    /** One tick; its failure keeps no other from its turn. */
    @SuppressWarnings("IllegalCatch") // A payload that cannot be read, for example.
    void carryOut(Delivery delivery) {
        try {
            if (isClosed) {
                LeaseStatus unused = sharq.release(delivery.lease());
            } else {
                fire(delivery);
            }
        } catch (BackendException e) {
            new Thrown(e)
                    .warn(
                            COUNTED,
                            "A recurrence comes late",
                            LOG,
                            "the recurrence " + delivery.job().queue() + " comes late");
        } catch (Throwable e) {
            failed(delivery, delivery.releasedAt(), e);
        }
    }

    private void failed(Delivery delivery, Instant due, Throwable cause) {
        String name = delivery.job().queue().id();
        new Thrown(cause)
                .warn(
                        COUNTED,
                        "A recurrence failed",
                        LOG,
                        "the recurrence " + name + " of " + tube.name() + " failed at " + due);
        listener.on(new WorkerEvent.RecurrenceFailed(tube.name(), name, due, cause));
    }

    /** Of a tick whose worker died half-way, the request is registered under the same id again. */
    private void fire(Delivery delivery) {
        Optional<TickState> state = sharq.find(delivery.job()).flatMap(TickState::of);
        if (state.filter(TickState::cancelled).isPresent()) {
            boolean unused = queue.recurrencesOfHandlers().cancel(delivery.job());
            return;
        }
        Tick tick = delivery.payloadAs(Tick.class);
        Instant now = delivery.releasedAt();
        Instant due = state.map(TickState::due).orElse(null);
        if (due != null && due.isAfter(now)) {
            putOff(delivery.lease(), TickState.due(tick, due), now);
        } else if (due == null || register(delivery, tick, due)) {
            putOff(
                    delivery.lease(),
                    TickState.due(tick, tick.when().recurrence().next(now)),
                    now);
        }
    }

    /** Whether the tick is still this worker's. What user code throws is that instant's failure, and the next one comes. */
    @SuppressWarnings("IllegalCatch") // Routes, rules and the request's class are user code.
    private boolean register(Delivery delivery, Tick tick, Instant due) {
        if (sharq.extend(delivery.lease(), queue.settings().lease()).isEmpty()) {
            return false;
        }
        try {
            queue.register(tube.handler(), JSON.convertValue(tick.request(), tube.requestType()), due);
        } catch (BackendException e) {
            throw e;
        } catch (Throwable e) {
            failed(delivery, due, e);
        }
        return true;
    }

    private void putOff(Lease lease, TickState state, Instant now) {
        FailStatus unused = sharq.fail(lease, state.from(now));
    }

    void close() {
        isClosed = true;
        CompletableFuture<?> wait = waiting;
        if (wait != null) {
            wait.cancel(false);
        }
    }
}
