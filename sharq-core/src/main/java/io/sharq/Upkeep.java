package io.sharq;

import io.sharq.api.Registration;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds of upkeep. A round starts an interval after the previous one has ended, or earlier if that one requests
 * it. A failed round does not stop the next. The log records when failures begin and when they end.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Alarms alarms;
    private final Duration interval;
    private final Supplier<CompletionStage<UpkeepRound.Ended>> round;
    private @Nullable Registration next;
    private volatile boolean isFailing;
    private boolean isClosed;

    Upkeep(Alarms alarms, Duration interval, Supplier<CompletionStage<UpkeepRound.Ended>> round) {
        this.alarms = alarms;
        this.interval = interval;
        this.round = round;
    }

    void start() {
        schedule(interval);
    }

    private synchronized void schedule(Duration pause) {
        if (!isClosed) {
            next = alarms.schedule(pause, this::run);
        }
    }

    @SuppressWarnings("IllegalCatch") // Whatever a backend throws, the next round is scheduled.
    private void run() {
        try {
            round.get().whenComplete(this::ended);
        } catch (Throwable e) {
            ended(null, e);
        }
    }

    private void ended(UpkeepRound.@Nullable Ended round, @Nullable Throwable failure) {
        boolean wasFailing = isFailing;
        isFailing = failure != null;
        if (isFailing && !wasFailing) {
            LOG.warn("Upkeep failed; it is tried again every {}", interval, failure);
        } else if (wasFailing && !isFailing) {
            LOG.info("Upkeep works again");
        }
        schedule(round == null ? interval : round.pause(interval));
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (next != null) {
            next.close();
        }
    }
}
