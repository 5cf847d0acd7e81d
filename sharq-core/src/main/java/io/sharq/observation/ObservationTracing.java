package io.sharq.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sharq.EnqueueSpan;
import io.sharq.JobTracing;
import io.sharq.PerformSpan;
import io.sharq.TraceScope;
import io.sharq.TracedJob;
import io.sharq.api.Bounds;
import io.sharq.api.EnqueueResult;
import io.sharq.api.JobKey;
import java.util.List;
import java.util.Map;

/**
 * Traces jobs with Micrometer's Observation. The handlers of the registry make spans and metrics of the observations.
 * Thread-safe.
 *
 * <ul>
 *   <li>{@code sharq.enqueue}, a producer: a request that enqueues jobs of one type. {@code sharq.outcome} is the result of
 *       its jobs, such as {@code queued} or {@code duplicate}, {@code mixed} if they differ, and {@code none} if the request
 *       failed
 *   <li>{@code sharq.perform}, a consumer: one job from the start to the end of its batch. {@code sharq.outcome} is
 *       {@code performed}, {@code failed} or {@code returned}
 * </ul>
 *
 * <p>Both have the low-cardinality keys {@code sharq.type} and {@code sharq.outcome}. The queue, the job and the number of its
 * deliveries have high cardinality, so they are attributes of spans and no labels of metrics. Their names are those of
 * OpenTelemetry's conventions for messaging, where there is one.
 *
 * <p>The registry needs a tracing handler for senders and one for receivers, as a bridge of Micrometer Tracing provides them.
 * Without these, there are metrics and no traces, and jobs carry no headers of a trace.
 */
public final class ObservationTracing implements JobTracing {
    private static final EnqueueConvention ENQUEUE = new EnqueueConvention();
    private static final PerformConvention PERFORM = new PerformConvention();

    private final ObservationRegistry registry;

    private ObservationTracing(ObservationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Traces with the handlers of a registry.
     *
     * @param registry the registry of the program
     * @return the tracing
     */
    @SuppressWarnings("exports") // A module that uses this class reads Micrometer itself; others need not have it.
    public static ObservationTracing of(ObservationRegistry registry) {
        return new ObservationTracing(Bounds.required("registry", registry));
    }

    @Override
    public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
        EnqueueContext context = new EnqueueContext(type, jobs);
        return new ObservedEnqueue(context, Observation.start(null, ENQUEUE, () -> context, registry));
    }

    @Override
    public PerformSpan perform(TracedJob job) {
        PerformContext context = new PerformContext(job);
        return new ObservedPerform(context, Observation.start(null, PERFORM, () -> context, registry));
    }

    private record ObservedEnqueue(EnqueueContext context, Observation observation) implements EnqueueSpan {
        @Override
        public Map<String, String> headers() {
            return context.headers();
        }

        @Override
        public void enqueued(List<EnqueueResult> results) {
            context.respond(results);
            observation.stop();
        }

        @Override
        public void failed(Throwable cause) {
            stop(observation, cause);
        }
    }

    private record ObservedPerform(PerformContext context, Observation observation) implements PerformSpan {
        @Override
        public TraceScope open() {
            return observation.openScope()::close;
        }

        @Override
        public void performed() {
            context.end(PerformContext.Outcome.PERFORMED);
            observation.stop();
        }

        @Override
        public void failed(Throwable cause) {
            context.end(PerformContext.Outcome.FAILED);
            stop(observation, cause);
        }

        @Override
        public void returned() {
            context.end(PerformContext.Outcome.RETURNED);
            observation.stop();
        }
    }

    /** Stops an observation even if its handlers cannot read the failure, which is user code. */
    private static void stop(Observation observation, Throwable cause) {
        try {
            observation.error(cause);
        } finally {
            observation.stop();
        }
    }
}
