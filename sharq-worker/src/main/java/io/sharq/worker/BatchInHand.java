package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.FailStatus;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.logging.FailureLog;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch that a worker has leased, of one sub-queue. Used by one thread; its leases may get lost on another. */
final class BatchInHand<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInHand.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final SharQ sharq;
    private final Tube<T> tube;
    private final Backoff backoff;
    private final WorkerListener listener;
    private final Executor notices;
    private final List<Delivery> deliveries;
    private final String thread;
    private @Nullable KeepAlive keepAlive;

    /** The positions of the leases that are lost and reported. Guarded by this, as everything below. */
    private final Set<Integer> lost = new HashSet<>();

    private @Nullable Thread performer;
    private boolean isInterrupted;
    private boolean isSettling;

    /**
     * A batch.
     *
     * @param notices what reports a lost lease, so that a slow listener holds up no renewal
     */
    BatchInHand(
            SharQ sharq,
            Tube<T> tube,
            Backoff backoff,
            WorkerListener listener,
            Executor notices,
            List<Delivery> deliveries) {
        this.sharq = sharq;
        this.tube = tube;
        this.backoff = backoff;
        this.listener = listener;
        this.notices = notices;
        this.deliveries = deliveries;
        this.thread = deliveries.get(0).job().queue().id();
    }

    Tube<T> tube() {
        return tube;
    }

    String thread() {
        return thread;
    }

    int size() {
        return deliveries.size();
    }

    private List<Lease> leases() {
        return deliveries.stream().map(Delivery::lease).toList();
    }

    /** Renews its leases from now on, until it is closed. */
    void keepAlive(Alarms alarms, Duration span) {
        keepAlive = KeepAlive.begin(sharq.async(), alarms, leases(), left(span), span, this::leasesLost);
    }

    /** How long its leases last from now, by the backend's clock. */
    private Duration left(Duration span) {
        return deliveries.stream()
                .map(delivery ->
                        Duration.between(delivery.releasedAt(), delivery.lease().expiresAt()))
                .reduce(span, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    @Override
    public void close() {
        if (keepAlive != null) {
            keepAlive.close();
        }
    }

    private void leasesLost(List<Integer> positions) {
        synchronized (this) {
            if (isSettling) {
                // The answers of finish and fail say which leases were lost.
                return;
            }
            lost.addAll(positions);
            interruptIfAllAreLost();
        }
        notices.execute(() -> listener.on(new WorkerEvent.LeaseLost(tube.name(), thread, positions.size())));
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

    private synchronized void begin() {
        performer = Thread.currentThread();
        // The handler's start may have taken longer than the leases lasted.
        interruptIfAllAreLost();
    }

    /** Takes back this batch's own interrupt, which is meant for the handler alone. */
    private synchronized boolean end() {
        performer = null;
        boolean wasInterrupted = isInterrupted;
        isInterrupted = false;
        if (wasInterrupted) {
            boolean unused = Thread.interrupted();
        }
        return wasInterrupted;
    }

    /**
     * Performs it. What failed, by position; nothing is settled yet.
     *
     * @throws InterruptedException if the handler was interrupted, though not because the leases were lost
     */
    @SuppressWarnings("IllegalCatch") // Reading a request calls its class.
    Map<Integer, Throwable> perform() throws InterruptedException {
        Map<Integer, Throwable> failures = new TreeMap<>();
        List<T> requests = new ArrayList<>(deliveries.size());
        List<Integer> positions = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                requests.add(deliveries.get(i).payloadAs(tube.requestType()));
                positions.add(i);
            } catch (Throwable e) {
                failures.put(i, e);
            }
        }
        if (!requests.isEmpty()) {
            failuresOf(requests, positions).forEach((position, cause) -> failures.put(positions.get(position), cause));
        }
        return failures;
    }

    @SuppressWarnings("IllegalCatch") // Whatever a handler throws is its requests' failure, not the worker's end.
    private Map<Integer, Throwable> failuresOf(List<T> requests, List<Integer> positions) throws InterruptedException {
        Throwable thrown = null;
        begin();
        try {
            tube.handler().perform(Collections.unmodifiableList(requests), new Leases(positions));
        } catch (Throwable e) {
            thrown = e;
        }
        boolean wasInterrupted = end();
        if (thrown instanceof InterruptedException e && !wasInterrupted) {
            throw e;
        }
        if (thrown instanceof BatchFailure some) {
            return some.causes(requests.size());
        }
        return thrown == null ? Map.of() : all(requests.size(), thrown);
    }

    /** Every request failed. */
    Map<Integer, Throwable> all(Throwable cause) {
        return all(deliveries.size(), cause);
    }

    private static Map<Integer, Throwable> all(int requests, Throwable cause) {
        Map<Integer, Throwable> all = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            all.put(i, cause);
        }
        return all;
    }

    /** Finishes what was performed, and fails what was not, in one call for each cause. */
    void settle(Map<Integer, Throwable> failures, Duration took) {
        synchronized (this) {
            isSettling = true;
        }
        List<Integer> done = new ArrayList<>();
        IdentityHashMap<Throwable, List<Integer>> failed = new IdentityHashMap<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Throwable cause = failures.get(i);
            if (cause == null) {
                done.add(i);
            } else {
                failed.computeIfAbsent(cause, key -> new ArrayList<>()).add(i);
            }
        }
        if (!done.isEmpty()) {
            finish(done, took);
        }
        failed.forEach((cause, its) -> fail(its, cause));
    }

    private List<Lease> leases(List<Integer> positions) {
        return positions.stream().map(i -> deliveries.get(i).lease()).toList();
    }

    private void finish(List<Integer> positions, Duration took) {
        List<LeaseStatus> results = finished(leases(positions));
        int done = Collections.frequency(results, LeaseStatus.DONE);
        if (done > 0) {
            listener.on(new WorkerEvent.Performed(tube.name(), thread, done, took));
        }
        reportLost(positions, results, LeaseStatus.DONE);
    }

    private List<LeaseStatus> finished(List<Lease> leases) {
        try {
            return sharq.finishAll(leases);
        } catch (BackendException e) {
            if (e.outcome() != Outcome.UNKNOWN) {
                throw e;
            }
            // They were performed, and most likely an attempt whose answer was lost has finished them.
            if (COUNTED.isFirst("Whether requests are finished is not known", e)) {
                LOG.warn("whether {} requests of {} are finished is not known", leases.size(), tube.name(), e);
            }
            return Collections.nCopies(leases.size(), LeaseStatus.DONE);
        }
    }

    private void fail(List<Integer> positions, Throwable cause) {
        Duration pause = backoff.after(deliveries.get(positions.get(0)).deliveries());
        Failure failure = Failure.because(new Thrown(cause).text()).retryAfter(pause);
        List<FailStatus> results = sharq.failAll(leases(positions), failure);
        int dead = Collections.frequency(results, FailStatus.DEAD);
        listener.on(new WorkerEvent.Failed(tube.name(), thread, positions.size(), dead, cause));
        reportLost(
                positions,
                results.stream()
                        .map(result -> result == FailStatus.LEASE_LOST ? LeaseStatus.LEASE_LOST : LeaseStatus.DONE)
                        .toList(),
                LeaseStatus.DONE);
    }

    /** Those that were lost before anything noticed. */
    private void reportLost(List<Integer> positions, List<LeaseStatus> results, LeaseStatus done) {
        int unreported = 0;
        synchronized (this) {
            for (int i = 0; i < positions.size(); i++) {
                unreported += results.get(i) != done && lost.add(positions.get(i)) ? 1 : 0;
            }
        }
        if (unreported > 0) {
            listener.on(new WorkerEvent.LeaseLost(tube.name(), thread, unreported));
        }
    }

    /** Gives it back undone; where that fails, it comes back when its leases end. */
    void release() {
        try {
            List<LeaseStatus> unused = sharq.releaseAll(leases());
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be given back", e)) {
                LOG.warn("{} requests of {} could not be given back", deliveries.size(), tube.name(), e);
            }
        }
    }

    /** What the handler sees: of the requests that could be read. */
    private final class Leases implements BatchLeases {
        private final List<Integer> positions;

        Leases(List<Integer> positions) {
            this.positions = List.copyOf(positions);
        }

        @Override
        public boolean isLost(int position) {
            return BatchInHand.this.isLost(positions.get(position));
        }

        @Override
        public boolean areAllLost() {
            return positions.stream().allMatch(BatchInHand.this::isLost);
        }
    }
}
