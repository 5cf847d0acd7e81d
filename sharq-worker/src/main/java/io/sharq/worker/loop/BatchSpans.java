package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.JobTracing;
import io.sharq.PerformSpan;
import io.sharq.TraceScope;
import io.sharq.TracedJob;
import java.util.List;
import java.util.Map;

/**
 * The spans of a batch, one for each job, because the jobs of a batch belong to different traces and each trace shows the
 * performance of its own job. OpenTelemetry's conventions for messaging also know one span with a link to each job, but the
 * observations of Micrometer have no links.
 */
record BatchSpans(List<PerformSpan> spans) {
    /** Starts a span for each delivery, in its own trace. */
    static BatchSpans start(JobTracing tracing, List<Delivery> deliveries) {
        return new BatchSpans(deliveries.stream()
                .map(delivery -> tracing.perform(TracedJob.of(delivery, deliveries.size())))
                .toList());
    }

    /** Makes the span of a job the current one of the calling thread. */
    TraceScope open(int position) {
        return spans.get(position).open();
    }

    /** Makes the span of the only job current. No trace is the right one for the whole of a larger batch. */
    TraceScope openOnly() {
        return spans.size() == 1 ? open(0) : () -> {};
    }

    /** Ends the spans by the outcomes of their jobs. */
    void end(Map<Integer, Throwable> failures) {
        for (int i = 0; i < spans.size(); i++) {
            Throwable cause = failures.get(i);
            if (cause == null) {
                spans.get(i).performed();
            } else if (cause instanceof Refused) {
                spans.get(i).returned();
            } else {
                spans.get(i).failed(cause);
            }
        }
    }

    /** Ends the spans of a batch that is given back. */
    void returned() {
        spans.forEach(PerformSpan::returned);
    }
}
