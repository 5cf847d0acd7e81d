package io.sharq;

import io.sharq.api.Registration;
import io.sharq.logging.FailureLog;
import io.sharq.spi.Backend;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.ReleaseRequest;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The waiting callers of a facade, by queue type. Thread-safe. */
final class Waiting implements TypeWaiters.Desk, ReadinessListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** The longest that {@link #close} waits for requests in flight. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Backend backend;
    private final Alarms alarms;
    private final Payloads payloads;
    private final Nonces nonces;
    private final LatenessListener lateness;
    private final ConcurrentHashMap<String, TypeWaiters> types = new ConcurrentHashMap<>();
    private final Outstanding outstanding = new Outstanding();
    private final Registration registration;
    private volatile boolean isClosed;

    Waiting(Backend backend, Alarms alarms, Payloads payloads, Nonces nonces, LatenessListener lateness) {
        this.backend = backend;
        this.alarms = alarms;
        this.payloads = payloads;
        this.nonces = nonces;
        this.lateness = lateness;
        this.registration = backend.onReady(this);
    }

    CompletableFuture<Dequeued> dequeue(DequeueOptions options, long leaseMicros) {
        Waiter waiter = new Waiter(options.from(), options.count(), leaseMicros, options.consumer());
        // Added inside compute(), so that a type whose last waiter has just left is not dropped with the new one in it.
        TypeWaiters waiters = types.compute(options.type(), (type, known) -> {
            TypeWaiters found = known == null ? new TypeWaiters(type, this) : known;
            found.add(waiter);
            return found;
        });
        // Callbacks of a future run in reverse order of registration. The callback that begin() registers must run
        // before this one: it removes the waiter from the line.
        CompletableFuture<?> unused = waiter.answer.whenComplete((answer, failure) -> drop(options.type()));
        waiters.begin(waiter, options.longestWait());
        if (isClosed) {
            endWaits();
        }
        return waiter.answer;
    }

    private void drop(String type) {
        types.computeIfPresent(type, (name, waiters) -> waiters.isEmpty() ? null : waiters);
    }

    @Override
    public void ready(String type, long atMicros) {
        TypeWaiters waiters = types.get(type);
        if (waiters != null) {
            waiters.notified(atMicros);
        }
    }

    @Override
    public void missed() {
        types.values().forEach(TypeWaiters::notified);
    }

    @Override
    public void send(Look look, TypeWaiters waiters) {
        outstanding.begin();
        CompletionStage<?> unused = Stages.of(() -> backend.dequeue(look.request()))
                .whenComplete((reply, failure) -> {
                    try {
                        if (failure == null) {
                            waiters.answered(look, reply);
                        } else {
                            waiters.failed(look, Causes.of(failure));
                        }
                        drop(look.request().type());
                    } finally {
                        outstanding.end();
                    }
                });
    }

    @Override
    public Delivery delivery(String type, LeasedJob job, long atMicros) {
        return new Delivery(type, job, atMicros, payloads);
    }

    /** Releases jobs whose caller has gone, so that they do not stay leased until expiry. */
    @Override
    public void giveBack(String type, List<LeasedJob> jobs) {
        List<LeaseRef> leases = jobs.stream()
                .map(job -> new LeaseRef(job.queueId(), job.jobId(), job.token()))
                .toList();
        outstanding.begin();
        ReleaseRequest request = new ReleaseRequest(type, leases);
        CompletionStage<?> unused = Stages.of(() -> backend.release(request)).whenComplete((results, failure) -> {
            outstanding.end();
            if (failure != null && COUNTED.isFirst("Jobs could not be given back", failure)) {
                LOG.warn(
                        "{} jobs of {} could not be given back; they come back when their leases end",
                        leases.size(),
                        type,
                        failure);
            }
        });
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
        return alarms.schedule(delay, task);
    }

    @Override
    public long nextNonce() {
        return nonces.next();
    }

    /** Notifies the listener. An exception of the listener is logged and does not affect the caller. */
    @Override
    @SuppressWarnings("IllegalCatch")
    public void released(String type, Duration late) {
        try {
            lateness.released(type, late);
        } catch (Throwable e) {
            if (COUNTED.isFirst("A lateness listener failed", e)) {
                LOG.warn("A lateness listener failed", e);
            }
        }
    }

    /**
     * Completes every wait with an empty result. Jobs brought by requests in flight are released if the store
     * responds within {@link #CLOSING}.
     */
    @Override
    public void close() {
        isClosed = true;
        registration.close();
        endWaits();
        outstanding.awaitNone(CLOSING);
    }

    private void endWaits() {
        Dequeued empty = new Dequeued(List.of(), Optional.empty(), Instant.now());
        types.values().forEach(waiters -> waiters.close(empty));
    }
}
