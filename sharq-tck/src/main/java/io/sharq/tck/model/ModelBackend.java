package io.sharq.tck.model;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.api.WaitingJob;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.Readiness;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DeleteLimitReply;
import io.sharq.spi.DeleteLimitRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EndListener;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The model: the design document as naive code, with one lock and collections that are searched from end to end. It
 * keeps every rule, so the kit runs on it as on any backend. Each family of operations has a class, such as
 * {@code Dequeues}. Thread-safe.
 */
public final class ModelBackend implements Backend {
    private final TimeSource clock;
    private final ToIntFunction<String> partitions;
    private final StoreBounds bounds;
    private final Map<String, ModelType> types = new TreeMap<>();
    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();
    private final List<EndListener> endListeners = new CopyOnWriteArrayList<>();
    private final Set<JobKey> watched = new LinkedHashSet<>();
    private DeadLimits deadLimits = SharedDeadLimits.NOTHING_RECORDED;

    /**
     * An empty model.
     *
     * @param clock its clock
     */
    public ModelBackend(TimeSource clock) {
        this(clock, StoreBounds.DEFAULT);
    }

    /**
     * An empty model with bounds.
     *
     * @param clock its clock
     * @param bounds how many types and queues there may be
     */
    public ModelBackend(TimeSource clock, StoreBounds bounds) {
        this(clock, queueId -> 0, bounds);
    }

    /**
     * An empty model of a backend that spreads a type over partitions.
     *
     * @param clock its clock
     * @param partitions the partition of a queue
     */
    public ModelBackend(TimeSource clock, ToIntFunction<String> partitions) {
        this(clock, partitions, StoreBounds.DEFAULT);
    }

    private ModelBackend(TimeSource clock, ToIntFunction<String> partitions, StoreBounds bounds) {
        this.clock = clock;
        this.partitions = partitions;
        this.bounds = bounds;
    }

