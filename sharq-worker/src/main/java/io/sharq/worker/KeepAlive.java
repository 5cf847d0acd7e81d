package io.sharq.worker;

import io.sharq.AsyncSharQ;
import io.sharq.api.Lease;
import io.sharq.logging.FailureLog;
import io.sharq.spi.Registration;
import io.sharq.time.Alarms;
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
 * Renews the leases of a batch, three times as often as needed, and reports those that are lost: at once when a renewal is
 * refused, and when they end by the alarms' own clock before a renewal was answered. Thread-safe.
 */
final class KeepAlive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final int TIMES_A_LEASE = 3;

    private final AsyncSharQ sharq;
    private final Alarms alarms;
    private final List<Lease> leases;
    private final Duration left;
    private final Duration span;
    private final Consumer<List<Integer>> lossListener;

    /** The positions of the leases that are not lost. Guarded by this, as everything below. */
    private final List<Integer> held;

    private @Nullable Registration next;
    private @Nullable Registration end;
    private boolean isClosed;

    private KeepAlive(
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
     * Begins to renew.
     *
     * @param left how long the leases last from now, which may be less than the span if their dequeue was repeated
     * @param span how long a renewed lease lasts
     * @param lossListener gets the positions of leases that are lost, each once; it must not block
     */
    static KeepAlive begin(
            AsyncSharQ sharq,
            Alarms alarms,
            List<Lease> leases,
            Duration left,
            Duration span,
            Consumer<List<Integer>> lossListener) {
        KeepAlive keepAlive = new KeepAlive(sharq, alarms, leases, left, span, lossListener);
        keepAlive.start();
        return keepAlive;
    }

    private synchronized void start() {
        end = alarms.schedule(left, this::ended);
        schedule(left);
    }

    private synchronized void schedule(Duration lease) {
        if (!isClosed) {
            next = alarms.schedule(lease.dividedBy(TIMES_A_LEASE), this::renew);
        }
    }

    @SuppressWarnings("IllegalCatch") // Whatever the call throws, the leases are renewed again.
    private void renew() {
        List<Integer> positions;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            positions = List.copyOf(held);
        }
        // A lease that is renewed lasts at least as long as this: the call is sent only now.
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
            // Once closed, its batch is settled, and a refused renewal is no loss.
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
        // First, so that the others are renewed whatever becomes of the report.
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
        new Thrown(failure)
                .warn(
                        COUNTED,
                        "Leases could not be renewed",
                        LOG,
                        leases.size() + " leases of " + leases.get(0).job().queue() + " could not be renewed");
        schedule(span);
    }

    /** Nothing was heard of the store for as long as the leases last. */
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
