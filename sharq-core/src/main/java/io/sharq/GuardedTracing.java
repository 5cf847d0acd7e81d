package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueResult;
import io.sharq.api.JobKey;
import io.sharq.logging.FailureLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the failures of tracing from the operations that are traced, and logs them. Thread-safe. */
record GuardedTracing(JobTracing tracing) implements JobTracing {
    private static final Logger LOG = LoggerFactory.getLogger(JobTracing.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** Guards an implementation. No tracing needs no guard. */
    static JobTracing of(JobTracing tracing) {
        return tracing == NONE ? NONE : new GuardedTracing(tracing);
    }

    @Override
    public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
        return get(() -> new GuardedEnqueue(Bounds.required("span", tracing.enqueue(type, jobs))), NoTracing.ENQUEUE);
    }

    @Override
    public PerformSpan perform(TracedJob job) {
        return get(() -> new GuardedPerform(Bounds.required("span", tracing.perform(job))), NoTracing.PERFORM);
    }

    private record GuardedEnqueue(EnqueueSpan span) implements EnqueueSpan {
        @Override
        public Map<String, String> headers() {
            return get(() -> copy(span.headers()), Map.of());
        }

        private static Map<String, String> copy(Map<String, String> headers) {
            Map<String, String> copy = new LinkedHashMap<>();
            headers.forEach(
                    (name, value) -> copy.put(Bounds.required("headers", name), Bounds.required("headers", value)));
            return copy;
        }

        @Override
        public void enqueued(List<EnqueueResult> results) {
            run(() -> span.enqueued(results));
        }

        @Override
        public void failed(Throwable cause) {
            run(() -> span.failed(cause));
        }
    }

    private record GuardedPerform(PerformSpan span) implements PerformSpan {
        @Override
        public TraceScope open() {
            TraceScope scope = get(() -> Bounds.required("scope", span.open()), () -> {});
            return () -> run(scope::close);
        }

        @Override
        public void performed() {
            run(span::performed);
        }

        @Override
        public void failed(Throwable cause) {
            run(() -> span.failed(cause));
        }

        @Override
        public void returned() {
            run(span::returned);
        }
    }

    private static void run(Runnable call) {
        Object unused = get(
                () -> {
                    call.run();
                    return NONE;
                },
                NONE);
    }

    /** Errors are caught too: a tracer of the wrong version throws a {@link LinkageError}. */
    @SuppressWarnings("IllegalCatch")
    private static <T> T get(Supplier<? extends T> call, T otherwise) {
        try {
            return call.get();
        } catch (Throwable e) {
            warn(e);
            return otherwise;
        }
    }

    /** The text of the failure is foreign code, which may throw as well. */
    @SuppressWarnings("IllegalCatch")
    private static void warn(Throwable failure) {
        try {
            if (COUNTED.isFirst("Tracing failed", failure)) {
                LOG.warn("tracing failed; the operation continues without it", failure);
            }
        } catch (Throwable e) {
            LOG.warn(
                    "tracing failed; the operation continues without it: {}",
                    failure.getClass().getName());
        }
    }
}
