package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.Health;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DeadJobsRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A backend whose operations are made again where that is safe: what was surely not done, always; what may have been
 * done, if the rules give it one effect however often it is made. What stays open is an {@link Outcome#UNKNOWN}.
 * Thread-safe.
 */
final class RetryingBackend implements Backend {
    private final Backend backend;
    private final Retries retries;

    RetryingBackend(Backend backend, Retries retries) {
        this.backend = backend;
        this.retries = retries;
    }

    /** Rule 10 makes it safe: the second of two equal enqueues is a duplicate. */
    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return retries.always(() -> backend.enqueue(request), (results, lost) -> queuedBefore(request, results));
    }

    /** A duplicate is taken for the job of the attempt whose answer was lost, once for each job id. */
    private static List<EnqueueResult> queuedBefore(EnqueueRequest request, List<EnqueueResult> results) {
        Set<JobRef> seen = new HashSet<>();
        List<EnqueueResult> read = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            EnqueueItem item = request.items().get(i);
            EnqueueResult result = results.get(i);
            boolean isFirst = seen.add(new JobRef(item.queueId(), item.jobId()));
            read.add(
                    isFirst && result.status() == EnqueueStatus.DUPLICATE
                            ? new EnqueueResult(EnqueueStatus.QUEUED, result.queueLength(), result.stamp())
                            : result);
        }
        return read;
    }

    /** The same nonce gets the same leases again, which may have ended by then: those are not handed out. */
    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return retries.always(() -> backend.dequeue(request), (reply, lost) -> alive(request, reply, lost));
    }

    private static DequeueReply alive(DequeueRequest request, DequeueReply reply, BackendException lost) {
        List<LeasedJob> alive = Look.alive(reply.jobs(), reply.stamp().atMicros());
        if (alive.isEmpty() && !reply.jobs().isEmpty()) {
            throw new BackendException(
                    Outcome.UNKNOWN,
                    "dequeue from " + request.type(),
                    "it got " + reply.jobs().size() + " jobs, and their leases had ended when it was tried again",
                    lost);
        }
        return new DequeueReply(alive, reply.nextReadyAtMicros(), reply.stamp());
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return fenced(
                "finish of " + request.type(),
                request.leases(),
                () -> backend.finish(request),
                RetryingBackend::isLost);
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return fenced(
                "release of " + request.type(),
                request.leases(),
                () -> backend.release(request),
                RetryingBackend::isLost);
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        List<LeaseRef> leases =
                request.items().stream().map(item -> item.lease()).toList();
        return fenced(
                "fail of " + request.type(),
                leases,
                () -> backend.fail(request),
                result -> result.status() == FailStatus.LEASE_LOST);
    }

    private static boolean isLost(LeaseResult result) {
        return result.status() == LeaseStatus.LEASE_LOST;
    }

    /**
     * Rule 8 makes it safe to end a lease twice, but not to end twice whatever lease a job has. A lease that has ended
     * when it is tried again was ended by the first attempt or before it: nobody can tell.
     */
    private <R> CompletableFuture<List<R>> fenced(
            String operation, List<LeaseRef> leases, Supplier<CompletionStage<List<R>>> call, Predicate<R> isLost) {
        if (leases.stream().anyMatch(lease -> lease.token() == null)) {
            return retries.ifNotDone(call);
        }
        return retries.always(call, (results, lost) -> {
            long ended = results.stream().filter(isLost).count();
            if (ended > 0) {
                throw new BackendException(
                        Outcome.UNKNOWN,
                        operation,
                        ended + " of " + results.size()
                                + " leases had ended when it was tried again: by the attempt whose answer was lost, or"
                                + " before it",
                        lost);
            }
            return results;
        });
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return retries.always(() -> backend.extend(request));
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return retries.ifNotDone(() -> backend.requeue(request));
    }

    @Override
    public CompletionStage<DueReply> due(DueRequest request) {
        return retries.always(() -> backend.due(request));
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return retries.always(() -> backend.configure(request));
    }

    /** A type that is not paused any more was resumed by the attempt whose answer was lost. */
    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        boolean isResumeOfType = request.queueId() == null && !request.paused();
        return retries.always(
                () -> backend.pause(request),
                (reply, lost) -> isResumeOfType ? new ConfigureReply(true, reply.stamp()) : reply);
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return retries.always(() -> backend.describe(queue));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return retries.always(() -> backend.find(job));
    }

    @Override
    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        return retries.always(() -> backend.metrics(scope));
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        return retries.always(() -> backend.types(page));
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return retries.always(() -> backend.queues(type, page));
    }

    /** Made twice it could take jobs that came between the two, and would count too few. */
    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return retries.ifNotDone(() -> backend.clear(request));
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return retries.always(() -> backend.deadJobs(type, page));
    }

    /** Made twice it could redrive a job that has died again since. */
    @Override
    public CompletionStage<List<DeadJobResult>> redrive(DeadJobsRequest request) {
        return retries.ifNotDone(() -> backend.redrive(request));
    }

    /** Made twice it could discard another job of the same id. */
    @Override
    public CompletionStage<List<DeadJobResult>> discard(DeadJobsRequest request) {
        return retries.ifNotDone(() -> backend.discard(request));
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        return retries.always(() -> backend.agree(request));
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return backend.onReady(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        return backend.health();
    }

    /** What waits to be made again fails before the backend is gone. */
    @Override
    public void close() {
        retries.close();
        backend.close();
    }
}
