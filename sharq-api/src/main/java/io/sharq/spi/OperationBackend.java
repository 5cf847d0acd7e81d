package io.sharq.spi;

import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Health;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A backend that carries out every operation by one method, {@link #perform}. Extend {@link InterceptedBackend} to
 * decorate another backend.
 *
 * <p>Thread-safe if the subclass is.
 */
public abstract class OperationBackend implements Backend {
    /** Creates a backend. */
    protected OperationBackend() {}

    /**
     * Carries out an operation.
     *
     * @param operation the operation
     * @param <R> its response
     * @return the response, by the contract of the method of {@link Backend} that the operation names
     */
    protected abstract <R> CompletionStage<R> perform(Operation<R> operation);

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<DueReply> due(DueRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<QueueDefaults>> defaults(String type) {
        return perform(new DefaultsRequest(type));
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return perform(new DescribeRequest(queue));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return perform(new FindRequest(job));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return perform(new WatchRequest(job));
    }

    @Override
    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        return perform(new MetricsRequest(scope));
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        return perform(new TypesRequest(page));
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return perform(new QueuesRequest(type, page));
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        return perform(new JobsRequest(queue, page));
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<ConfigureReply> configureLimit(ConfigureLimitRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<Optional<LimitDescription>> describeLimit(LimitKey limit) {
        return perform(new DescribeLimitRequest(limit));
    }

    @Override
    public CompletionStage<Page<String>> limits(String type, PageRequest page) {
        return perform(new LimitsRequest(type, page));
    }

    @Override
    public CompletionStage<DeleteLimitReply> deleteLimit(DeleteLimitRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return perform(new DeadJobsRequest(type, page));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        return perform(request);
    }

    @Override
    public CompletionStage<Health> health() {
        return perform(new HealthRequest());
    }
}
