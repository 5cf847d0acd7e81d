package io.sharq.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.sharq.TracedJob;
import io.sharq.api.Headers;

/**
 * The context of the observation of a job that is performed, for conventions, filters and handlers of a registry. Its carrier
 * is the job's headers.
 */
@SuppressWarnings("exports") // A module that uses this class reads Micrometer itself; others need not have it.
public final class PerformContext extends ReceiverContext<Headers> {
    /** How the performance of a job ended. */
    public enum Outcome {
        /** It has not ended. */
        NONE,
        /** The job was performed. */
        PERFORMED,
        /** The job failed. */
        FAILED,
        /** The job goes back uncounted. */
        RETURNED
    }

    private final TracedJob job;
    private volatile Outcome outcome = Outcome.NONE;

    @SuppressWarnings("NullAway") // The getter of a header that is absent returns null, as the interface documents.
    PerformContext(TracedJob job) {
        super((carrier, name) -> carrier.value(name).orElse(null), Kind.CONSUMER);
        this.job = job;
        setCarrier(job.headers());
    }

    /**
     * The job and its delivery.
     *
     * @return the job
     */
    public TracedJob job() {
        return job;
    }

    /**
     * How the performance ended.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    void end(Outcome newOutcome) {
        outcome = newOutcome;
    }
}
