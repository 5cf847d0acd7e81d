package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EpochMicros;
import io.sharq.api.FailStatus;
import io.sharq.api.Health;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DeadJobsRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.ReleaseRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The asynchronous twin of {@link SharQ}: the same operations by the same names. Thread-safe.
 *
 * <p>A value out of range is refused at once, with an {@link InvalidValueException} from the call itself. What the store
 * below cannot answer is asked again as {@link SharQ} says, and completes the future with a
 * {@link io.sharq.api.BackendException} in the end. A future may complete on a thread of the backend's, or on that of the
 * alarms, neither of which may be blocked. Cancelling a future ends the repetitions; it takes nothing back.
 */
public final class AsyncSharQ {
    private final Backend backend;
    private final SharQSettings settings;
    private final Payloads payloads;
    private final Nonces nonces;
    private final Waiting waiting;
    private final DeadLimitsInForce deadLimits;

    AsyncSharQ(
            Backend backend,
            SharQSettings settings,
            Payloads payloads,
            Nonces nonces,
            Waiting waiting,
            boolean hasUpkeep) {
        this.backend = backend;
        this.settings = settings;
        this.payloads = payloads;
        this.nonces = nonces;
        this.waiting = waiting;
        this.deadLimits = new DeadLimitsInForce(backend, settings.deadLimits(), hasUpkeep);
    }

    /**
     * Its settings.
     *
     * @return the settings that are the same for every backend
     */
    public SharQSettings settings() {
        return settings;
    }

    /**
     * A handle for the operations on one queue, which need not exist.
     *
     * @param queue the queue
     * @return the handle
     */
    public AsyncQueueHandle queue(QueueKey queue) {
        return new AsyncQueueHandle(backend, queue);
    }

    /**
     * A handle for the operations on one queue type, which need not exist.
     *
     * @param name the queue type
     * @return the handle
     */
    public AsyncTypeHandle type(String name) {
        return new AsyncTypeHandle(this, backend, deadLimits, name);
    }

    /**
     * Enqueues a job.
     *
     * @param job the job
     * @return whether it is in its queue
     */
    public CompletableFuture<EnqueueResult> enqueue(NewJob job) {
        return Derived.of(enqueueAll(List.of(Bounds.required("job", job))), results -> results.get(0));
    }

    /**
     * Enqueues jobs, each as if alone. Those of one type are one call; if one type's call fails, the future does, though
     * others may be done; its outcome is then {@link io.sharq.api.Outcome#UNKNOWN}.
     *
     * @param jobs the jobs, at least one
     * @return one answer for each, in their order
     */
    public CompletableFuture<List<EnqueueResult>> enqueueAll(List<NewJob> jobs) {
        Bounds.required("batch", jobs).forEach(job -> Bounds.required("batch", job));
        List<EnqueueItem> items = jobs.stream().map(this::item).toList();
        return Batch.call(
                IntStream.range(0, jobs.size()).boxed().toList(),
                settings.maxBatchSize(),
                i -> jobs.get(i).key().queue().type(),
                (type, part) -> backend.enqueue(
                        new EnqueueRequest(type, part.stream().map(items::get).toList())));
    }

    private EnqueueItem item(NewJob job) {
        return new EnqueueItem(
                job.key().queue().id(),
                job.key().id(),
                payloads.write(job.payload()),
                job.options(settings.defaultJobRequeueLimit()),
                job.settings());
    }

    /**
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, if one is ready.
     *
     * @return the job, or empty
     */
    public CompletableFuture<Optional<Delivery>> dequeue() {
        return dequeue(QueueKey.DEFAULT_TYPE);
    }

    /**
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, waiting for one if none is ready. Cancelling the future
     * ends the wait, and takes no job with it.
     *
     * @param wait how long to wait at the most
     * @return the job, or empty
     */
    public CompletableFuture<Optional<Delivery>> dequeue(Duration wait) {
        return dequeue(QueueKey.DEFAULT_TYPE, wait);
    }

    /**
     * Dequeues a job, if one is ready.
     *
     * @param type the queue type
     * @return the job, or empty
     */
    public CompletableFuture<Optional<Delivery>> dequeue(String type) {
        return Derived.of(dequeue(DequeueOptions.of(type)), Dequeued::first);
    }

    /**
     * Dequeues a job, waiting for one if none is ready. Cancelling the future ends the wait, and takes no job with it.
     *
     * @param type the queue type
     * @param wait how long to wait at the most
     * @return the job, or empty
     */
    public CompletableFuture<Optional<Delivery>> dequeue(String type, Duration wait) {
        return Derived.of(dequeue(DequeueOptions.of(type).waitAtMost(wait)), Dequeued::first);
    }

