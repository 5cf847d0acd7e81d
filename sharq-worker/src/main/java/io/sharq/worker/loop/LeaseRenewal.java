package io.sharq.worker.loop;

import io.sharq.AsyncSharQ;
import io.sharq.api.Lease;
import io.sharq.api.Registration;
import io.sharq.logging.FailureLog;
import io.sharq.time.Alarms;
import io.sharq.worker.execution.SafeThrowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of a batch, three times in each lease, and reports those that are lost: as soon as a renewal is
 * refused, or when they end by the alarms' clock without a response to a renewal. Thread-safe.
 */
final class LeaseRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final int RENEWALS_PER_LEASE = 3;

    private final AsyncSharQ sharq;
    private final Alarms alarms;
    private final List<Lease> leases;
    private final Duration left;
    private final Duration span;
    private final Consumer<List<Integer>> lossListener;

    /** The positions of the leases that are not lost. Guarded by this, like the fields below. */
    private final List<Integer> held;

    private @Nullable Registration next;
    private @Nullable Registration end;
    private boolean isClosed;

    private LeaseRenewal(
            AsyncSharQ sharq,
            Alarms alarms,
            List<Lease> leases,
            Duration left,
            Duration span,
            Consumer<List<Integer>> lossListener) {
        this.sharq = sharq;
        this.alarms = alarms;
        this.leases = leases;
        this.left = left;
        this.span = span;
        this.lossListener = lossListener;
        this.held = new ArrayList<>(IntStream.range(0, leases.size()).boxed().toList());
    }

    /**
     * Starts to renew leases.
     *
     * @param left how long the leases last from now, which is less than the span if their dequeue was retried
     * @param span how long a renewed lease lasts
     * @param lossListener gets the positions of leases that are lost, each once; it must not block
     */
    @SuppressWarnings("IllegalCatch") // Whatever alarms throw, none stays scheduled.
    static LeaseRenewal begin(
            AsyncSharQ sharq,
            Alarms alarms,
            List<Lease> leases,
            Duration left,
            Duration span,
            Consumer<List<Integer>> lossListener) {
        LeaseRenewal renewal = new LeaseRenewal(sharq, alarms, leases, left, span, lossListener);
        try {
            renewal.start();
        } catch (Throwable e) {
            renewal.close();
            throw e;
        }
        return renewal;
    }

    private synchronized void start() {
        end = alarms.schedule(left, this::ended);
        schedule(left);
    }

    private synchronized void schedule(Duration lease) {
        if (!isClosed) {
            next = alarms.schedule(lease.dividedBy(RENEWALS_PER_LEASE), this::renew);
        }
    }

    @SuppressWarnings("IllegalCatch") // Whatever the call throws, the next renewal is scheduled.
    private void renew() {
        List<Integer> positions;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            positions = List.copyOf(held);
        }
        // Scheduled before the request is sent, so that it runs before the renewed leases can have ended.
        Registration newEnd = alarms.schedule(span, this::ended);
        try {
            CompletableFuture<?> unused = sharq.extendAll(
                            positions.stream().map(leases::get).toList(), span)
                    .whenComplete((results, failure) -> {
                        if (failure == null) {
                            renewed(positions, results, newEnd);
                        } else {
                            failed(failure, newEnd);
                        }
                    });
        } catch (Throwable e) {
            failed(e, newEnd);
        }
    }

    private void renewed(List<Integer> positions, List<Optional<Lease>> results, Registration newEnd) {
        List<Integer> lost;
        boolean isAnyHeld;
        synchronized (this) {
            // Once this is closed, the batch is settled, and a refused renewal does not mean a loss.
            lost = isClosed
                    ? List.of()
                    : IntStream.range(0, positions.size())
                            .filter(i -> results.get(i).isEmpty())
                            .mapToObj(positions::get)
                            .filter(held::contains)
                            .toList();
            replaceEnd(newEnd);
            held.removeAll(lost);
            isAnyHeld = !held.isEmpty();
            if (!isAnyHeld) {
                close();
            }
        }
        // Before the report, so that the other leases are renewed whatever the listener does.
        if (isAnyHeld) {
            schedule(span);
        }
        report(lost);
    }

    private synchronized void replaceEnd(Registration newEnd) {
        Registration old = end;
        if (isClosed) {
            newEnd.close();
        } else if (old != null) {
            old.close();
            end = newEnd;
        }
    }

    private void failed(Throwable failure, Registration newEnd) {
        newEnd.close();
        new SafeThrowable(failure)
                .warn(
                        COUNTED,
                        "Leases could not be renewed",
                        LOG,
                        leases.size() + " leases of " + leases.get(0).job().queue() + " could not be renewed");
        schedule(span);
    }

    /** The leases have ended without a response to a renewal. */
    private void ended() {
        List<Integer> lost;
        synchronized (this) {
            lost = isClosed ? List.of() : List.copyOf(held);
            held.clear();
            close();
        }
        report(lost);
    }

    private void report(List<Integer> lost) {
        if (!lost.isEmpty()) {
            lossListener.accept(lost);
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (next != null) {
            next.close();
        }
        if (end != null) {
            end.close();
        }
    }
}
