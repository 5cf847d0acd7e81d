package io.sharq.worker;

import io.sharq.AsyncSharQ;
import io.sharq.Lease;
import io.sharq.logging.FailureLog;
import io.sharq.spi.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prolongs the leases of a batch in work, three times as often as needed. Thread-safe. */
final class KeepAlive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final int TIMES_A_LEASE = 3;

    private final AsyncSharQ sharq;
    private final Alarms alarms;
    private final List<Lease> leases;
    private final Duration span;
    private @Nullable Registration next;
    private boolean isClosed;

    private KeepAlive(AsyncSharQ sharq, Alarms alarms, List<Lease> leases, Duration span) {
        this.sharq = sharq;
        this.alarms = alarms;
        this.leases = leases;
        this.span = span;
    }

    static KeepAlive begin(AsyncSharQ sharq, Alarms alarms, List<Lease> leases, Duration span) {
        KeepAlive keepAlive = new KeepAlive(sharq, alarms, leases, span);
        keepAlive.schedule();
        return keepAlive;
    }

    private synchronized void schedule() {
        if (!isClosed) {
            next = alarms.schedule(span.dividedBy(TIMES_A_LEASE), this::prolong);
        }
    }

    private void prolong() {
        CompletableFuture<?> unused = sharq.extendAll(leases, span).whenComplete((results, failure) -> {
            if (failure != null && COUNTED.isFirst("Leases could not be prolonged", failure)) {
                LOG.warn(
                        "{} leases of {} could not be prolonged",
                        leases.size(),
                        leases.get(0).job(),
                        failure);
            }
            schedule();
        });
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (next != null) {
            next.close();
        }
    }
}
