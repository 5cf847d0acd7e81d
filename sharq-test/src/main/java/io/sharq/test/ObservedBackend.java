package io.sharq.test;

import io.sharq.api.JobKey;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A backend that records releases and meets faults. Each instant at which a dequeue says that a job becomes ready is an alarm of
 * the clock, so a clock that moves from alarm to alarm stops there.
 */
final class ObservedBackend extends InterceptedBackend {
    private final ManualTime time;
    private final PendingFaults faults = new PendingFaults();

    /** Guarded by this, like the field below. */
    private final List<Release> releases = new ArrayList<>();

    private final Set<Long> alarms = new HashSet<>();

    ObservedBackend(Backend backend, ManualTime time) {
        super(backend);
        this.time = time;
    }

    PendingFaults faults() {
        return faults;
    }

    synchronized List<Release> releases() {
        return List.copyOf(releases);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        return faults.perform(
                operation,
                () -> operation.on(backend()).thenApply(reply -> {
                    if (operation instanceof DequeueRequest request && reply instanceof DequeueReply dequeued) {
                        observe(request, dequeued);
                    }
                    return reply;
                }));
    }

    private void observe(DequeueRequest request, DequeueReply reply) {
        synchronized (this) {
            for (LeasedJob job : reply.jobs()) {
                releases.add(new Release(
                        JobKey.of(request.type(), job.queueId(), job.jobId()),
                        instant(reply.stamp().atMicros()),
                        job.deliveries()));
            }
        }
        reply.nextReadyAtMicros().ifPresent(this::stopAt);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private synchronized void stopAt(long micros) {
        long inMicros = micros - time.nowMicros();
        if (inMicros > 0 && alarms.add(micros)) {
            time.schedule(Duration.of(inMicros, ChronoUnit.MICROS), () -> reached(micros));
        }
    }

    private synchronized void reached(long micros) {
        alarms.remove(micros);
    }
}
