package io.sharq;

import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Payload;
import java.util.Optional;

/**
 * What a wait for the end of a job found (rule 27). Exactly one of four cases. Immutable.
 *
 * <pre>{@code
 * JobResult end = sharq.result(job, Duration.ofSeconds(30));
 * if (end instanceof JobResult.Finished finished) {
 *     Receipt receipt = finished.resultAs(Receipt.class);
 * }
 * }</pre>
 */
public sealed interface JobResult {
    /**
     * The job.
     *
     * @return its queue and id
     */
    JobKey job();

    /** The job is finished, and its retention has not passed. */
    final class Finished implements JobResult {
        private final JobDescription description;
        private final Payloads payloads;

        Finished(JobDescription description, Payloads payloads) {
            this.description = description;
            this.payloads = payloads;
        }

        @Override
        public JobKey job() {
            return description.job();
        }

        /**
         * The result as bytes.
         *
         * @return the bytes that the finish left, or empty if it left none
         */
        public Optional<Payload> result() {
            return description.result();
        }

        /**
         * The result as an object, read by Jackson from JSON.
         *
         * @param <T> the object's type
         * @param type the object's type
         * @return the object
         * @throws io.sharq.api.InvalidValueException if the finish left no result, or one that is not JSON of that type
         */
        public <T> T resultAs(Class<T> type) {
            return payloads.readResult(description.result(), type);
        }

        /** The key of the job, without its result. */
        @Override
        public String toString() {
            return "Finished[" + job() + "]";
        }
    }

    /**
     * The job is dead: its requeue limit is used up. A redrive would return it to its queue.
     *
     * @param job the job
     * @param reason the reason of its last failure, if one was given
     */
    record Dead(JobKey job, Optional<String> reason) implements JobResult {}

    /**
     * The queue does not hold the job. It was finished without a retention or its retention has passed, it was cancelled,
     * cleared or discarded, or it was never enqueued.
     *
     * @param job the job
     */
    record Gone(JobKey job) implements JobResult {}

    /**
     * The job had not ended when the wait was over.
     *
     * @param job the job
     * @param state its state: {@code QUEUED}, {@code SCHEDULED} or {@code ACTIVE}
     */
    record Unfinished(JobKey job, JobState state) implements JobResult {}
}
