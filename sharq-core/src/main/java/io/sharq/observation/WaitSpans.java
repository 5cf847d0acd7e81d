package io.sharq.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import io.sharq.TracedJob;
import io.sharq.api.Bounds;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Records the wait of each job as a span of its trace, from its enqueue to the start of its first performance. Register it at
 * the registry of {@link ObservationTracing}, beside the tracing handlers. Thread-safe.
 *
 * <p>A span is recorded at the first delivery of a job that has the header {@value TracedJob#ENQUEUED_AT}. Its start is taken
 * from the clock of the process that enqueued the job and its end from that of the worker. If the first is ahead, the
 * span has no length.
 */
@SuppressWarnings("exports") // A module that uses this class reads Micrometer itself; others need not have it.
public final class WaitSpans implements ObservationHandler<PerformContext> {
    private final Propagator propagator;

    /**
     * Records with the tracer of a propagator.
     *
     * @param propagator the propagator of the tracing handlers
     */
    public WaitSpans(Propagator propagator) {
        this.propagator = Bounds.required("propagator", propagator);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof PerformContext;
    }

    @Override
    public void onStart(PerformContext context) {
        TracedJob job = context.job();
        if (job.deliveries() == 1) {
            job.enqueuedAt().ifPresent(enqueuedAt -> record(context, enqueuedAt));
        }
    }

    private void record(PerformContext context, Instant enqueuedAt) {
        JobKey job = context.job().job();
        Instant now = Instant.now();
        Instant start = enqueuedAt.isAfter(now) ? now : enqueuedAt;
        Span.Builder span = propagator
                .extract(
                        context.getCarrier(),
                        (carrier, name) ->
                                carrier == null ? null : carrier.value(name).orElse(null))
                .name("wait " + job.queue().type())
                .startTimestamp(EpochMicros.of(start), TimeUnit.MICROSECONDS)
                .tag(KeyNames.TYPE, job.queue().type());
        KeyNames.of(job).forEach(value -> span.tag(value.getKey(), value.getValue()));
        span.start().end(EpochMicros.of(now), TimeUnit.MICROSECONDS);
    }
}
