package io.sharq.tck;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.Feature;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.api.WaitingJob;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One try of a property: an empty backend, a clock that the property moves, and operations with default arguments. The
 * queue type is {@link #TYPE}.
 */
public final class Trial implements AutoCloseable {
    /** The instant of the clock when a try begins, in the middle of a minute. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

    /** The queue type. */
    public static final String TYPE = "sms";

    /** The length of leases, in microseconds. */
    public static final long LEASE_MICROS = 1_000_000;

    /** Limits that no property reaches. */
    public static final DeadLimits MANY_DEAD = new DeadLimits(10_000, Bounds.MAX_SPAN_MICROS);

    private static final int STEP = 100;
    private static final int DUE_STEP = 10;
    private static final AtomicLong NONCES = new AtomicLong();

    private final Backend backend;
    private final ManualTime time;

    Trial(Backend backend, ManualTime time) {
        this.backend = backend;
        this.time = time;
    }

    /**
     * The backend.
     *
     * @return the backend
     */
    public Backend backend() {
        return backend;
    }

    /**
     * The clock.
     *
     * @return the clock
     */
    public ManualTime time() {
        return time;
    }

    /**
     * The instant of the clock.
     *
     * @return microseconds since 1970
     */
    public long now() {
        return time.nowMicros();
    }

    /**
     * Advances the clock.
     *
     * @param micros by how much
     */
    public void pass(long micros) {
        time.advanceMicros(micros);
    }

    /**
     * Waits for a stage.
     *
     * @param <T> the type of its value
     * @param stage the stage
     * @return its value
     */
    public static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /**
     * A queue of the type.
     *
     * @param id its id
     * @return the queue
     */
    public static QueueKey queue(String id) {
        return new QueueKey(TYPE, id);
    }

    /**
     * A payload that names a job.
     *
     * @param jobId the job
     * @return the payload
     */
    public static Payload payload(String jobId) {
        return Payload.of(("payload of " + jobId).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A job to enqueue.
     *
     * @param queueId its queue
     * @param jobId its id
     * @param options its options
     * @param settings the settings that it changes of its queue
     * @return the item
     */
    public static EnqueueItem item(String queueId, String jobId, JobOptions options, QueueChange settings) {
        return new EnqueueItem(queueId, jobId, payload(jobId), options, settings);
    }

    /**
     * Enqueues a job with default options.
     *
     * @param queueId its queue
     * @param jobId its id
     * @return the result
     */
    public EnqueueStatus enqueue(String queueId, String jobId) {
        return enqueue(item(queueId, jobId, JobOptions.DEFAULT, QueueChange.NONE))
                .status();
    }

    /**
     * Enqueues a job of another type with default options.
     *
     * @param type the type
     * @param queueId its queue
     * @param jobId its id
     * @return the result
     */
    public EnqueueStatus enqueue(String type, String queueId, String jobId) {
        EnqueueItem item = item(queueId, jobId, JobOptions.DEFAULT, QueueChange.NONE);
        return get(backend.enqueue(new EnqueueRequest(type, List.of(item))))
                .get(0)
                .status();
    }

    /**
     * Enqueues a job with an interval.
     *
     * @param queueId its queue
     * @param jobId its id
     * @param intervalMillis the interval
     * @return the result
     */
    public EnqueueStatus enqueue(String queueId, String jobId, long intervalMillis) {
        return enqueue(item(queueId, jobId, JobOptions.DEFAULT, QueueChange.interval(intervalMillis)))
                .status();
    }

    /**
     * Enqueues a job.
     *
     * @param item the job
     * @return the result
     */
    public EnqueueResult enqueue(EnqueueItem item) {
        return get(backend.enqueue(new EnqueueRequest(TYPE, List.of(item)))).get(0);
    }

    /**
     * Enqueues jobs in one batch.
     *
     * @param items the jobs
     * @return the result of each
     */
    public List<EnqueueStatus> enqueueAll(List<EnqueueItem> items) {
        return get(backend.enqueue(new EnqueueRequest(TYPE, items))).stream()
                .map(EnqueueResult::status)
                .toList();
    }

    /**
     * Dequeues.
     *
     * @param from the queues to take jobs from
     * @param count the most jobs
     * @return the reply
     */
    public DequeueReply dequeue(DequeueFrom from, int count) {
        return dequeue(TYPE, from, count);
    }

    /**
     * Dequeues a job of any queue, and requests the next instant in turn in any case.
     *
     * @return the reply
     */
    public DequeueReply dequeueNamingNext() {
        return get(backend.dequeue(
                new DequeueRequest(TYPE, DequeueFrom.ANY, 1, LEASE_MICROS, NONCES.incrementAndGet(), true)));
    }

    /**
     * Dequeues from another type.
     *
     * @param type the type
     * @param from the queues to take jobs from
     * @param count the most jobs
     * @return the reply
     */
    public DequeueReply dequeue(String type, DequeueFrom from, int count) {
        return get(backend.dequeue(new DequeueRequest(type, from, count, LEASE_MICROS, NONCES.incrementAndGet())));
    }

    /**
     * Dequeues a job of any queue of another type.
     *
     * @param type the type
     * @return the job, if one was ready
     */
    public List<LeasedJob> dequeueOne(String type) {
        return dequeue(type, LEASE_MICROS);
    }

    /**
     * Dequeues a job of any queue of a type with a given lease.
     *
     * @param type the type
     * @param leaseMicros the length of the lease
     * @return the job, if one was ready
     */
    public List<LeasedJob> dequeue(String type, long leaseMicros) {
        DequeueRequest request = new DequeueRequest(type, DequeueFrom.ANY, 1, leaseMicros, NONCES.incrementAndGet());
        return get(backend.dequeue(request)).jobs();
    }

    /**
     * Dequeues a job of any queue.
     *
     * @return the job, if one was ready
     */
    public Optional<LeasedJob> dequeue() {
        return dequeue(DequeueFrom.ANY, 1).jobs().stream().findFirst();
    }

    /**
     * Dequeues a job of any queue. Fails if none is ready.
     *
     * @return the job
     */
    public LeasedJob take() {
        return dequeue().orElseThrow(() -> new AssertionError("no job was ready, though one had to be"));
    }

    /**
     * Dequeues and finishes jobs until none is ready.
     *
     * @return their ids, in the order of their release
     */
    public List<String> drain() {
        List<String> ids = new ArrayList<>();
        Optional<LeasedJob> job = dequeue();
        while (job.isPresent()) {
            ids.add(job.get().jobId());
            finish(job.get());
            job = dequeue();
        }
        return ids;
    }

    /**
     * The lease of a job.
     *
     * @param job the job
     * @return its lease
     */
    public static LeaseRef lease(LeasedJob job) {
        return lease(job, job.token());
    }

    /**
     * The lease of a job with a given token.
     *
     * @param job the job
     * @param token the token, or null for the current lease
     * @return the lease
     */
    public static LeaseRef lease(LeasedJob job, @Nullable LeaseToken token) {
        return new LeaseRef(job.queueId(), job.jobId(), token);
    }

    /**
     * Finishes a job.
     *
     * @param job the job
     * @return whether its lease was live
     */
    public LeaseStatus finish(LeasedJob job) {
        return finish(lease(job));
    }

    /**
     * Finishes a job.
     *
     * @param lease its lease
     * @return whether it was live
     */
    public LeaseStatus finish(LeaseRef lease) {
        return get(backend.finish(FinishRequest.of(TYPE, List.of(lease), 0)))
                .get(0)
                .status();
    }

    /**
     * Finishes a job that leaves a result.
     *
     * @param job the job
     * @param result the result, or null
     * @param retentionMicros how long it is kept
     * @return whether its lease was live
     */
    public LeaseStatus finish(LeasedJob job, @Nullable Payload result, long retentionMicros) {
        List<FinishItem> items = List.of(new FinishItem(lease(job), result));
        return get(backend.finish(new FinishRequest(TYPE, items, retentionMicros)))
                .get(0)
                .status();
    }

    /**
     * Finds a job whose end is to be notified.
     *
     * @param queueId its queue
     * @param jobId its id
     * @return its description, or empty
     */
    public Optional<JobDescription> watch(String queueId, String jobId) {
        return get(backend.watch(new JobKey(queue(queueId), jobId)));
    }

    /**
     * Fails a job.
     *
     * @param job the job
     * @param delayMicros the delay before its retry
     * @return the result
     */
    public FailStatus fail(LeasedJob job, long delayMicros) {
        FailItem item = new FailItem(lease(job), delayMicros, "it failed");
        return get(backend.fail(new FailRequest(TYPE, List.of(item), MANY_DEAD)))
                .get(0)
                .status();
    }

    /**
     * Releases a job: it goes back to its queue.
     *
     * @param job the job
     * @return whether its lease was live
     */
    public LeaseStatus release(LeasedJob job) {
        return get(backend.release(new ReleaseRequest(TYPE, List.of(lease(job)))))
                .get(0)
                .status();
    }

    /**
     * Tells whether the backend offers a feature. A property of a feature ends at once if it does not.
     *
     * @param feature the feature
     * @return whether it does
     */
    public boolean offers(Feature feature) {
        return backend.features().contains(feature);
    }

    /**
     * Ends a lease as throttled.
     *
     * @param job the job
     * @param retryAfterMicros the time for which its queue is held, or null for one that grows
     * @param maxHoldMicros the longest hold that grows
     * @return the result
     */
    public ThrottleResult throttle(LeasedJob job, @Nullable Long retryAfterMicros, long maxHoldMicros) {
        ThrottleItem item = new ThrottleItem(lease(job), retryAfterMicros);
        return get(backend.throttle(new ThrottleRequest(TYPE, List.of(item), maxHoldMicros)))
                .get(0);
    }

    /**
     * Cancels a waiting job.
     *
     * @param queueId its queue
     * @param jobId its id
     * @return the result
     */
    public ChangeStatus cancel(String queueId, String jobId) {
        return get(backend.cancel(new CancelRequest(TYPE, List.of(new JobRef(queueId, jobId)))))
                .get(0)
                .status();
    }

    /**
     * Changes a waiting job. What is null stays.
     *
     * @param queueId its queue
     * @param jobId its id
     * @param order its new order
     * @param delayMicros the time until it is due
     * @param payload its new payload
     * @return the result
     */
    public ChangeStatus change(
            String queueId,
            String jobId,
            @Nullable Integer order,
            @Nullable Long delayMicros,
            @Nullable Payload payload) {
        ChangeItem item = new ChangeItem(new JobRef(queueId, jobId), order, delayMicros, payload);
        return get(backend.change(new ChangeRequest(TYPE, List.of(item))))
                .get(0)
                .status();
    }

    /**
     * Lists the waiting jobs of a queue.
     *
     * @param queueId the queue
     * @return all its waiting jobs
     */
    public List<WaitingJob> jobs(String queueId) {
        List<WaitingJob> jobs = new ArrayList<>();
        PageRequest page = PageRequest.first(3);
        while (page != null) {
            Page<WaitingJob> part = get(backend.jobs(queue(queueId), page));
            jobs.addAll(part.items());
            page = part.next() == null ? null : new PageRequest(part.next(), 3);
        }
        return jobs;
    }

    /**
     * Extends a lease.
     *
     * @param job the job
     * @param micros the length of the lease from now
     * @return the result
     */
    public ExtendResult extend(LeasedJob job, long micros) {
        return get(backend.extend(new ExtendRequest(TYPE, List.of(lease(job)), micros)))
                .get(0);
    }

    /**
     * Runs upkeep until nothing is left to do.
     *
     * @return how many jobs came back
     */
    public int requeue() {
        return requeue(TYPE);
    }

    /**
     * Runs upkeep of another type until nothing is left to do.
     *
     * @param type the type
     * @return how many jobs came back
     */
    public int requeue(String type) {
        int requeued = 0;
        RequeueReply reply;
        do {
            reply = get(backend.requeue(new RequeueRequest(type, STEP, MANY_DEAD)));
            requeued += reply.requeued();
        } while (reply.more());
        return requeued;
    }

    /**
     * Lists the types that are due for upkeep.
     *
     * @param limits the limits on dead jobs
     * @return the types
     */
    public List<String> due(DeadLimits limits) {
        List<String> types = new ArrayList<>();
        DueRequest request = DueRequest.first(DUE_STEP, limits);
        while (true) {
            DueReply reply = get(backend.due(request));
            types.addAll(reply.types());
            String next = reply.next();
            if (next == null) {
                return types;
            }
            request = new DueRequest(next, DUE_STEP, limits);
        }
    }

    /**
     * Runs a round of upkeep as a facade does: of each due type, until nothing is left to do.
     *
     * @param limits the limits on dead jobs
     * @return the types that were due
     */
    public List<String> requeueDue(DeadLimits limits) {
        List<String> types = due(limits);
        for (String type : types) {
            RequeueReply reply;
            do {
                reply = get(backend.requeue(new RequeueRequest(type, STEP, limits)));
            } while (reply.more());
        }
        return types;
    }

    /**
     * Counts the active jobs of a type.
     *
     * @param type the type
     * @return the count
     */
    public long active(String type) {
        return get(backend.metrics(new MetricsScope.Type(type))).active();
    }

    /**
     * Removes the waiting jobs of a queue.
     *
     * @param queueId the queue
     * @return the reply
     */
    public ClearReply clear(String queueId) {
        return get(backend.clear(new ClearRequest(queue(queueId), false, STEP)));
    }

    /**
     * Runs one step of upkeep.
     *
     * @param limit the most expired leases, plus dead jobs removed
     * @param limits the limits on dead jobs
     * @return the reply
     */
    public RequeueReply requeue(int limit, DeadLimits limits) {
        return get(backend.requeue(new RequeueRequest(TYPE, limit, limits)));
    }

    /**
     * Sets an interval.
     *
     * @param queueId the queue
     * @param millis the interval
     * @return the reply
     */
    public ConfigureReply interval(String queueId, long millis) {
        return configure(queueId, QueueChange.interval(millis), null, null);
    }

    /**
     * Changes settings.
     *
     * @param queueId the queue
     * @param change the settings
     * @param pinned whether the interval is pinned, or null to keep it
     * @param hold the hold, or null to keep it
     * @return the reply
     */
    public ConfigureReply configure(String queueId, QueueChange change, @Nullable Boolean pinned, @Nullable Hold hold) {
        return get(backend.configure(new ConfigureRequest(queue(queueId), change, pinned, hold, false)));
    }

    /**
     * Changes the defaults of a pattern.
     *
     * @param pattern the pattern
     * @param settings the defaults, null for those that stay
     * @param removed the defaults to remove
     * @return the reply
     */
    public ConfigureReply defaults(String pattern, QueueChange settings, QueueSetting... removed) {
        return get(backend.setDefaults(
                new SetDefaultsRequest(new QueuePattern(TYPE, pattern), settings, Set.of(removed))));
    }

    /**
     * Deletes the defaults of a pattern.
     *
     * @param pattern the pattern
     * @return the reply
     */
    public ConfigureReply deleteDefaults(String pattern) {
        return get(backend.setDefaults(SetDefaultsRequest.delete(new QueuePattern(TYPE, pattern))));
    }

    /**
     * Lets a queue have settings by default.
     *
     * @param queueId the queue
     * @param settings the settings
     * @return the reply
     */
    public ConfigureReply toDefault(String queueId, QueueSetting... settings) {
        return get(backend.configure(
                new ConfigureRequest(queue(queueId), QueueChange.NONE, Set.of(settings), null, null, false)));
    }

    /**
     * Pauses or resumes.
     *
     * @param queueId the queue, or null for the type
     * @param paused true to pause, false to resume
     * @return the reply
     */
    public ConfigureReply pause(@Nullable String queueId, boolean paused) {
        return get(backend.pause(new PauseRequest(TYPE, queueId, paused)));
    }

    /**
     * Describes a queue.
     *
     * @param queueId the queue
     * @return the description
     */
    public Optional<QueueDescription> describe(String queueId) {
        return get(backend.describe(queue(queueId)));
    }

    /**
     * Finds a job.
     *
     * @param queueId its queue
     * @param jobId its id
     * @return the description
     */
    public Optional<JobDescription> find(String queueId, String jobId) {
        return get(backend.find(new JobKey(queue(queueId), jobId)));
    }

    /**
     * The state of a job.
     *
     * @param queueId its queue
     * @param jobId its id
     * @return the state, if the queue holds it
     */
    public Optional<JobState> state(String queueId, String jobId) {
        return find(queueId, jobId).map(JobDescription::state);
    }

    @Override
    public void close() {
        backend.close();
    }
}