    /**
     * Dequeues jobs. With a wait, it waits for the first of them only. Cancelling the future ends the wait.
     *
     * @param options how many, from where, and how long to wait
     * @return the jobs, or when to ask again
     */
    public CompletableFuture<Dequeued> dequeue(DequeueOptions options) {
        Bounds.range("count", Bounds.required("options", options).count(), 1, settings.maxBatchSize());
        long leaseMicros = Micros.of("job_expire_interval", options.lease().orElse(settings.jobExpireInterval()));
        if (!options.longestWait().isZero()) {
            return waiting.dequeue(options, leaseMicros);
        }
        DequeueRequest request =
                new DequeueRequest(options.type(), options.from(), options.count(), leaseMicros, nonces.next());
        return Derived.of(backend.dequeue(request), reply -> dequeued(options.type(), reply));
    }

    private Dequeued dequeued(String type, DequeueReply reply) {
        long atMicros = reply.stamp().atMicros();
        List<Delivery> deliveries = reply.jobs().stream()
                .map(job -> new Delivery(type, job, atMicros, payloads))
                .toList();
        return new Dequeued(
                deliveries, EpochMicros.toInstant(reply.nextReadyAtMicros()), EpochMicros.toInstant(atMicros));
    }

    /**
     * Ends a lease whose work is done.
     *
     * @param delivery the job
     * @return whether the lease still was the job's
     */
    public CompletableFuture<LeaseStatus> finish(Delivery delivery) {
        return finish(Bounds.required("delivery", delivery).lease());
    }

    /**
     * Ends a lease whose work is done.
     *
     * @param lease the lease
     * @return whether it still was the job's
     */
    public CompletableFuture<LeaseStatus> finish(Lease lease) {
        return Derived.of(finishAll(List.of(Bounds.required("lease", lease))), results -> results.get(0));
    }

    /**
     * Finishes a job under whatever lease it has.
     *
     * @param job the job
     * @return whether it had one
     */
    public CompletableFuture<LeaseStatus> finish(JobKey job) {
        Bounds.required("job", job);
        LeaseRef lease = new LeaseRef(job.queue().id(), job.id(), null);
        return Derived.of(
                backend.finish(new FinishRequest(job.queue().type(), List.of(lease), retentionMicros())),
                results -> results.get(0).status());
    }

    /**
     * Ends leases whose work is done, each as if alone.
     *
     * @param leases the leases, at least one
     * @return one answer for each, in their order
     */
    public CompletableFuture<List<LeaseStatus>> finishAll(List<Lease> leases) {
        long retentionMicros = retentionMicros();
        return onLeases(leases, (type, part) -> backend.finish(new FinishRequest(type, part, retentionMicros)));
    }

    private long retentionMicros() {
        return Micros.of("finished_retention", settings.finishedRetention());
    }

    private CompletableFuture<List<LeaseStatus>> onLeases(
            List<Lease> leases, BiFunction<String, List<LeaseRef>, CompletionStage<List<LeaseResult>>> call) {
        return byType(
                leases,
                (type, part) -> Derived.of(
                        call.apply(type, part.stream().map(LeaseRef::of).toList()),
                        results -> results.stream().map(LeaseResult::status).toList()));
    }

    private <R> CompletableFuture<List<R>> byType(
            List<Lease> leases, BiFunction<String, List<Lease>, CompletionStage<List<R>>> call) {
        return Batch.call(
                leases, settings.maxBatchSize(), lease -> lease.job().queue().type(), call);
    }

    /**
     * Ends a lease whose work failed; the job comes back at once, or dies.
     *
     * @param lease the lease
     * @return what became of the job
     */
    public CompletableFuture<FailStatus> fail(Lease lease) {
        return fail(lease, Failure.UNEXPLAINED);
    }

    /**
     * Ends a lease whose work failed; the job comes back, or dies.
     *
     * @param lease the lease
     * @param failure why, and when the job may come back
     * @return what became of the job
     */
    public CompletableFuture<FailStatus> fail(Lease lease, Failure failure) {
        return Derived.of(failAll(List.of(Bounds.required("lease", lease)), failure), results -> results.get(0));
    }

    /**
     * Ends leases whose work failed, each as if alone.
     *
     * @param leases the leases, at least one
     * @param failure why, and when the jobs may come back
     * @return one answer for each, in their order
     */
    public CompletableFuture<List<FailStatus>> failAll(List<Lease> leases, Failure failure) {
        Bounds.required("failure", failure);
        return byType(leases, (type, part) -> {
            List<FailItem> items = part.stream()
                    .map(lease -> new FailItem(LeaseRef.of(lease), failure.delayMicros(), failure.reason()))
                    .toList();
            return Derived.of(
                    deadLimits.recent("fail").thenCompose(limits -> backend.fail(new FailRequest(type, items, limits))),
                    results -> results.stream().map(FailResult::status).toList());
        });
    }

    /**
     * Gives a job back undone; it returns to its place, and nothing is counted.
     *
     * @param lease the lease
     * @return whether it still was the job's
     */
    public CompletableFuture<LeaseStatus> release(Lease lease) {
        return Derived.of(releaseAll(List.of(Bounds.required("lease", lease))), results -> results.get(0));
    }

