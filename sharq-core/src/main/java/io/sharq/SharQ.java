package io.sharq;

import io.sharq.api.EnqueueResult;
import io.sharq.api.FailStatus;
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
import io.sharq.config.Configuration;
import io.sharq.spi.Backend;
import io.sharq.time.Alarms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job queue for work that must flow at a set rate per customer. Each queue is a pair of type and id, comes into being
 * when a job names it, and releases its jobs no faster than its interval allows.
 *
 * <p>Calls block until they are answered; {@link #async()} has the same ones without blocking. A value out of range is
 * refused with an {@link io.sharq.api.InvalidValueException} that names it, before anything is sent. What the store below
 * cannot answer is a {@link io.sharq.api.BackendException}, which says whether the operation may have happened. What can
 * be expected, such as a duplicate or a lost lease, is a result.
 *
 * <p>A call that failed is made again for {@link SharQSettings#retryFor()} where that is safe. What was surely not done is
 * always made again. If an answer was lost, so are
 *
 * <ul>
 *   <li>an enqueue: a duplicate is then taken for the job of the lost attempt and said to be queued, though another
 *       caller's job of the same id would look the same; and a job that was queued, performed and finished between the
 *       two is queued a second time, unless {@link SharQSettings#finishedRetention()} is longer;
 *   <li>a dequeue, which gets the same jobs again;
 *   <li>a finish, fail or release of a lease: if the lease has ended meanwhile, the outcome is
 *       {@link io.sharq.api.Outcome#UNKNOWN}, because the lost attempt may have ended it, or its expiry;
 *   <li>extend, interval, configure, pause, resume (of a type that is not paused any more, the answer is true), and all
 *       that only looks.
 * </ul>
 *
 * <p>The others are not: a finish of a job without its lease, clear, redrive, discard and requeue.
 *
 * <p>While it is open, it ends expired leases every {@link SharQSettings#jobRequeueInterval()}. Thread-safe; one for a
 * process is enough. Closing it closes its backend.
 */
public final class SharQ implements AutoCloseable {
    private final Backend backend;
    private final AsyncSharQ async;
    private final Waiting waiting;
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
        this.backend = new RetryingBackend(backend, new Retries(alarms, settings.retryFor()));
        this.async = new AsyncSharQ(this.backend, settings, payloads, nonces, waiting, values.upkeep());
        this.upkeep = values.upkeep() ? new Upkeep(alarms, settings.jobRequeueInterval(), async::requeueDue) : null;
        if (upkeep != null) {
            upkeep.start();
        }
    }

    /**
     * Opens what a configuration file describes, with the environment over it.
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
     * Opens one on a backend, with the default settings.
     *
     * @param backend the backend, which is closed with it
     * @return an open SharQ
     */
    public static SharQ open(Backend backend) {
        return builder().backend(backend).open();
    }

    /**
     * Opens one piece by piece.
     *
     * @return a builder
     */
    public static SharQBuilder builder() {
        return new SharQBuilder();
    }

    /**
     * The same operations without blocking.
     *
     * @return the asynchronous twin
     */
    public AsyncSharQ async() {
        return async;
    }

    /**
     * Its settings.
     *
     * @return the settings that are the same for every backend
     */
    public SharQSettings settings() {
        return async.settings();
    }

    /**
     * The configuration that it was opened with, for libraries that read a section of their own.
     *
     * @return the file and the environment, or the environment alone; empty if backend and settings were both given in
     *     code
     */
    public Optional<Configuration> configuration() {
        return Optional.ofNullable(configuration);
    }

    /**
     * A handle for the operations on one queue, which need not exist.
     *
     * @param queue the queue
     * @return the handle
     */
    public QueueHandle queue(QueueKey queue) {
        return new QueueHandle(async.queue(queue));
    }

    /**
     * A handle for the operations on one queue type, which need not exist.
     *
     * @param name the queue type
     * @return the handle
     */
    public TypeHandle type(String name) {
        return new TypeHandle(async.type(name));
    }

    /**
     * Enqueues a job.
     *
     * @param job the job
     * @return whether it is in its queue
     */
    public EnqueueResult enqueue(NewJob job) {
        return Blocking.get("enqueue", async.enqueue(job));
    }

    /**
     * Enqueues jobs, each as if alone. Those of one type are one call; if one type's call fails, this one does, though
     * others may be done; its outcome is then {@link Outcome#UNKNOWN}.
     *
     * @param jobs the jobs, at least one
     * @return one answer for each, in their order
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
     * Dequeues a job of the type {@link QueueKey#DEFAULT_TYPE}, waiting for one if none is ready. An interrupt ends the
     * wait, and takes no job with it.
     *
     * @param wait how long to wait at the most
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
     * Dequeues a job, waiting for one if none is ready. An interrupt ends the wait, and takes no
     * job with it.
     *
     * @param type the queue type
     * @param wait how long to wait at the most
     * @return the job, or empty
     */
    public Optional<Delivery> dequeue(String type, Duration wait) {
        return Blocking.get("dequeue", async.dequeue(type, wait));
    }

    /**
     * Dequeues jobs. With a wait, it waits for the first of them only. An interrupt ends the
     * wait.
     *
     * @param options how many, from where, and how long to wait
     * @return the jobs, or when to ask again
     */
    public Dequeued dequeue(DequeueOptions options) {
        return Blocking.get("dequeue", async.dequeue(options));
    }

    /**
     * Ends a lease whose work is done.
     *
     * @param delivery the job
     * @return whether the lease still was the job's
     */
    public LeaseStatus finish(Delivery delivery) {
        return Blocking.get("finish", async.finish(delivery));
    }

    /**
     * Ends a lease whose work is done.
     *
     * @param lease the lease
     * @return whether it still was the job's
     */
    public LeaseStatus finish(Lease lease) {
        return Blocking.get("finish", async.finish(lease));
    }

    /**
     * Finishes a job under whatever lease it has.
     *
     * @param job the job
     * @return whether it had one
     */
    public LeaseStatus finish(JobKey job) {
        return Blocking.get("finish", async.finish(job));
    }

    /**
     * Ends leases whose work is done, each as if alone.
     *
     * @param leases the leases, at least one
     * @return one answer for each, in their order
     */
    public List<LeaseStatus> finishAll(List<Lease> leases) {
        return Blocking.get("finishAll", async.finishAll(leases));
    }

    /**
     * Ends a lease whose work failed; the job comes back at once, or dies.
     *
     * @param lease the lease
     * @return what became of the job
     */
    public FailStatus fail(Lease lease) {
        return Blocking.get("fail", async.fail(lease));
    }

    /**
     * Ends a lease whose work failed; the job comes back, or dies.
     *
     * @param lease the lease
     * @param failure why, and when the job may come back
     * @return what became of the job
     */
    public FailStatus fail(Lease lease, Failure failure) {
        return Blocking.get("fail", async.fail(lease, failure));
    }

    /**
     * Ends leases whose work failed, each as if alone.
     *
     * @param leases the leases, at least one
     * @param failure why, and when the jobs may come back
     * @return one answer for each, in their order
     */
    public List<FailStatus> failAll(List<Lease> leases, Failure failure) {
        return Blocking.get("failAll", async.failAll(leases, failure));
    }

    /**
     * Gives a job back undone; it returns to its place, and nothing is counted.
     *
     * @param lease the lease
     * @return whether it still was the job's
     */
    public LeaseStatus release(Lease lease) {
        return Blocking.get("release", async.release(lease));
    }

    /**
     * Gives jobs back undone, each as if alone.
     *
     * @param leases the leases, at least one
     * @return one answer for each, in their order
     */
    public List<LeaseStatus> releaseAll(List<Lease> leases) {
        return Blocking.get("releaseAll", async.releaseAll(leases));
    }

    /**
     * Prolongs a lease; it never gets shorter.
     *
     * @param lease the lease
     * @param span how long it is to last from now
     * @return the lease with its new expiry, or empty if it is lost
     */
    public Optional<Lease> extend(Lease lease, Duration span) {
        return Blocking.get("extend", async.extend(lease, span));
    }

    /**
     * Prolongs leases, each as if alone.
     *
     * @param leases the leases, at least one
     * @param span how long they are to last from now
     * @return for each, in their order, the lease with its new expiry, or empty if it is lost
     */
    public List<Optional<Lease>> extendAll(List<Lease> leases, Duration span) {
        return Blocking.get("extendAll", async.extendAll(leases, span));
    }

    /**
     * Does a whole round of upkeep: expired leases of all types end, and what may be forgotten is. A facade does this by
     * itself. A type whose upkeep fails keeps no other from its own; the call fails when all have had theirs.
     *
     * @return how many jobs came back, and how many died
     */
    public Requeued requeue() {
        return Blocking.get("requeue", async.requeue());
    }

    /**
     * Finds a job.
     *
     * @param job the job
     * @return what is known of it, or empty if its queue does not hold it
     */
    public Optional<JobDescription> find(JobKey job) {
        return Blocking.get("find", async.find(job));
    }

    /**
     * Counts everything.
     *
     * @return the counts
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Lists the types of which something is there.
     *
     * @param page which part
     * @return the types
     */
    public Page<String> types(PageRequest page) {
        return Blocking.get("types", async.types(page));
    }

    /**
     * Sends dead jobs back to their places, with their requeues counted from 0 again.
     *
     * @param jobs the jobs, at least one
     * @return for each whether it was dead, in their order
     */
    public List<Boolean> redrive(List<JobKey> jobs) {
        return Blocking.get("redrive", async.redrive(jobs));
    }

    /**
     * Removes dead jobs for good.
     *
     * @param jobs the jobs, at least one
     * @return for each whether it was dead, in their order
     */
    public List<Boolean> discard(List<JobKey> jobs) {
        return Blocking.get("discard", async.discard(jobs));
    }

    /**
     * Records the limits on dead jobs of this facade's settings in the store, where they hold for all clients, and lowers
     * them too. Without it the greatest count and age of all clients hold. A client that was given greater ones raises them
     * again, so give all of them the same values first.
     */
    public void adoptDeadJobLimits() {
        Blocking.get("adoptDeadJobLimits", async.adoptDeadJobLimits());
    }

    /**
     * Asks the store how it is.
     *
     * @return the answer, also if the store is away
     */
    public Health health() {
        return Blocking.get("health", async.health());
    }

    /** Ends waits as if their time were up, ends upkeep, and closes the backend. A second call changes nothing. */
    @Override
    public void close() {
        try {
            if (upkeep != null) {
                upkeep.close();
            }
            waiting.close();
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
