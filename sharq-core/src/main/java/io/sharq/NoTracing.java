package io.sharq;

import io.sharq.api.EnqueueResult;
import io.sharq.api.JobKey;
import java.util.List;
import java.util.Map;

/** Traces nothing. */
final class NoTracing implements JobTracing {
    /** The span of an enqueue that is not traced. */
    static final EnqueueSpan ENQUEUE = new NoEnqueueSpan();

    /** The span of a job that is not traced. */
    static final PerformSpan PERFORM = new NoPerformSpan();

    @Override
    public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
        return ENQUEUE;
    }

    @Override
    public PerformSpan perform(TracedJob job) {
        return PERFORM;
    }

    private static final class NoEnqueueSpan implements EnqueueSpan {
        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void enqueued(List<EnqueueResult> results) {}

        @Override
        public void failed(Throwable cause) {}
    }

    private static final class NoPerformSpan implements PerformSpan {
        @Override
        public TraceScope open() {
            return () -> {};
        }

        @Override
        public void performed() {}

        @Override
        public void failed(Throwable cause) {}

        @Override
        public void returned() {}
    }
}
