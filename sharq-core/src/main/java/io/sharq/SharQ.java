package io.sharq;

import io.sharq.api.ChangeStatus;
import io.sharq.api.EnqueueResult;
import io.sharq.api.FailStatus;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.Used;
import io.sharq.config.Configuration;
import io.sharq.spi.Backend;
import io.sharq.time.Alarms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job queue for work that must flow at a set rate per customer.
 *
 * <pre>{@code
 * try (SharQ sharq = SharQ.open(InMemoryBackend.create())) { // or SharQ.open(Path.of("sharq.conf"))
 *     sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of("text", "hello")).interval(Duration.ofSeconds(1)));
 *     sharq.dequeue("sms", Duration.ofSeconds(5)).ifPresent(delivery -> {
 *         send(delivery.payloadAs(Sms.class));
 *         sharq.finish(delivery);
 *     });
 * }
 * }</pre>
 *
 * <p>A queue is identified by a queue type and a queue id, here {@code sms} and {@code user001}. The first job that
 * names a queue creates it. A queue releases its jobs no faster than its interval allows, across all clients of the
 * store. A dequeue names a type and gets a job of the queue that has been ready longest. The job comes with a
 * lease; a job whose lease expires before it is finished returns to its queue. {@link #queue} and {@link #type} give
 * handles for the operations on one queue and on one type.
 *
 * <p>A SharQ runs upkeep every {@link SharQSettings#jobRequeueInterval()}, which ends expired leases. Closing it
 * closes its backend.
 *
 * <p><b>Threads.</b> Thread-safe; one instance per process is enough. Calls block until the response arrives; {@link
 * #async()} offers the same operations without blocking.
 *
 * <p><b>Errors.</b> A value out of range is refused with an {@link io.sharq.api.InvalidValueException} that names the
 * field, before anything is sent. An operation that the store fails to answer, or refuses, throws a {@link
 * io.sharq.api.BackendException}, whose {@linkplain Outcome outcome} says whether the operation may have happened.
 * Expected cases, such as a duplicate or a lost lease, are results.
 *
 * <p><b>Retries.</b> A failed call is retried for {@link SharQSettings#retryFor()} where that is safe. A call with
 * the outcome {@link Outcome#NOT_DONE} is always retried. If the response was lost, these are retried as well:
 *
 * <ul>
 *   <li>Enqueue. A duplicate is then taken for the job of the lost attempt and reported as queued. Another caller's job of
 *       the same id would look the same. A job that was enqueued, performed and finished between the two attempts is
 *       enqueued a second time, unless {@link SharQSettings#finishedRetention()} is longer.
 *   <li>Dequeue. It gets the same jobs again.
 *   <li>Finish, fail, release and throttle of a lease. If the lease has ended meanwhile, the outcome is {@link Outcome#UNKNOWN}:
 *       either the lost attempt or the expiry ended it.
 *   <li>Extend, interval, configure, pause, resume and all read-only operations. A retried resume of a type
 *       that is not paused any more returns true.
 * </ul>
 *
 * <p>Not retried after a lost response: finish of a job without its lease, cancel, change, clear, redrive, discard and
 * requeue.
 */
public final class SharQ implements AutoCloseable {
    private final Backend backend;
    private final JobTracing tracing;
    private final AsyncSharQ async;
    private final Waiting waiting;
    private final EndWaiting ends;
    private final @Nullable Upkeep upkeep;
    private final @Nullable Configuration configuration;
    private final @Nullable SystemAlarms ownAlarms;

    SharQ(SharQBuilder values, Backend backend, SharQSettings settings) {
        this.configuration = values.configuration();
        this.ownAlarms = values.alarms() == null ? new SystemAlarms() : null;
        Alarms alarms = ownAlarms != null ? ownAlarms : Objects.requireNonNull(values.alarms());
        Payloads payloads = new Payloads(values.objectMapper(), settings.maxPayloadSize());
        Nonces nonces = new Nonces();
        this.waiting = new Waiting(backend, alarms, payloads, nonces, values.latenessListener());
        this.ends = new EndWaiting(backend, alarms);
        this.backend = new RetryingBackend(backend, new Retries(alarms, settings.retryFor()));
        this.tracing = GuardedTracing.of(values.tracing());
        boolean runsUpkeep = values.upkeep() && settings.runsUpkeep();
        this.async = new AsyncSharQ(this.backend, tracing, settings, payloads, nonces, waiting, ends, runsUpkeep);
        this.upkeep = runsUpkeep ? new Upkeep(alarms, settings.jobRequeueInterval(), async::requeueDue) : null;
        if (upkeep != null) {
            upkeep.start();
        }
    }

    /**
     * Opens the backend and the settings of a configuration file. Environment variables override the file.
     *
     * @param configuration the file
     * @return an open SharQ
     * @throws io.sharq.api.ConfigurationException if the file cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public static SharQ open(Path configuration) {
        return builder().configuration(Configuration.load(configuration)).open();
    }

    /**
     * Opens a SharQ on a backend, with the default settings.
     *
     * @param backend an open backend; closing the SharQ closes it
     * @return an open SharQ
     */
    public static SharQ open(Backend backend) {
        return builder().backend(backend).open();
    }

    /**
     * Begins a SharQ of which each part can be set.
     *
     * @return a builder
     */
    public static SharQBuilder builder() {
        return new SharQBuilder();
    }

    /**
     * The asynchronous API: the same operations without blocking.
     *
     * @return the asynchronous view of this SharQ
     */
    public AsyncSharQ async() {
        return async;
    }

    /**
     * The settings that do not depend on the backend.
     *
     * @return the settings
     */
    public SharQSettings settings() {
        return async.settings();
    }

    /**
     * The configuration that this SharQ was opened with, for libraries that read a section of their own.
     *
     * @return the file and the environment, or the environment alone; empty if backend and settings were both given in
     *     code
     */
    public Optional<Configuration> configuration() {
        return Optional.ofNullable(configuration);
    }

    /**
     * The tracing of this SharQ, for programs and libraries that perform the jobs which they dequeue. None of its methods
     * fails: what the implementation throws is logged, and the span is then one that records nothing.
     *
     * @return the tracing that the builder was given, or {@link JobTracing#NONE}
     */
    public JobTracing tracing() {
        return tracing;
    }

    /**
     * Lists the parts of the contract beyond rules 1 to 17 that the backend offers. Operations that need another one fail with a
     * {@link io.sharq.api.BackendException} of the outcome {@link io.sharq.api.Outcome#REJECTED}.
     *
     * @return the features
     */
    public Set<Feature> features() {
        return async.features();
    }

    /**
     * Returns a handle for the operations on one queue. The queue need not exist.
     *
     * @param queue the queue
     * @return the handle
     */
    public QueueHandle queue(QueueKey queue) {
        return new QueueHandle(async.queue(queue));
    }

    /**
     * Returns a handle for the operations on one queue type. The type need not exist.
     *
     * @param name the queue type
     * @return the handle
     */
    public TypeHandle type(String name) {
        return new TypeHandle(async.type(name));
    }

    /**
     * Returns a handle for the operations on one limit. The limit need not exist.
     *
     * @param limit the limit
     * @return the handle
     */
    public LimitHandle limit(LimitKey limit) {
        return new LimitHandle(async.limit(limit));
    }

    /**
     * Enqueues a job.
     *
     * @param job the job
     * @return the result: queued, duplicate, or refused by a bound
     */
    public EnqueueResult enqueue(NewJob job) {
        return Blocking.get("enqueue", async.enqueue(job));
    }

    /**
     * Enqueues jobs. The result of each is that of its own enqueue (rule 12). The jobs of one type are one request.
     * If the request of one type fails, the call fails. If other requests succeeded, its outcome is {@link
     * Outcome#UNKNOWN}.
     *
     * @param jobs the jobs, at least one
     * @return one result for each, in their order
     */
    public List<EnqueueResult> enqueueAll(List<NewJob> jobs) {
        return Blocking.get("enqueueAll", async.enqueueAll(jobs));
    }

    /**
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, if one is ready.
     *
     * @return the job, or empty
     */
    public Optional<Delivery> dequeue() {
        return dequeue(QueueKey.DEFAULT_TYPE);
    }

    /**
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, waiting for one if none is ready. An interrupt ends
     * the wait and leaves no job leased.
     *
     * @param wait the longest wait
     * @return the job, or empty
     */
    public Optional<Delivery> dequeue(Duration wait) {
        return dequeue(QueueKey.DEFAULT_TYPE, wait);
    }

    /**
     * Dequeues a job, if one is ready.
     *
     * @param type the queue type
     * @return the job, or empty
     */
    public Optional<Delivery> dequeue(String type) {
        return Blocking.get("dequeue", async.dequeue(type));
    }

    /**
     * Dequeues a job, waiting for one if none is ready. An interrupt ends the wait and leaves no job leased.
     *
     * @param type the queue type
     * @param wait the longest wait
     * @return the job, or empty
     */
    public Optional<Delivery> dequeue(String type, Duration wait) {
        return Blocking.get("dequeue", async.dequeue(type, wait));
    }

    /**
     * Dequeues jobs. With a wait, it waits only for the first of them. An interrupt ends the wait.
     *
     * @param options the type, the queues, the count, the lease and the wait
     * @return the jobs; if fewer than requested, the next instant at which one may be ready
     */
    public Dequeued dequeue(DequeueOptions options) {
        return Blocking.get("dequeue", async.dequeue(options));
    }

    /**
     * Finishes a job: its work is done, and its lease ends.
     *
     * @param delivery the job
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public LeaseStatus finish(Delivery delivery) {
        return Blocking.get("finish", async.finish(delivery));
    }

    /**
     * Finishes a job: its work is done, and its lease ends.
     *
     * @param lease the lease
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public LeaseStatus finish(Lease lease) {
        return Blocking.get("finish", async.finish(lease));
    }

    /**
     * Finishes a job and leaves a result, which {@link #find} and {@link #result} return for {@link
     * SharQSettings#finishedRetention()} (rule 27).
     *
     * @param delivery the job
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public LeaseStatus finish(Delivery delivery, Object result) {
        return Blocking.get("finish", async.finish(delivery, result));
    }

    /**
     * Finishes a job and leaves a result (rule 27).
     *
     * @param lease the lease
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public LeaseStatus finish(Lease lease, Object result) {
        return Blocking.get("finish", async.finish(lease, result));
    }

    /**
     * Finishes a job and says what it really used of limits, which then stand as if that had been its cost (rule 18).
     *
     * @param delivery the job
     * @param used the units by limit
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended; then nothing is settled
     */
    public LeaseStatus finish(Delivery delivery, Used used) {
        return Blocking.get("finish", async.finish(delivery, used));
    }

    /**
     * Finishes a job and says what it really used of limits (rule 18). {@link Finish} takes a result and what was used.
     *
     * @param lease the lease
     * @param used the units by limit
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended; then nothing is settled
     */
    public LeaseStatus finish(Lease lease, Used used) {
        return Blocking.get("finish", async.finish(lease, used));
    }

    /**
     * Finishes a job without naming its lease.
     *
     * @param job the job
     * @return {@code DONE}, or {@code LEASE_LOST} if the job had no lease
     */
    public LeaseStatus finish(JobKey job) {
        return Blocking.get("finish", async.finish(job));
    }

    /**
     * Finishes a job without naming its lease, and leaves a result (rule 27).
     *
     * @param job the job
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return {@code DONE}, or {@code LEASE_LOST} if the job had no lease
     */
    public LeaseStatus finish(JobKey job, Object result) {
        return Blocking.get("finish", async.finish(job, result));
    }

    /**
     * Finishes jobs. The result of each is that of its own finish (rule 12).
     *
     * @param leases the leases, at least one
     * @return one result for each, in their order
     */
    public List<LeaseStatus> finishAll(List<Lease> leases) {
        return Blocking.get("finishAll", async.finishAll(leases));
    }

    /**
     * Finishes jobs, each of which may leave a result (rule 27). The result of each call is that of its own finish (rule
     * 12).
     *
     * @param finishes the leases and results, at least one
     * @return one result for each, in their order
     */
    public List<LeaseStatus> finishEach(List<Finish> finishes) {
        return Blocking.get("finishEach", async.finishEach(finishes));
    }

    /**
     * Reports a failed job: its lease ends, and the job returns to its queue at once, or is dead if its requeue limit
     * is used up.
     *
     * @param lease the lease
     * @return whether the job was requeued, is dead, or had lost the lease
     */
    public FailStatus fail(Lease lease) {
        return Blocking.get("fail", async.fail(lease));
    }

    /**
     * Reports a failed job: its lease ends, and the job returns to its queue, or is dead if its requeue limit is used
     * up.
     *
     * @param lease the lease
     * @param failure the reason, and the delay before the next delivery
     * @return whether the job was requeued, is dead, or had lost the lease
     */
    public FailStatus fail(Lease lease, Failure failure) {
        return Blocking.get("fail", async.fail(lease, failure));
    }

    /**
     * Reports failed jobs. The result of each is that of its own failure (rule 12).
     *
     * @param leases the leases, at least one
     * @param failure the reason, and the delay before the next delivery
     * @return one result for each, in their order
     */
    public List<FailStatus> failAll(List<Lease> leases, Failure failure) {
        return Blocking.get("failAll", async.failAll(leases, failure));
    }

    /**
     * Releases a lease without a result: the job returns to its place, and no requeue is counted.
     *
     * @param lease the lease
     * @return {@code DONE}, or {@code LEASE_LOST} if the lease had ended
     */
    public LeaseStatus release(Lease lease) {
        return Blocking.get("release", async.release(lease));
    }

    /**
     * Releases leases without a result. The result of each is that of its own release (rule 12).
     *
     * @param leases the leases, at least one
     * @return one result for each, in their order
     */
    public List<LeaseStatus> releaseAll(List<Lease> leases) {
        return Blocking.get("releaseAll", async.releaseAll(leases));
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
    public Optional<Instant> throttled(Delivery delivery, RetryAfter retryAfter) {
        return Blocking.get("throttled", async.throttled(delivery, retryAfter));
    }

    /**
     * Ends the lease of a job that an upstream refused for now, and holds its queue (rule 22).
     *
     * @param lease the lease
     * @param retryAfter the time that the upstream named
     * @return the end of the queue's hold, or empty if the lease had ended
     */
    public Optional<Instant> throttled(Lease lease, RetryAfter retryAfter) {
        return Blocking.get("throttled", async.throttled(lease, retryAfter));
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
    public Optional<Instant> throttled(Delivery delivery, RetryAfter retryAfter, String limit) {
        return Blocking.get("throttled", async.throttled(delivery, retryAfter, limit));
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
    public Optional<Instant> throttled(Lease lease, RetryAfter retryAfter, String limit) {
        return Blocking.get("throttled", async.throttled(lease, retryAfter, limit));
    }

    /**
     * Ends the leases of jobs that an upstream refused for now, and holds their queues (rule 22). The result of each is
     * that of its own throttle (rule 12).
     *
     * @param leases the leases, at least one
     * @param retryAfter the time that the upstream named
     * @return for each, in their order, the end of its queue's hold, or empty if the lease had ended
     */
    public List<Optional<Instant>> throttledAll(List<Lease> leases, RetryAfter retryAfter) {
        return Blocking.get("throttledAll", async.throttledAll(leases, retryAfter));
    }

    /**
     * Extends a lease. It is never shortened.
     *
     * @param lease the lease
     * @param span the lease's new length, from now
     * @return the lease with its new expiry, or empty if it is lost
     */
    public Optional<Lease> extend(Lease lease, Duration span) {
        return Blocking.get("extend", async.extend(lease, span));
    }

    /**
     * Extends leases. The result of each is that of its own extend (rule 12).
     *
     * @param leases the leases, at least one
     * @param span the leases' new length, from now
     * @return for each, in their order, the lease with its new expiry, or empty if it is lost
     */
    public List<Optional<Lease>> extendAll(List<Lease> leases, Duration span) {
        return Blocking.get("extendAll", async.extendAll(leases, span));
    }

    /**
     * Runs a full round of upkeep over all types: expired leases end, and what has passed its retention is removed.
     * A SharQ with upkeep does this on its own. If the upkeep of a type fails, the others are still
     * processed; the call fails once all are.
     *
     * @return the numbers of jobs requeued and of jobs that died
     */
    public Requeued requeue() {
        return Blocking.get("requeue", async.requeue());
    }

    /**
     * Finds a job.
     *
     * @param job the job
     * @return its description, or empty if its queue does not hold it
     */
    public Optional<JobDescription> find(JobKey job) {
        return Blocking.get("find", async.find(job));
    }

    /**
     * Finds a job once it has ended, or as it is at the end of the wait (rule 27). A job has ended if it is finished or
     * dead, or if its queue does not hold it. An interrupt ends the wait.
     *
     * @param job the job
     * @param wait the longest wait, zero for none
     * @return its description, or empty if its queue does not hold it
     */
    public Optional<JobDescription> find(JobKey job, Duration wait) {
        return Blocking.get("find", async.find(job, wait));
    }

    /**
     * Waits for the end of a job and returns the result that its finish left (rule 27). An interrupt ends the wait.
     *
     * @param job the job
     * @param wait the longest wait, zero for none
     * @return how the job ended, or that it had not when the wait was over
     */
    public JobResult result(JobKey job, Duration wait) {
        return Blocking.get("result", async.result(job, wait));
    }

    /**
     * Returns the counts over all types.
     *
     * @return the counts
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Lists the queue types that exist.
     *
     * @param page the page to list
     * @return the types
     */
    public Page<String> types(PageRequest page) {
        return Blocking.get("types", async.types(page));
    }

    /**
     * Cancels a waiting job: it is removed (rule 25). A job under a lease, a dead one and a finished one are refused.
     *
     * @param job the job
     * @return {@code DONE}, or why it could not be cancelled
     */
    public ChangeStatus cancel(JobKey job) {
        return Blocking.get("cancel", async.cancel(job));
    }

    /**
     * Cancels waiting jobs. The result of each is that of its own cancel (rule 12).
     *
     * @param jobs the jobs, at least one
     * @return one result for each, in their order
     */
    public List<ChangeStatus> cancelAll(List<JobKey> jobs) {
        return Blocking.get("cancelAll", async.cancelAll(jobs));
    }

    /**
     * Changes the order, the due instant or the content of a waiting job (rule 25).
     *
     * @param job the job
     * @param change the change
     * @return {@code DONE}, or why it could not be changed
     */
    public ChangeStatus change(JobKey job, JobChange change) {
        return Blocking.get("change", async.change(job, change));
    }

    /**
     * Makes one change to several waiting jobs. The result of each is that of its own change (rule 12).
     *
     * @param jobs the jobs, at least one
     * @param change the change
     * @return one result for each, in their order
     */
    public List<ChangeStatus> changeAll(List<JobKey> jobs, JobChange change) {
        return Blocking.get("changeAll", async.changeAll(jobs, change));
    }

    /**
     * Returns dead jobs to their places in their queues. Their requeues are counted from 0 again.
     *
     * @param jobs the jobs, at least one
     * @return for each, in their order, true if it was dead
     */
    public List<Boolean> redrive(List<JobKey> jobs) {
        return Blocking.get("redrive", async.redrive(jobs));
    }

    /**
     * Removes dead jobs.
     *
     * @param jobs the jobs, at least one
     * @return for each, in their order, true if it was dead
     */
    public List<Boolean> discard(List<JobKey> jobs) {
        return Blocking.get("discard", async.discard(jobs));
    }

    /**
     * Replaces the store's limits on dead jobs, which hold for all clients, by those of these settings, even if they
     * are lower. Otherwise the greatest count and the greatest age of all clients hold. A client configured with
     * greater ones raises them again, so configure all clients with the same values first.
     */
    public void adoptDeadJobLimits() {
        Blocking.get("adoptDeadJobLimits", async.adoptDeadJobLimits());
    }

    /**
     * Checks the health of the store.
     *
     * @return the health, also if the store is unavailable
     */
    public Health health() {
        return Blocking.get("health", async.health());
    }

    /**
     * Ends pending waits, stops upkeep and closes the backend. A wait for jobs ends with an empty result, a wait for the end
     * of a job with its state. Idempotent.
     */
    @Override
    public void close() {
        try {
            if (upkeep != null) {
                upkeep.close();
            }
            waiting.close();
            ends.close();
        } finally {
            try {
                backend.close();
            } finally {
                if (ownAlarms != null) {
                    ownAlarms.close();
                }
            }
        }
    }
}