    /** Runs an operation that may create the type. Rejects it if that would exceed the bound on types. */
    private synchronized <T> CompletionStage<T> ifRoom(
            String operation, String typeName, Supplier<CompletionStage<T>> call) {
        ModelType known = types.get(typeName);
        long others = types.entrySet().stream()
                .filter(type ->
                        !type.getKey().equals(typeName) && !type.getValue().isGone())
                .count();
        if ((known == null || known.isGone()) && others >= bounds.maxTypes()) {
            return CompletableFuture.failedStage(bounds.tooManyTypes(operation));
        }
        try {
            return call.get();
        } catch (BackendException | InvalidValueException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Runs an operation, after the overdue jobs of the type have died (rule 23). */
    private synchronized <T> CompletionStage<T> change(String typeName, Function<Now, T> operation) {
        ModelType type = types.computeIfAbsent(typeName, name -> new ModelType(bounds));
        long wall = clock.nowMicros();
        Now now = new Now(type, wall, type.begin(wall));
        DeadJobs.buryOverdue(now);
        long before = type.paused ? Readiness.NEVER : now.turns().earliest();
        T result = operation.apply(now);
        long after = now.turns().earliest();
        if (!type.paused && after < before) {
            listeners.forEach(listener -> listener.ready(typeName, type.toWall(after, wall)));
        }
        notifyEnds(typeName, type, type.look(wall));
        return CompletableFuture.completedStage(result);
    }

    /** Rule 27: notifies the listeners of the watched jobs of a type that have ended. */
    private void notifyEnds(String typeName, ModelType type, long now) {
        List<JobKey> ended = watched.stream()
                .filter(job -> job.queue().type().equals(typeName))
                .filter(job -> hasEnded(type.find(job.queue().id(), job.id(), now)))
                .toList();
        ended.forEach(watched::remove);
        ended.forEach(job -> endListeners.forEach(listener -> listener.ended(job)));
    }

    private static boolean hasEnded(Optional<ModelJob> found) {
        return found.isEmpty()
                || found.get().is(JobState.FINISHED)
                || found.get().is(JobState.DEAD);
    }

    /** Rule 12: runs each item on its own, in order, at one instant. */
    private <I, R> CompletionStage<List<R>> changeEach(
            String typeName, List<I> items, Function<Now, Function<I, R>> operation) {
        return change(typeName, now -> items.stream().map(operation.apply(now)).toList());
    }

    private synchronized <T> CompletionStage<T> look(String typeName, Function<Now, T> operation) {
        ModelType type = types.getOrDefault(typeName, new ModelType(bounds));
        long wall = clock.nowMicros();
        return CompletableFuture.completedStage(operation.apply(look(typeName, type, wall)));
    }

    /** Begins a read-only operation. It changes the type only if jobs are overdue: they die first (rule 23). */
    private Now look(String typeName, ModelType type, long wall) {
        Now now = new Now(type, wall, type.look(wall));
        if (!type.overdue(now.at()).isEmpty()) {
            type.begin(wall);
            DeadJobs.buryOverdue(now);
            notifyEnds(typeName, type, now.at());
        }
        return now;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(
                Feature.JOB_LISTING,
                Feature.JOB_CHANGES,
                Feature.THROTTLING,
                Feature.DEADLINES,
                Feature.DEFAULTS,
                Feature.HEADERS,
                Feature.RESULTS,
                Feature.CONSUMERS,
                Feature.LIMITS);
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return ifRoom(
                "enqueue",
                request.type(),
                () -> changeEach(request.type(), request.items(), now -> item -> Enqueues.enqueue(now, item)));
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return change(request.type(), now -> Dequeues.dequeue(now, request, PartitionOrder.NONE));
    }

    /**
     * A dequeue that takes its jobs from partitions in a given order. Inside each partition the model's own turns
     * apply.
     *
     * @param request the dequeue
     * @param served for each job, a queue of the partition that it comes from
     * @return the jobs
     */
    public CompletionStage<DequeueReply> dequeueAfter(DequeueRequest request, List<String> served) {
        return change(request.type(), now -> Dequeues.dequeue(now, request, new PartitionOrder(served, partitions)));
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        long retention = request.retentionMicros();
        return changeEach(request.type(), request.items(), now -> item -> LeaseChanges.finish(now, item, retention));
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        int deadCount = request.deadLimits().maxCount();
        return changeEach(request.type(), request.items(), now -> item -> LeaseChanges.fail(now, item, deadCount));
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        long maxHold = request.maxHoldMicros();
        return changeEach(request.type(), request.items(), now -> item -> LeaseChanges.throttle(now, item, maxHold));
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        return changeEach(request.type(), request.jobs(), now -> job -> JobChanges.cancel(now, job));
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return changeEach(request.type(), request.items(), now -> item -> JobChanges.change(now, item));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return change(
                request.type(),
                now -> IntStream.range(0, request.leases().size())
                        .mapToObj(
                                i -> LeaseChanges.release(now, request.leases().get(i), request.usedOf(i)))
                        .toList());
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        long span = request.leaseMicros();
        return changeEach(request.type(), request.leases(), now -> lease -> LeaseChanges.extend(now, lease, span));
    }

    @Override
    public synchronized CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        CompletionStage<RequeueReply> reply = change(request.type(), now -> Upkeep.requeue(now, request));
        types.entrySet()
                .removeIf(type ->
                        type.getKey().equals(request.type()) && type.getValue().isGone());
        return reply;
    }

    /**
     * Lists the due types in pages. The cursor is the last name of the page before, because the types before it may no
     * longer be due.
     */
    @Override
    public synchronized CompletionStage<DueReply> due(DueRequest request) {
        long wall = clock.nowMicros();
        String last = request.cursor() == null ? "" : Bounds.queueType("cursor", request.cursor());
        List<String> due = types.entrySet().stream()
                .filter(type -> type.getKey().compareTo(last) > 0)
                .filter(type -> Upkeep.isDue(type.getValue(), wall, request.deadLimits()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> part = due.subList(0, Math.min(request.limit(), due.size()));
        String next = part.size() < due.size() ? part.get(part.size() - 1) : null;
        return CompletableFuture.completedStage(new DueReply(part, next, OptionalLong.empty()));
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        String type = request.queue().type();
        return request.mustExist()
                ? change(type, now -> QueueControls.configure(now, request))
                : ifRoom("configure", type, () -> change(type, now -> QueueControls.configure(now, request)));
    }

    @Override
    public CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        String type = request.type();
        return request.settings().equals(QueueChange.NONE)
                ? change(type, now -> ModelDefaults.set(now, request))
                : ifRoom("setDefaults", type, () -> change(type, now -> ModelDefaults.set(now, request)));
    }

    @Override
    public synchronized CompletionStage<List<QueueDefaults>> defaults(String type) {
        ModelType found = types.getOrDefault(type, new ModelType(bounds));
        return CompletableFuture.completedStage(found.defaults.list(type));
    }

    @Override
    public CompletionStage<ConfigureReply> configureLimit(ConfigureLimitRequest request) {
        String type = request.limit().type();
        return request.mustExist()
                ? change(type, now -> Limits.configure(now, request))
                : ifRoom("configureLimit", type, () -> change(type, now -> Limits.configure(now, request)));
    }

    @Override
    public CompletionStage<Optional<LimitDescription>> describeLimit(LimitKey limit) {
        return look(limit.type(), now -> Limits.describe(now, limit));
    }

    @Override
    public CompletionStage<Page<String>> limits(String type, PageRequest page) {
        return look(type, now -> Pages.page(List.copyOf(now.type().limits.keySet()), page));
    }

    @Override
    public CompletionStage<DeleteLimitReply> deleteLimit(DeleteLimitRequest request) {
        return change(request.limit().type(), now -> Limits.delete(now, request.limit()));
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String type = request.type();
        return request.paused()
                ? ifRoom("pause", type, () -> change(type, now -> QueueControls.pause(now, request)))
                : change(type, now -> QueueControls.pause(now, request));
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return change(request.queue().type(), now -> QueueControls.clear(now, request));
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return look(queue.type(), now -> JobViews.describe(now, queue));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return look(job.queue().type(), now -> JobViews.find(now, job));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return look(job.queue().type(), now -> {
            if (!hasEnded(now.type().find(job.queue().id(), job.id(), now.at()))) {
                watched.add(job);
            }
            return JobViews.find(now, job);
        });
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        return look(queue.type(), now -> Pages.page(JobViews.waiting(now, queue), page));
    }

    @Override
    public synchronized CompletionStage<Metrics> metrics(MetricsScope scope) {
        MetricsSum nothing = new MetricsSum(clock.nowMicros());
        if (scope instanceof MetricsScope.Queue queue) {
            String id = queue.queue().id();
            return look(queue.queue().type(), now -> JobViews.count(now, id).orElse(nothing.toReply()));
        }
        if (scope instanceof MetricsScope.Type type) {
            return look(type.type(), JobViews::count);
        }
        types.forEach((name, type) -> nothing.add(JobViews.count(look(name, type, clock.nowMicros()))));
        return CompletableFuture.completedStage(nothing.toReply());
    }

    @Override
    public synchronized CompletionStage<Page<String>> types(PageRequest page) {
        long wall = clock.nowMicros();
        List<String> kept = types.entrySet().stream()
                .filter(type -> type.getValue().isKept(type.getValue().look(wall)))
                .map(Map.Entry::getKey)
                .toList();
        return CompletableFuture.completedStage(Pages.page(kept, page));
    }

    @Override
    public synchronized CompletionStage<Page<String>> queues(String type, PageRequest page) {
        ModelType found = types.getOrDefault(type, new ModelType(bounds));
        List<String> known = found.known(found.look(clock.nowMicros()));
        return CompletableFuture.completedStage(Pages.page(known, page));
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return look(type, now -> {
            List<DeadJob> dead = DeadJobs.dead(now.type()).stream()
                    .map(job -> DeadJobs.view(now, type, job))
                    .toList();
            return Pages.page(dead, page);
        });
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        return changeEach(request.type(), request.jobs(), now -> job -> DeadJobs.redrive(now, job));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        return changeEach(request.type(), request.jobs(), now -> job -> DeadJobs.discard(now, job));
    }

    @Override
    public synchronized CompletionStage<DeadLimits> agree(AgreeRequest request) {
        deadLimits = SharedDeadLimits.agree(deadLimits, request);
        return CompletableFuture.completedStage(deadLimits);
    }

    /**
     * The number of types and queues that are stored, including those that are forgotten and not yet removed.
     *
     * @return the count
     */
    public synchronized long size() {
        return types.size()
                + types.values().stream().mapToLong(type -> type.queues.size()).sum();
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Registration onEnded(EndListener listener) {
        endListeners.add(listener);
        return () -> endListeners.remove(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        return CompletableFuture.completedStage(new Health(true, "the model", List.of(), 0));
    }

    @Override
    public void close() {
        listeners.clear();
        endListeners.clear();
    }
}
