package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.Lease;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import io.sharq.logging.FailureLog;
import io.sharq.spi.FailStatus;
import io.sharq.spi.LeaseStatus;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch that a worker has leased, from one thread. Used by one thread. */
final class BatchInHand<T> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInHand.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final SharQ sharq;
    private final Handler<T> handler;
    private final Backoff backoff;
    private final WorkerListener listener;
    private final List<Delivery> deliveries;
    private final String thread;

    BatchInHand(SharQ sharq, Handler<T> handler, Backoff backoff, WorkerListener listener, List<Delivery> deliveries) {
        this.sharq = sharq;
        this.handler = handler;
        this.backoff = backoff;
        this.listener = listener;
        this.deliveries = deliveries;
        this.thread = deliveries.get(0).job().queue().id();
    }

    List<Lease> leases() {
        return deliveries.stream().map(Delivery::lease).toList();
    }

    /** Performs it. What failed, by position; nothing is settled yet. */
    Map<Integer, Throwable> perform() throws InterruptedException {
        Map<Integer, Throwable> failures = new TreeMap<>();
        List<T> requests = new ArrayList<>(deliveries.size());
        List<Integer> positions = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                requests.add(deliveries.get(i).payloadAs(handler.requestType()));
                positions.add(i);
            } catch (InvalidValueException e) {
                failures.put(i, e);
            }
        }
        if (!requests.isEmpty()) {
            failuresOf(requests).forEach((position, cause) -> failures.put(positions.get(position), cause));
        }
        return failures;
    }

    @SuppressWarnings("IllegalCatch") // Whatever a handler throws is its requests' failure, not the worker's end.
    private Map<Integer, Throwable> failuresOf(List<T> requests) throws InterruptedException {
        try {
            handler.perform(Collections.unmodifiableList(requests));
            return Map.of();
        } catch (BatchFailure e) {
            Map<Integer, Throwable> some = new TreeMap<>(e.causes());
            some.keySet().removeIf(position -> position < 0 || position >= requests.size());
            return some;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return all(requests.size(), e);
        }
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
        List<Lease> done = new ArrayList<>();
        IdentityHashMap<Throwable, List<Delivery>> failed = new IdentityHashMap<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Throwable cause = failures.get(i);
            if (cause == null) {
                done.add(deliveries.get(i).lease());
            } else {
                failed.computeIfAbsent(cause, key -> new ArrayList<>()).add(deliveries.get(i));
            }
        }
        if (!done.isEmpty()) {
            finish(done, took);
        }
        failed.forEach((cause, its) -> fail(its, cause));
    }

    private void finish(List<Lease> leases, Duration took) {
        int done = finished(leases);
        if (done > 0) {
            listener.on(new WorkerEvent.Performed(handler.name(), thread, done, took));
        }
        lost(leases.size() - done);
    }

    private int finished(List<Lease> leases) {
        try {
            return Collections.frequency(sharq.finishAll(leases), LeaseStatus.DONE);
        } catch (BackendException e) {
            if (e.outcome() != Outcome.UNKNOWN) {
                throw e;
            }
            // They were performed, and most likely an attempt whose answer was lost has finished them.
            if (COUNTED.isFirst("Whether requests are finished is not known", e)) {
                LOG.warn("whether {} requests of {} are finished is not known", leases.size(), handler.name(), e);
            }
            return leases.size();
        }
    }

    private void fail(List<Delivery> its, Throwable cause) {
        Duration pause = backoff.after(its.get(0).deliveries());
        Failure failure = Failure.because(cause.toString()).retryAfter(pause);
        List<Lease> leases = its.stream().map(Delivery::lease).toList();
        List<FailStatus> results = sharq.failAll(leases, failure);
        int lost = Collections.frequency(results, FailStatus.LEASE_LOST);
        int dead = Collections.frequency(results, FailStatus.DEAD);
        listener.on(new WorkerEvent.Failed(handler.name(), thread, its.size(), dead, cause));
        lost(lost);
    }

    private void lost(int requests) {
        if (requests > 0) {
            listener.on(new WorkerEvent.LeaseLost(handler.name(), thread, requests));
        }
    }

    /** Gives it back undone; where that fails, it comes back when its leases end. */
    void release() {
        try {
            List<LeaseStatus> unused = sharq.releaseAll(leases());
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be given back", e)) {
                LOG.warn("{} requests of {} could not be given back", deliveries.size(), handler.name(), e);
            }
        }
    }
}
