package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.TraceScope;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Payload;
import io.sharq.logging.FailureLog;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.execution.SafeThrowable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch of one sub-queue with its leases. One thread performs and settles it; other threads may find its leases lost or
 * abandon it.
 */
final class LeasedBatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedBatch.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final SharQ sharq;
    private final RequestSource source;
    private final List<Delivery> deliveries;
    private final String subQueue;
    private final WorkerListener lossListener;
    private final Settlement settlement;

    /** The results of requests by their positions. A handler may set them on threads of its own. */
    private final Map<Integer, Payload> results = new ConcurrentHashMap<>();

    private @Nullable LeaseRenewal renewal;

    /** The positions of the leases that are lost and reported. Guarded by this, like the fields below. */
    private final Set<Integer> lost = new HashSet<>();

    private @Nullable Thread performer;
    private boolean isInterrupted;
    private boolean isSettling;

    /**
     * A batch whose leases are not renewed yet.
     *
     * @param listener gets the outcome, on the thread that settles the batch
     * @param lossListener gets lost leases while the batch is performed; it must not block, because renewals wait for it
     */
    LeasedBatch(
            RequestSource source,
            Backoff backoff,
            WorkerListener listener,
            WorkerListener lossListener,
            List<Delivery> deliveries) {
        this.sharq = source.sharq();
        this.source = source;
        this.deliveries = deliveries;
        this.subQueue = deliveries.get(0).job().queue().id();
        this.lossListener = lossListener;
        this.settlement = new Settlement(
                sharq,
                source.consumer(),
                source.name(),
                subQueue,
                backoff,
                listener,
                deliveries,
                results,
                this::recordLosses);
    }

    RequestSource source() {
        return source;
    }

    String subQueue() {
        return subQueue;
    }

    int size() {
        return deliveries.size();
    }

    private List<Lease> leases() {
        return deliveries.stream().map(Delivery::lease).toList();
    }

    /** Renews the leases from now on, until the batch is closed. */
    void renewLeases(Alarms alarms, Duration span) {
        renewal = LeaseRenewal.begin(sharq.async(), alarms, leases(), remaining(span), span, this::leasesLost);
    }

    /** How long the leases last from now, by the backend's clock. */
    private Duration remaining(Duration span) {
        return deliveries.stream()
                .map(delivery ->
                        Duration.between(delivery.releasedAt(), delivery.lease().expiresAt()))
                .reduce(span, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    /** Ends the renewal of the leases. */
    @Override
    public void close() {
        if (renewal != null) {
            renewal.close();
        }
    }

    private void leasesLost(List<Integer> positions) {
        synchronized (this) {
            if (isSettling) {
                // The responses to finish and fail say which leases are lost.
                return;
            }
            lost.addAll(positions);
            interruptIfAllAreLost();
        }
        lossListener.on(new WorkerEvent.LeaseLost(source.consumer(), source.name(), subQueue, positions.size()));
    }

    /** Returns how many of the positions were not known to be lost. */
    private synchronized int recordLosses(Collection<Integer> positions) {
        int before = lost.size();
        lost.addAll(positions);
        return lost.size() - before;
    }

    private synchronized void interruptIfAllAreLost() {
        if (performer != null && lost.size() == deliveries.size()) {
            isInterrupted = true;
            performer.interrupt();
        }
    }

    private synchronized boolean isLost(int position) {
        return lost.contains(position);
    }

    private synchronized void beginPerforming() {
        performer = Thread.currentThread();
        // The handler's start may have taken longer than the leases lasted.
        interruptIfAllAreLost();
    }

    /** Clears the interrupt of {@link #interruptIfAllAreLost}, which is meant for the handler alone. */
    private synchronized boolean endPerforming() {
        performer = null;
        boolean wasInterrupted = isInterrupted;
        isInterrupted = false;
        if (wasInterrupted) {
            boolean unused = Thread.interrupted();
        }
        return wasInterrupted;
    }

    /**
     * Performs the batch without settling it. The handler's thread is interrupted if all leases are lost meanwhile.
     *
     * @return the cause of each request that failed, by its position
     * @throws InterruptedException if the handler threw it for another reason than lost leases
     */
    @SuppressWarnings("IllegalCatch") // Whatever user code throws is the failure of its requests.
    Map<Integer, Throwable> perform() throws InterruptedException {
        BatchSpans spans = BatchSpans.start(sharq.tracing(), deliveries);
        beginPerforming();
        Map<Integer, Throwable> failures = Map.of();
        Throwable thrown = null;
        TraceScope scope = spans.openOnly();
        try {
            failures = source.work().perform(deliveries, this::isLost, results::put, spans::open);
        } catch (Throwable e) {
            thrown = e;
        } finally {
            scope.close();
        }
        boolean lostAll = endPerforming();
        if (thrown instanceof InterruptedException e && !lostAll) {
            spans.returned();
            throw e;
        }
        Map<Integer, Throwable> outcome = thrown == null ? failures : failureOfAll(thrown);
        spans.end(outcome);
        return outcome;
    }

    /** The same failure for every request. */
    Map<Integer, Throwable> failureOfAll(Throwable cause) {
        Map<Integer, Throwable> failures = new TreeMap<>();
        IntStream.range(0, deliveries.size()).forEach(position -> failures.put(position, cause));
        return failures;
    }

    /** Finishes the requests that were performed and fails the others. */
    void settle(Map<Integer, Throwable> failures, Duration took) {
        synchronized (this) {
            isSettling = true;
        }
        settlement.settle(failures, took);
    }

    /** Releases the requests. If that fails, they come back when their leases end. */
    @SuppressWarnings("IllegalCatch") // A loop goes on whatever this throws.
    void release() {
        try {
            List<LeaseStatus> unused = sharq.releaseAll(leases());
        } catch (Throwable e) {
            new SafeThrowable(e)
                    .warn(
                            COUNTED,
                            "Requests could not be released",
                            LOG,
                            deliveries.size() + " requests of " + source.name() + " could not be released");
        }
    }

    /** Releases the requests while a handler may still run, which sees all leases as lost from now on. */
    void abandon() {
        close();
        synchronized (this) {
            IntStream.range(0, deliveries.size()).forEach(lost::add);
        }
        release();
    }
}
