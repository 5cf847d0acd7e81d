package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EpochMicros;
import io.sharq.api.FailStatus;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.Used;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous API of {@link SharQ}: the same operations under the same names, each returning a future. Obtain it
 * with {@link SharQ#async()}. Thread-safe.
 *
 * <pre>{@code
 * sharq.async().dequeue("sms", Duration.ofSeconds(5)).thenAccept(delivery -> delivery.ifPresent(this::handle));
 * }</pre>
 *
 * <p><b>Threads.</b> A future may complete on a thread of the backend or on the alarm thread. Neither may be blocked.
 *
 * <p><b>Errors.</b> A value out of range throws an {@link InvalidValueException} from the call itself. An operation
 * that the store fails to answer is retried as {@link SharQ} describes. If it still fails, its future completes with
 * a {@link io.sharq.api.BackendException}.
 *
 * <p><b>Cancellation.</b> Cancelling a future stops its retries. It does not undo what the operation has done.
 */
public final class AsyncSharQ {
    private final Backend backend;
    private final TracedEnqueues enqueues;
    private final SharQSettings settings;
    private final Payloads payloads;
    private final Nonces nonces;
    private final Waiting waiting;
    private final EndWaiting ends;
    private final DeadLimitsInForce deadLimits;

    AsyncSharQ(
            Backend backend,
            JobTracing tracing,
            SharQSettings settings,
            Payloads payloads,
            Nonces nonces,
            Waiting waiting,
            EndWaiting ends,
            boolean hasUpkeep) {
        this.backend = backend;
        this.enqueues = new TracedEnqueues(backend, tracing);
        this.settings = settings;
        this.payloads = payloads;
        this.nonces = nonces;
        this.waiting = waiting;
        this.ends = ends;
        this.deadLimits = new DeadLimitsInForce(backend, settings.deadLimits(), hasUpkeep);
    }

    /**
     * The settings that do not depend on the backend.
     *
     * @return the settings
     */
    public SharQSettings settings() {
        return settings;
    }

    /**
     * Lists the parts of the contract beyond rules 1 to 17 that the backend offers. Operations that need another one fail with a
     * {@link io.sharq.api.BackendException} of the outcome {@link io.sharq.api.Outcome#REJECTED}.
     *
     * @return the features
     */
    public Set<Feature> features() {
        return backend.features();
    }

    /**
     * Returns a handle for the operations on one queue. The queue need not exist.
     *
     * @param queue the queue
     * @return the handle
     */
    public AsyncQueueHandle queue(QueueKey queue) {
        return new AsyncQueueHandle(backend, queue);
    }

    /**
     * Returns a handle for the operations on one queue type. The type need not exist.
     *
     * @param name the queue type
     * @return the handle
     */
    public AsyncTypeHandle type(String name) {
        return new AsyncTypeHandle(this, backend, deadLimits, name);
    }

    /**
     * Returns a handle for the operations on one limit. The limit need not exist.
     *
     * @param limit the limit
     * @return the handle
     */
    public AsyncLimitHandle limit(LimitKey limit) {
        return new AsyncLimitHandle(backend, limit);
    }

    /**
     * Enqueues a job.
     *
     * @param job the job
     * @return the result: queued, duplicate, or refused by a bound
     */
    public CompletableFuture<EnqueueResult> enqueue(NewJob job) {
        return Derived.of(enqueueAll(List.of(Bounds.required("job", job))), results -> results.get(0));
    }

    /**
     * Enqueues jobs. The result of each is that of its own enqueue (rule 12). The jobs of one type are one request.
     * If the request of one type fails, the future fails. If other requests succeeded, its outcome is {@link
     * io.sharq.api.Outcome#UNKNOWN}. A job with headers is refused if the backend does not offer {@link Feature#HEADERS},
     * one with a deadline if it does not offer {@link Feature#DEADLINES}, and one that names limits or a cost if it does not offer
     * {@link Feature#LIMITS}.
     *
     * @param jobs the jobs, at least one
     * @return one result for each, in their order
     */
    public CompletableFuture<List<EnqueueResult>> enqueueAll(List<NewJob> jobs) {
        Bounds.required("batch", jobs).forEach(job -> Bounds.required("batch", job));
        List<EnqueueItem> items = jobs.stream().map(this::item).toList();
        Set<Feature> offered = backend.features();
        if (!offered.contains(Feature.HEADERS)
                && items.stream().anyMatch(item -> !item.headers().isEmpty())) {
            return CompletableFuture.failedFuture(BackendException.notOffered("enqueue", Feature.HEADERS));
        }
        if (!offered.contains(Feature.DEADLINES)
                && items.stream().anyMatch(item -> item.options().deadlineMicros() != null)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("enqueue", Feature.DEADLINES));
        }
        if (!offered.contains(Feature.LIMITS) && items.stream().anyMatch(AsyncSharQ::needsLimits)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("enqueue", Feature.LIMITS));
        }
        return Batch.call(
                IntStream.range(0, jobs.size()).boxed().toList(),
                settings.maxBatchSize(),
                i -> jobs.get(i).key().queue().type(),
                (type, part) ->
                        enqueues.enqueue(type, part.stream().map(items::get).toList()));
    }

    private static boolean needsLimits(EnqueueItem item) {
        return item.settings().limits() != null || !item.options().costs().equals(Costs.ONE);
    }

    private EnqueueItem item(NewJob job) {
        return new EnqueueItem(
                job.key().queue().id(),
                job.key().id(),
                payloads.write(job.payload()),
                job.headers(),
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
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, waiting for one if none is ready. Cancelling the
     * future ends the wait and leaves no job leased.
     *
     * @param wait the longest wait
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
     * Dequeues a job, waiting for one if none is ready. Cancelling the future ends the wait and leaves no job leased.
     *
     * @param type the queue type
     * @param wait the longest wait
     * @return the job, or empty
     */
    public CompletableFuture<Optional<Delivery>> dequeue(String type, Duration wait) {
        return Derived.of(dequeue(DequeueOptions.of(type).waitAtMost(wait)), Dequeued::first);
    }

    /**
     * Dequeues jobs. With a wait, it waits only for the first of them. Cancelling the future ends the wait. A dequeue that names
     * its consumer is refused if the backend does not offer {@link Feature#CONSUMERS}.
     *
     * @param options the type, the queues, the count, the lease and the wait
     * @return the jobs; if fewer than requested, the next instant at which one may be ready
     */
    public CompletableFuture<Dequeued> dequeue(DequeueOptions options) {
        Bounds.range("count", Bounds.required("options", options).count(), 1, settings.maxBatchSize());
        if (options.consumer() != null && !backend.features().contains(Feature.CONSUMERS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("dequeue", Feature.CONSUMERS));
        }
        long leaseMicros = Micros.of("job_expire_interval", options.lease().orElse(settings.jobExpireInterval()));
        if (!options.longestWait().isZero()) {
            return waiting.dequeue(options, leaseMicros);
        }
        DequeueRequest request = new DequeueRequest(
                options.type(), options.from(), options.count(), leaseMicros, nonces.next(), false, options.consumer());
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
     * Finishes a job: its work is done, and its lease ends.
     *
     * @param delivery the job
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public CompletableFuture<LeaseStatus> finish(Delivery delivery) {
        return finish(Bounds.required("delivery", delivery).lease());
    }

    /**
     * Finishes a job: its work is done, and its lease ends.
     *
     * @param lease the lease
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public CompletableFuture<LeaseStatus> finish(Lease lease) {
        return Derived.of(finishAll(List.of(Bounds.required("lease", lease))), results -> results.get(0));
    }

    /**
     * Finishes a job and leaves a result, which {@link #find} and {@link #result} return for {@link
     * SharQSettings#finishedRetention()} (rule 27).
     *
     * @param delivery the job
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public CompletableFuture<LeaseStatus> finish(Delivery delivery, Object result) {
        return finish(Bounds.required("delivery", delivery).lease(), result);
    }

    /**
     * Finishes a job and leaves a result (rule 27).
     *
     * @param lease the lease
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public CompletableFuture<LeaseStatus> finish(Lease lease, Object result) {
        return Derived.of(finishEach(List.of(Finish.of(lease, result))), results -> results.get(0));
    }

    /**
     * Finishes a job and says what it really used of limits, which then stand as if that had been its cost (rule 18).
     *
     * @param delivery the job
     * @param used the units by limit
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended; then nothing is settled
     */
    public CompletableFuture<LeaseStatus> finish(Delivery delivery, Used used) {
        return finish(Bounds.required("delivery", delivery).lease(), used);
    }

    /**
     * Finishes a job and says what it really used of limits (rule 18). {@link Finish} takes a result and what was used.
     *
     * @param lease the lease
     * @param used the units by limit
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended; then nothing is settled
     */
    public CompletableFuture<LeaseStatus> finish(Lease lease, Used used) {
        return Derived.of(finishEach(List.of(Finish.of(lease).used(used))), results -> results.get(0));
    }

    /**
     * Finishes a job without naming its lease.
     *
     * @param job the job
     * @return {@code DONE}, or {@code LEASE_LOST} if the job had no lease
     */
    public CompletableFuture<LeaseStatus> finish(JobKey job) {
        return finishUnfenced(job, null);
    }

    /**
     * Finishes a job without naming its lease, and leaves a result (rule 27).
     *
     * @param job the job
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the job had no lease
     */
    public CompletableFuture<LeaseStatus> finish(JobKey job, Object result) {
        return finishUnfenced(job, payloads.writeResult(Bounds.required("result", result)));
    }

    private CompletableFuture<LeaseStatus> finishUnfenced(JobKey job, @Nullable Payload result) {
        Bounds.required("job", job);
        FinishItem item = new FinishItem(new LeaseRef(job.queue().id(), job.id(), null), result);
        return Derived.of(finish(job.queue().type(), List.of(item)), results -> results.get(0));
    }

    /**
     * Finishes jobs. The result of each is that of its own finish (rule 12).
     *
     * @param leases the leases, at least one
     * @return one result for each, in their order
     */
    public CompletableFuture<List<LeaseStatus>> finishAll(List<Lease> leases) {
        return finishEach(Bounds.required("batch", leases).stream()
                .map(lease -> Finish.of(Bounds.required("batch", lease)))
                .toList());
    }

    /**
     * Finishes jobs, each of which may leave a result (rule 27). The result of each call is that of its own finish (rule
     * 12).
     *
     * @param finishes the leases and results, at least one
     * @return one result for each, in their order
     */
    public CompletableFuture<List<LeaseStatus>> finishEach(List<Finish> finishes) {
        Bounds.required("batch", finishes).forEach(finish -> Bounds.required("batch", finish));
        List<FinishItem> items =
                finishes.stream().map(finish -> finish.item(payloads)).toList();
        FinishRequest.checkRetention(items, retentionMicros());
        return Batch.call(
                IntStream.range(0, items.size()).boxed().toList(),
                settings.maxBatchSize(),
                i -> finishes.get(i).lease().job().queue().type(),
                (type, part) -> finish(type, part.stream().map(items::get).toList()));
    }

    /** Finishes jobs of one type. Results and settlements are refused by name if the backend does not offer them. */
    private CompletableFuture<List<LeaseStatus>> finish(String type, List<FinishItem> items) {
        FinishRequest request = new FinishRequest(type, items, retentionMicros());
        Set<Feature> offered = backend.features();
        if (request.hasResults() && !offered.contains(Feature.RESULTS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("finish with a result", Feature.RESULTS));
        }
        boolean settles = items.stream().anyMatch(item -> !item.used().equals(Used.NOTHING));
        if (settles && !offered.contains(Feature.LIMITS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("finish", Feature.LIMITS));
        }
        return Derived.of(
                backend.finish(request),
                results -> results.stream().map(LeaseResult::status).toList());
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
     * Reports a failed job: its lease ends, and the job returns to its queue at once, or is dead if its requeue limit
     * is used up.
     *
     * @param lease the lease
     * @return whether the job was requeued, is dead, or had lost the lease
     */
    public CompletableFuture<FailStatus> fail(Lease lease) {
        return fail(lease, Failure.UNEXPLAINED);
    }

    /**
     * Reports a failed job: its lease ends, and the job returns to its queue, or is dead if its requeue limit is used
     * up.
     *
     * @param lease the lease
     * @param failure the reason, and the delay before the next delivery
     * @return whether the job was requeued, is dead, or had lost the lease
     */
    public CompletableFuture<FailStatus> fail(Lease lease, Failure failure) {
        return Derived.of(failAll(List.of(Bounds.required("lease", lease)), failure), results -> results.get(0));
    }

    /**
     * Reports failed jobs. The result of each is that of its own failure (rule 12).
     *
     * @param leases the leases, at least one
     * @param failure the reason, and the delay before the next delivery
     * @return one result for each, in their order
     */
    public CompletableFuture<List<FailStatus>> failAll(List<Lease> leases, Failure failure) {
        Bounds.required("failure", failure);
        if (!failure.used().equals(Used.NOTHING) && !backend.features().contains(Feature.LIMITS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("fail", Feature.LIMITS));
        }
        return byType(leases, (type, part) -> {
            List<FailItem> items = part.stream()
                    .map(lease ->
                            new FailItem(LeaseRef.of(lease), failure.delayMicros(), failure.reason(), failure.used()))
                    .toList();
            return Derived.of(
                    deadLimits.recent("fail").thenCompose(limits -> backend.fail(new FailRequest(type, items, limits))),
                    results -> results.stream().map(FailResult::status).toList());
        });
    }

    /**
     * Releases a lease without a result: the job returns to its place, and no requeue is counted.
     *
     * @param lease the lease
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public CompletableFuture<LeaseStatus> release(Lease lease) {
        return Derived.of(releaseAll(List.of(Bounds.required("lease", lease))), results -> results.get(0));
    }

    /**
     * Releases leases without a result. The result of each is that of its own release (rule 12).
     *
     * @param leases the leases, at least one
     * @return one result for each, in their order
     */
    public CompletableFuture<List<LeaseStatus>> releaseAll(List<Lease> leases) {
        return onLeases(leases, (type, part) -> backend.release(new ReleaseRequest(type, part)));
    }

    /**
     * Ends the lease of a job that an upstream refused for now, as with HTTP status 429. The job returns to its place,
     * nothing counts against its requeue limit, and its queue releases no job until the time that the upstream named
     * (rule 22).
     *
     * @param delivery the job
     * @param retryAfter the time that the upstream named
     * @return the end of the queue's hold, or empty if the lease had ended
     */
    public CompletableFuture<Optional<Instant>> throttled(Delivery delivery, RetryAfter retryAfter) {
        return throttled(Bounds.required("delivery", delivery).lease(), retryAfter);
    }

    /**
     * Ends the lease of a job that an upstream refused for now, and holds its queue (rule 22).
     *
     * @param lease the lease
     * @param retryAfter the time that the upstream named
     * @return the end of the queue's hold, or empty if the lease had ended
     */
    public CompletableFuture<Optional<Instant>> throttled(Lease lease, RetryAfter retryAfter) {
        return Derived.of(
                throttledAll(List.of(Bounds.required("lease", lease)), retryAfter), results -> results.get(0));
    }

    /**
     * Ends the lease of a job that an upstream refused for now, and holds a limit of the job instead of its queue (rule 22). So all
     * queues that draw from the limit, such as those of an account, wait until the time that the upstream named. If the job did not
     * draw from the limit, its queue is held.
     *
     * @param delivery the job
     * @param retryAfter the time that the upstream named
     * @param limit the name of the limit
     * @return the end of the hold, or empty if the lease had ended
     */
    public CompletableFuture<Optional<Instant>> throttled(Delivery delivery, RetryAfter retryAfter, String limit) {
        return throttled(Bounds.required("delivery", delivery).lease(), retryAfter, limit);
    }

    /**
     * Ends the lease of a job that an upstream refused for now, and holds a limit of the job instead of its queue (rule 22). If the
     * job did not draw from the limit, its queue is held.
     *
     * @param lease the lease
     * @param retryAfter the time that the upstream named
     * @param limit the name of the limit
     * @return the end of the hold, or empty if the lease had ended
     */
    public CompletableFuture<Optional<Instant>> throttled(Lease lease, RetryAfter retryAfter, String limit) {
        return Derived.of(
                throttledAll(List.of(Bounds.required("lease", lease)), retryAfter, Bounds.identifier("limit", limit)),
                results -> results.get(0));
    }

    /**
     * Ends the leases of jobs that an upstream refused for now, and holds their queues (rule 22). The result of each is
     * that of its own throttle (rule 12).
     *
     * @param leases the leases, at least one
     * @param retryAfter the time that the upstream named
     * @return for each, in their order, the end of its queue's hold, or empty if the lease had ended
     */
    public CompletableFuture<List<Optional<Instant>>> throttledAll(List<Lease> leases, RetryAfter retryAfter) {
        return throttledAll(leases, retryAfter, null);
    }

    private CompletableFuture<List<Optional<Instant>>> throttledAll(
            List<Lease> leases, RetryAfter retryAfter, @Nullable String limit) {
        if (limit != null && !backend.features().contains(Feature.LIMITS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("throttle", Feature.LIMITS));
        }
        Long micros = Bounds.required("retry_after", retryAfter).micros();
        long maxHoldMicros = Micros.of("throttle_max_hold", settings.throttleMaxHold());
        return byType(leases, (type, part) -> {
            List<ThrottleItem> items = part.stream()
                    .map(lease -> new ThrottleItem(LeaseRef.of(lease), micros, limit))
                    .toList();
            return Derived.of(
                    backend.throttle(new ThrottleRequest(type, items, maxHoldMicros)),
                    results -> results.stream()
                            .map(result -> EpochMicros.toInstant(result.heldUntilMicros()))
                            .toList());
        });
    }

    /**
     * Extends a lease. It is never shortened.
     *
     * @param lease the lease
     * @param span the lease's new length, from now
     * @return the lease with its new expiry, or empty if it is lost
     */
    public CompletableFuture<Optional<Lease>> extend(Lease lease, Duration span) {
        return Derived.of(extendAll(List.of(Bounds.required("lease", lease)), span), results -> results.get(0));
    }

    /**
     * Extends leases. The result of each is that of its own extend (rule 12).
     *
     * @param leases the leases, at least one
     * @param span the leases' new length, from now
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
     * Runs a full round of upkeep over all types: expired leases end, and what has passed its retention is removed.
     * A SharQ with upkeep does this on its own. If the upkeep of a type fails, the others are still
     * processed; the future fails once all are.
     *
     * @return the numbers of jobs requeued and of jobs that died
     */
    public CompletableFuture<Requeued> requeue() {
        return deadLimits
                .current("requeue")
                .thenCompose(limits -> new UpkeepRound(backend, limits).ofAll())
                .toCompletableFuture();
    }

    /** Runs a round of upkeep over the types that the backend lists as due. */
    CompletionStage<UpkeepRound.Ended> requeueDue() {
        return deadLimits.current("requeue").thenCompose(limits -> new UpkeepRound(backend, limits).ofDue());
    }

    /**
     * Replaces the store's limits on dead jobs, which hold for all clients, by those of these settings, even if they
     * are lower. Otherwise the greatest count and the greatest age of all clients hold. A client configured with
     * greater ones raises them again, so configure all clients with the same values first.
     *
     * @return completes when the limits are recorded
     */
    public CompletableFuture<Void> adoptDeadJobLimits() {
        return Derived.of(deadLimits.adopt(), limits -> null);
    }

    /**
     * Finds a job.
     *
     * @param job the job
     * @return its description, or empty if its queue does not hold it
     */
    public CompletableFuture<Optional<JobDescription>> find(JobKey job) {
        Bounds.required("job", job);
        return backend.find(job).toCompletableFuture();
    }

    /**
     * Finds a job once it has ended, or as it is at the end of the wait (rule 27). A job has ended if it is finished or
     * dead, or if its queue does not hold it. Cancelling the future ends the wait.
     *
     * @param job the job
     * @param wait the longest wait, zero for none
     * @return its description, or empty if its queue does not hold it
     */
    public CompletableFuture<Optional<JobDescription>> find(JobKey job, Duration wait) {
        Bounds.required("job", job);
        if (Micros.of("wait", wait) == 0) {
            return find(job);
        }
        if (!backend.features().contains(Feature.RESULTS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("find with a wait", Feature.RESULTS));
        }
        return ends.find(job, wait);
    }

    /**
     * Waits for the end of a job and returns the result that its finish left (rule 27). Cancelling the future ends the
     * wait.
     *
     * @param job the job
     * @param wait the longest wait, zero for none
     * @return how the job ended, or that it had not when the wait was over
     */
    public CompletableFuture<JobResult> result(JobKey job, Duration wait) {
        return Derived.of(find(job, wait), found -> found.map(this::result).orElseGet(() -> new JobResult.Gone(job)));
    }

    private JobResult result(JobDescription job) {
        return switch (job.state()) {
            case FINISHED -> new JobResult.Finished(job, payloads);
            case DEAD -> new JobResult.Dead(job.job(), job.lastFailure());
            case QUEUED, SCHEDULED, ACTIVE -> new JobResult.Unfinished(job.job(), job.state());
        };
    }

    /**
     * Returns the counts over all types.
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
     * Lists the queue types that exist.
     *
     * @param page the page to list
     * @return the types
     */
    public CompletableFuture<Page<String>> types(PageRequest page) {
        return backend.types(Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Cancels a waiting job: it is removed (rule 25). A job under a lease, a dead one and a finished one are refused.
     *
     * @param job the job
     * @return {@code DONE}, or why it could not be cancelled
     */
    public CompletableFuture<ChangeStatus> cancel(JobKey job) {
        return Derived.of(cancelAll(List.of(Bounds.required("job", job))), results -> results.get(0));
    }

    /**
     * Cancels waiting jobs. The result of each is that of its own cancel (rule 12).
     *
     * @param jobs the jobs, at least one
     * @return one result for each, in their order
     */
    public CompletableFuture<List<ChangeStatus>> cancelAll(List<JobKey> jobs) {
        return onWaiting(jobs, (type, refs) -> backend.cancel(new CancelRequest(type, refs)));
    }

    /**
     * Changes the order, the due instant or the content of a waiting job (rule 25).
     *
     * @param job the job
     * @param change the change
     * @return {@code DONE}, or why it could not be changed
     */
    public CompletableFuture<ChangeStatus> change(JobKey job, JobChange change) {
        return Derived.of(changeAll(List.of(Bounds.required("job", job)), change), results -> results.get(0));
    }

    /**
     * Makes one change to several waiting jobs. The result of each is that of its own change (rule 12).
     *
     * @param jobs the jobs, at least one
     * @param change the change
     * @return one result for each, in their order
     */
    public CompletableFuture<List<ChangeStatus>> changeAll(List<JobKey> jobs, JobChange change) {
        Bounds.required("change", change);
        return onWaiting(
                jobs,
                (type, refs) -> backend.change(new ChangeRequest(
                        type, refs.stream().map(ref -> change.of(ref, payloads)).toList())));
    }

    private CompletableFuture<List<ChangeStatus>> onWaiting(
            List<JobKey> jobs, BiFunction<String, List<JobRef>, CompletionStage<List<ChangeResult>>> call) {
        return onJobs(jobs, call, ChangeResult::status);
    }

    /**
     * Returns dead jobs to their places in their queues. Their requeues are counted from 0 again.
     *
     * @param jobs the jobs, at least one
     * @return for each, in their order, true if it was dead
     */
    public CompletableFuture<List<Boolean>> redrive(List<JobKey> jobs) {
        return onDead(jobs, (type, refs) -> backend.redrive(new RedriveRequest(type, refs)));
    }

    /**
     * Removes dead jobs.
     *
     * @param jobs the jobs, at least one
     * @return for each, in their order, true if it was dead
     */
    public CompletableFuture<List<Boolean>> discard(List<JobKey> jobs) {
        return onDead(jobs, (type, refs) -> backend.discard(new DiscardRequest(type, refs)));
    }

    private CompletableFuture<List<Boolean>> onDead(
            List<JobKey> jobs, BiFunction<String, List<JobRef>, CompletionStage<List<DeadJobResult>>> call) {
        return onJobs(jobs, call, DeadJobResult::done);
    }

    private <T, R> CompletableFuture<List<R>> onJobs(
            List<JobKey> jobs, BiFunction<String, List<JobRef>, CompletionStage<List<T>>> call, Function<T, R> result) {
        return Batch.call(jobs, settings.maxBatchSize(), job -> job.queue().type(), (type, part) -> {
            List<JobRef> refs = part.stream()
                    .map(job -> new JobRef(job.queue().id(), job.id()))
                    .toList();
            return Derived.of(
                    call.apply(type, refs),
                    results -> results.stream().map(result).toList());
        });
    }

    /**
     * Checks the health of the store.
     *
     * @return the health; the future does not fail if the store is unavailable
     */
    public CompletableFuture<Health> health() {
        return backend.health().toCompletableFuture();
    }
}
