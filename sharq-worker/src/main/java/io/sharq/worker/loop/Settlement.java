package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.Finish;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.FailStatus;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.Payload;
import io.sharq.logging.FailureLog;
import io.sharq.time.Backoff;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.execution.SafeThrowable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles a batch: finishes what was performed, gives back what an upstream refused, fails the rest in one call for each
 * cause, and reports all of them.
 *
 * @param backoff how long a failed request waits before it is retried
 * @param results what performed requests leave, by position
 * @param losses records lost leases by position, and returns how many of them were not recorded before
 */
record Settlement(
        SharQ sharq,
        String consumer,
        String handler,
        String subQueue,
        Backoff backoff,
        WorkerListener listener,
        List<Delivery> deliveries,
        Map<Integer, Payload> results,
        ToIntFunction<Collection<Integer>> losses) {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    void settle(Map<Integer, Throwable> failures, Duration took) {
        List<Integer> performed = new ArrayList<>();
        // By identity, because equals and hashCode of a throwable are user code.
        IdentityHashMap<Throwable, List<Integer>> failed = new IdentityHashMap<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Throwable cause = failures.get(i);
            if (cause == null) {
                performed.add(i);
            } else {
                failed.computeIfAbsent(cause, key -> new ArrayList<>()).add(i);
            }
        }
        if (!performed.isEmpty()) {
            finish(performed, took);
        }
        failed.forEach((cause, positions) -> {
            if (cause instanceof Refused refused) {
                giveBack(positions, refused);
            } else {
                fail(positions, cause);
            }
        });
    }

    /** Throttles the first request, which holds the sub-queue, and then releases the others, which were not tried. */
    private void giveBack(List<Integer> positions, Refused refused) {
        Lease first = deliveries.get(positions.get(0)).lease();
        Optional<Instant> heldUntil = sharq.throttled(first, refused.retryAfter());
        List<LeaseStatus> results = new ArrayList<>();
        results.add(heldUntil.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST);
        if (positions.size() > 1) {
            results.addAll(sharq.releaseAll(leases(positions.subList(1, positions.size()))));
        }
        int back = Collections.frequency(results, LeaseStatus.DONE);
        if (back > 0) {
            listener.on(new WorkerEvent.Throttled(consumer, handler, subQueue, back, heldUntil));
        }
        reportLosses(positions, results, LeaseStatus.LEASE_LOST);
    }

    private List<Lease> leases(List<Integer> positions) {
        return positions.stream().map(i -> deliveries.get(i).lease()).toList();
    }

    private void finish(List<Integer> positions, Duration took) {
        List<LeaseStatus> results =
                finished(positions.stream().map(this::finish).toList());
        int done = Collections.frequency(results, LeaseStatus.DONE);
        if (done > 0) {
            listener.on(new WorkerEvent.Performed(consumer, handler, subQueue, done, took));
        }
        reportLosses(positions, results, LeaseStatus.LEASE_LOST);
    }

    private Finish finish(int position) {
        Lease lease = deliveries.get(position).lease();
        Payload result = results.get(position);
        return result == null ? Finish.of(lease) : Finish.of(lease, result);
    }

    private List<LeaseStatus> finished(List<Finish> finishes) {
        try {
            return sharq.finishEach(finishes);
        } catch (BackendException e) {
            if (e.outcome() != Outcome.UNKNOWN) {
                throw e;
            }
            // The requests were performed, and an attempt whose response was lost has most likely finished them.
            if (COUNTED.isFirst("Whether requests are finished is not known", e)) {
                LOG.warn("whether {} requests of {} are finished is not known", finishes.size(), handler, e);
            }
            return Collections.nCopies(finishes.size(), LeaseStatus.DONE);
        }
    }

    private void fail(List<Integer> positions, Throwable cause) {
        Duration delay = backoff.after(deliveries.get(positions.get(0)).deliveries());
        Failure failure = Failure.because(new SafeThrowable(cause).text()).retryAfter(delay);
        List<FailStatus> results = sharq.failAll(leases(positions), failure);
        int dead = Collections.frequency(results, FailStatus.DEAD);
        listener.on(new WorkerEvent.Failed(consumer, handler, subQueue, positions.size(), dead, cause));
        reportLosses(positions, results, FailStatus.LEASE_LOST);
    }

    /** Reports the leases that no renewal had found lost before. */
    private <S> void reportLosses(List<Integer> positions, List<S> results, S lost) {
        int unreported = losses.applyAsInt(IntStream.range(0, positions.size())
                .filter(i -> results.get(i).equals(lost))
                .mapToObj(positions::get)
                .toList());
        if (unreported > 0) {
            listener.on(new WorkerEvent.LeaseLost(consumer, handler, subQueue, unreported));
        }
    }
}
