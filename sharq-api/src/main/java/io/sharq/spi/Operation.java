package io.sharq.spi;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a {@link Backend} as a value: its arguments, and the method that carries it out. Each method of
 * {@code Backend} that completes a stage has one record that implements this interface, so that retries, measurements
 * and fault injection are written once for all operations.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <R> the response
 * @see InterceptedBackend
 */
public sealed interface Operation<R>
        permits AgreeRequest,
                CancelRequest,
                ChangeRequest,
                ClearRequest,
                ConfigureLimitRequest,
                ConfigureRequest,
                DeadJobsRequest,
                DefaultsRequest,
                DeleteLimitRequest,
                DequeueRequest,
                DescribeLimitRequest,
                DescribeRequest,
                DiscardRequest,
                DueRequest,
                EnqueueRequest,
                ExtendRequest,
                FailRequest,
                FindRequest,
                FinishRequest,
                HealthRequest,
                JobsRequest,
                LimitsRequest,
                MetricsRequest,
                PauseRequest,
                QueuesRequest,
                RedriveRequest,
                ReleaseRequest,
                RequeueRequest,
                SetDefaultsRequest,
                ThrottleRequest,
                TypesRequest,
                WatchRequest {
    /**
     * Runs the operation.
     *
     * @param backend the backend
     * @return the backend's response
     */
    CompletionStage<R> on(Backend backend);

    /**
     * Names the operation in messages and metrics.
     *
     * @return the name of the method of {@link Backend} that carries it out, such as {@code deadJobs}
     */
    String name();

    /**
     * Names the queue type that the operation concerns.
     *
     * @return the queue type, or null if it does not concern one alone
     */
    @Nullable
    String type();

    /**
     * Tells whether the operation may be repeated after a lost response. Several attempts have the effect of one. Their
     * responses may differ: the second of two equal enqueues responds that the job is a duplicate.
     *
     * @return whether it may; if not, it may be repeated only after an attempt that was surely not carried out
     */
    boolean isIdempotent();
}