    /**
     * Gives jobs back undone, each as if alone.
     *
     * @param leases the leases, at least one
     * @return one answer for each, in their order
     */
    public CompletableFuture<List<LeaseStatus>> releaseAll(List<Lease> leases) {
        return onLeases(leases, (type, part) -> backend.release(new ReleaseRequest(type, part)));
    }

    /**
     * Prolongs a lease; it never gets shorter.
     *
     * @param lease the lease
     * @param span how long it is to last from now
     * @return the lease with its new expiry, or empty if it is lost
     */
    public CompletableFuture<Optional<Lease>> extend(Lease lease, Duration span) {
        return Derived.of(extendAll(List.of(Bounds.required("lease", lease)), span), results -> results.get(0));
    }

    /**
     * Prolongs leases, each as if alone.
     *
     * @param leases the leases, at least one
     * @param span how long they are to last from now
     * @return for each, in their order, the lease with its new expiry, or empty if it is lost
     */
    public CompletableFuture<List<Optional<Lease>>> extendAll(List<Lease> leases, Duration span) {
        long spanMicros = Micros.positive("span", span);
        return byType(
                leases,
                (type, part) -> Derived.of(
                        backend.extend(new ExtendRequest(
                                type, part.stream().map(LeaseRef::of).toList(), spanMicros)),
                        results -> extended(part, results)));
    }

    private static List<Optional<Lease>> extended(List<Lease> leases, List<ExtendResult> results) {
        List<Optional<Lease>> extended = new ArrayList<>(leases.size());
        for (int i = 0; i < leases.size(); i++) {
            Lease lease = leases.get(i);
            extended.add(EpochMicros.toInstant(results.get(i).expiresAtMicros())
                    .map(expiresAt -> new Lease(lease.job(), lease.token(), expiresAt)));
        }
        return extended;
    }

    /**
     * Does a whole round of upkeep: expired leases of all types end, and what may be forgotten is. A facade does this by
     * itself. A type whose upkeep fails keeps no other from its own; the future fails when all have had theirs.
     *
     * @return how many jobs came back, and how many died
     */
    public CompletableFuture<Requeued> requeue() {
        return deadLimits
                .current("requeue")
                .thenCompose(limits -> new UpkeepRound(backend, limits).ofAll())
                .toCompletableFuture();
    }

    /** A round of upkeep over the types in which something is due. */
    CompletionStage<UpkeepRound.Ended> requeueDue() {
        return deadLimits.current("requeue").thenCompose(limits -> new UpkeepRound(backend, limits).ofDue());
    }

    /**
     * Records the limits on dead jobs of this facade's settings in the store, where they hold for all clients, and lowers
     * them too. Without it the greatest count and age of all clients hold. A client that was given greater ones raises them
     * again, so give all of them the same values first.
     *
     * @return completes when they are recorded
     */
    public CompletableFuture<Void> adoptDeadJobLimits() {
        return Derived.of(deadLimits.adopt(), limits -> null);
    }

    /**
     * Finds a job.
     *
     * @param job the job
     * @return what is known of it, or empty if its queue does not hold it
     */
    public CompletableFuture<Optional<JobDescription>> find(JobKey job) {
        Bounds.required("job", job);
        return backend.find(job).toCompletableFuture();
    }

    /**
     * Counts everything.
     *
     * @return the counts
     */
    public CompletableFuture<Metrics> metrics() {
        return metrics(MetricsScope.ALL);
    }

    private CompletableFuture<Metrics> metrics(MetricsScope scope) {
        return backend.metrics(scope).toCompletableFuture();
    }

    /**
     * Lists the types of which something is there.
     *
     * @param page which part
     * @return the types
     */
    public CompletableFuture<Page<String>> types(PageRequest page) {
        return backend.types(Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Sends dead jobs back to their places, with their requeues counted from 0 again.
     *
     * @param jobs the jobs, at least one
     * @return for each whether it was dead, in their order
     */
    public CompletableFuture<List<Boolean>> redrive(List<JobKey> jobs) {
        return onDead(jobs, backend::redrive);
    }

    /**
     * Removes dead jobs for good.
     *
     * @param jobs the jobs, at least one
     * @return for each whether it was dead, in their order
     */
    public CompletableFuture<List<Boolean>> discard(List<JobKey> jobs) {
        return onDead(jobs, backend::discard);
    }

    private CompletableFuture<List<Boolean>> onDead(
            List<JobKey> jobs, Function<DeadJobsRequest, CompletionStage<List<DeadJobResult>>> call) {
        return Batch.call(jobs, settings.maxBatchSize(), job -> job.queue().type(), (type, part) -> {
            List<JobRef> refs = part.stream()
                    .map(job -> new JobRef(job.queue().id(), job.id()))
                    .toList();
            return Derived.of(
                    call.apply(new DeadJobsRequest(type, refs)),
                    results -> results.stream().map(DeadJobResult::done).toList());
        });
    }

    /**
     * Asks the store how it is.
     *
     * @return the answer; the future does not fail because the store is away
     */
    public CompletableFuture<Health> health() {
        return backend.health().toCompletableFuture();
    }
}
