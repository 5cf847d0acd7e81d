package io.sharq;

import io.sharq.spi.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a round of upkeep again and again, a span after the one before has ended. A round that fails ends nothing; the
 * log says so when failures begin and when they end.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Alarms alarms;
    private final Duration interval;
    private final Supplier<? extends CompletionStage<?>> round;
    private @Nullable Registration next;
    private volatile boolean isFailing;
    private boolean isClosed;

    Upkeep(Alarms alarms, Duration interval, Supplier<? extends CompletionStage<?>> round) {
        this.alarms = alarms;
        this.interval = interval;
        this.round = round;
    }

    void start() {
        schedule();
    }

    private synchronized void schedule() {
        if (!isClosed) {
            next = alarms.schedule(interval, this::run);
        }
    }

    private void run() {
        try {
            round.get().whenComplete((done, failure) -> ended(failure));
        } catch (RuntimeException e) {
            ended(e);
        }
    }

    private void ended(@Nullable Throwable failure) {
        boolean wasFailing = isFailing;
        isFailing = failure != null;
        if (isFailing && !wasFailing) {
            LOG.warn("Upkeep failed; it is tried again every {}", interval, failure);
        } else if (wasFailing && !isFailing) {
            LOG.info("Upkeep works again");
        }
        schedule();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (next != null) {
            next.close();
        }
    }
}
