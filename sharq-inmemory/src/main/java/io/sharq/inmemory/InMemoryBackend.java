package io.sharq.inmemory;

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
import io.sharq.api.Metrics;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.Stamp;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.api.WaitingJob;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.Deadlines;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.NameCursor;
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
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A backend that keeps queues in the memory of one process. Every operation is complete when its method returns.
 * Thread-safe.
 *
 * <pre>{@code
 * SharQ sharq = SharQ.open(InMemoryBackend.create());
 * }</pre>
 */
public final class InMemoryBackend implements Backend {
    /** The limits before any client has recorded its own, which exceed them. */
    private static final DeadLimits NO_LIMITS = new DeadLimits(0, 1);

    private final Types types;
    private final TimeSource source;
    private final StoreBounds bounds;
    private final ReadyNotifications wakeups = new ReadyNotifications();
    private final EndNotifications ends = new EndNotifications();
    private final AtomicReference<DeadLimits> deadLimits = new AtomicReference<>(NO_LIMITS);
    private volatile boolean isClosed;

    private InMemoryBackend(TimeSource source, boolean neverStepsBack, StoreBounds bounds) {
        this.source = source;
        this.bounds = bounds;
        this.types = new Types(source, neverStepsBack, bounds);
    }

    /**
     * Creates an empty backend whose clock starts at the system's time and never steps back.
     *
     * @return the backend
     */
    public static InMemoryBackend create() {
        return create(StoreBounds.DEFAULT);
    }

    /**
     * Creates an empty backend with the given bounds, whose clock starts at the system's time and never steps back.
     *
     * @param bounds how many types and queues there may be
     * @return the backend
     */
    public static InMemoryBackend create(StoreBounds bounds) {
        return new InMemoryBackend(TimeSource.steady(), true, bounds);
    }

    /**
     * Creates an empty backend with the given clock, such as {@link io.sharq.time.ManualTime}.
     *
     * @param clock the clock, which may step back
     * @return the backend
     */
    public static InMemoryBackend create(TimeSource clock) {
        return create(clock, StoreBounds.DEFAULT);
    }

    /**
     * Creates an empty backend with the given clock and bounds.
     *
     * @param clock the clock, which may step back
     * @param bounds how many types and queues there may be
     * @return the backend
     */
    public static InMemoryBackend create(TimeSource clock, StoreBounds bounds) {
        return new InMemoryBackend(clock, false, bounds);
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
        return run("enqueue", after -> {
            find(request.type(), after);
            return new Enqueues(types, after, request).run();
        });
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return run("dequeue", after -> {
            TypeState type = find(request.type(), after);
            return type == null
                    ? new DequeueReply(List.of(), OptionalLong.empty(), nothing())
                    : new Dequeues(type, after, request).run();
        });
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return leases(
                "finish",
                request.type(),
                request.items(),
                (change, item) -> change.finish(item, request.retentionMicros()));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return run("release", after -> {
            LeaseChanges change = new LeaseChanges(findOrNone(request.type(), after), after);
            List<LeaseResult> results = new ArrayList<>(request.leases().size());
            for (LeaseRef lease : request.leases()) {
                results.add(change.release(lease, request.usedOf(results.size())));
            }
            return results;
        });
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        return leases(
                "throttle",
                request.type(),
                request.items(),
                (change, item) -> change.throttle(item, request.maxHoldMicros()));
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        return waiting("cancel", request.type(), request.jobs(), JobChanges::cancel);
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return waiting("change", request.type(), request.items(), JobChanges::change);
    }

    /** Changes waiting jobs one by one. A type that does not exist counts as empty: it has none of the jobs. */
    private <I, R> CompletionStage<List<R>> waiting(
            String operation, String typeName, List<I> items, BiFunction<JobChanges, I, R> each) {
        return run(operation, after -> {
            JobChanges change = new JobChanges(findOrNone(typeName, after), after);
            List<R> results = new ArrayList<>(items.size());
            for (I item : items) {
                results.add(each.apply(change, item));
            }
            return results;
        });
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        return leases(
                "fail", request.type(), request.items(), (change, item) -> change.fail(item, request.deadLimits()));
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return leases(
                "extend",
                request.type(),
                request.leases(),
                (change, lease) -> change.extend(lease, request.leaseMicros()));
    }

    /** Changes leases one by one. A type that does not exist counts as empty: all its leases are lost. */
    private <I, R> CompletionStage<List<R>> leases(
            String operation, String typeName, List<I> items, BiFunction<LeaseChanges, I, R> each) {
        return run(operation, after -> {
            LeaseChanges change = new LeaseChanges(findOrNone(typeName, after), after);
            List<R> results = new ArrayList<>(items.size());
            for (I item : items) {
                results.add(each.apply(change, item));
            }
            return results;
        });
    }

    /** Finds a type, and lets jobs die in it whose deadlines have passed (rule 23). */
    private @Nullable TypeState find(String name, DeferredEffects after) {
        TypeState found = types.find(name);
        if (found == null) {
            return null;
        }
        Map.Entry<DeadlinePlace, Job> first = found.deadlines.firstEntry();
        if (first != null && Deadlines.hasPassed(first.getKey().atMicros(), found.clock.peekMicros())) {
            new OverdueJobs(found, after, found.clock.begin()).die();
        }
        return found;
    }

    private TypeState findOrNone(String name, DeferredEffects after) {
        TypeState found = find(name, after);
        return found != null ? found : types.none(name);
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return run("requeue", after -> {
            TypeState type = types.find(request.type());
            if (type == null) {
                return new RequeueReply(0, 0, false, nothing());
            }
            Upkeep upkeep = new Upkeep(type, after, request);
            RequeueReply reply = upkeep.run();
            types.removeIfEmpty(type);
            if (!reply.more()) {
                upkeep.leave();
            }
            return reply;
        });
    }

    @Override
    public CompletionStage<DueReply> due(DueRequest request) {
        return run("due", after -> types.due(request));
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return run("configure", after -> {
            LimitNames limits = request.settings().limits();
            LimitNames named = limits == null ? LimitNames.NONE : limits;
            return settings("configure", request.queue(), request.mustExist(), named, after, (queue, now) -> {
                queue.goBack(request.toDefault(), now);
                queue.apply(request.settings(), true, now);
                Boolean pinned = request.pinned();
                if (pinned != null) {
                    queue.pinned = pinned;
                }
                if (request.hold() != null) {
                    queue.apply(request.hold(), now);
                }
            });
        });
    }

    @Override
    public CompletionStage<ConfigureReply> configureLimit(ConfigureLimitRequest request) {
        String name = request.limit().type();
        return run("configureLimit", after -> {
            TypeState found = find(name, after);
            if (!request.mustExist()) {
                List<ConfigureReply> replies = new ArrayList<>(1);
                types.withType(
                        "configureLimit", name, type -> replies.add(new LimitChanges(type, after).configure(request)));
                return replies.get(replies.size() - 1);
            }
            return found == null
                    ? new ConfigureReply(false, nothing())
                    : new LimitChanges(found, after).configure(request);
        });
    }

    @Override
    public CompletionStage<Optional<LimitDescription>> describeLimit(LimitKey limit) {
        return run("describeLimit", after -> new LimitChanges(findOrNone(limit.type(), after), after).describe(limit));
    }

    @Override
    public CompletionStage<Page<String>> limits(String type, PageRequest page) {
        String last = page.cursor() == null ? "" : NameCursor.last(page.cursor());
        return run("limits", after -> {
            List<String> names = findOrNone(type, after).limits.names().stream()
                    .filter(name -> name.compareTo(last) > 0)
                    .toList();
            boolean isLast = names.size() <= page.limit();
            List<String> part = isLast ? names : names.subList(0, page.limit());
            return new Page<>(part, isLast ? null : NameCursor.after(part.get(part.size() - 1)));
        });
    }

    @Override
    public CompletionStage<DeleteLimitReply> deleteLimit(DeleteLimitRequest request) {
        return run("deleteLimit", after -> {
            TypeState type = find(request.limit().type(), after);
            return type == null
                    ? new DeleteLimitReply(DeleteLimitStatus.NOT_FOUND, nothing())
                    : new LimitChanges(type, after).delete(request.limit());
        });
    }

    @Override
    public CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        return run("setDefaults", after -> {
            TypeState found = find(request.type(), after);
            boolean removes = request.settings().equals(QueueChange.NONE);
            if (removes
                    && (found == null || !found.defaults.has(request.pattern().pattern()))) {
                return new ConfigureReply(false, found == null ? nothing() : found.stamp(found.clock.begin()));
            }
            return new DefaultsChange(types, after, request).run();
        });
    }

    @Override
    public CompletionStage<List<QueueDefaults>> defaults(String typeName) {
        Bounds.queueType("queue_type", typeName);
        return run("defaults", after -> {
            TypeState type = types.find(typeName);
            return type == null ? List.of() : type.defaults.list(typeName);
        });
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String queueId = request.queueId();
        return run(request.paused() ? "pause" : "resume", after -> {
            if (queueId == null) {
                return pauseType(request, after);
            }
            QueueKey queue = new QueueKey(request.type(), queueId);
            return settings(
                    "pause",
                    queue,
                    !request.paused(),
                    LimitNames.NONE,
                    after,
                    (state, now) -> state.paused = request.paused());
        });
    }

    private ConfigureReply pauseType(PauseRequest request, DeferredEffects after) {
        TypeState found = find(request.type(), after);
        TypeState type = request.paused() ? types.pause("pause", request.type()) : found;
        if (type == null) {
            return new ConfigureReply(false, nothing());
        }
        long nowMicros = type.clock.begin();
        if (!type.isPaused) {
            return new ConfigureReply(false, type.stamp(nowMicros));
        }
        long revision = type.change(nowMicros);
        if (!request.paused()) {
            type.isPaused = false;
            after.resumed(type);
            if (type.isEmpty()) {
                type.visitAt(nowMicros, nowMicros);
            }
        }
        return new ConfigureReply(true, type.stamp(revision, nowMicros));
    }

    private interface QueueChanger {
        void change(QueueState queue, long nowMicros);
    }

    private ConfigureReply settings(
            String operation,
            QueueKey key,
            boolean mustExist,
            LimitNames named,
            DeferredEffects after,
            QueueChanger changer) {
        TypeState type = find(key.type(), after);
        if (!mustExist) {
            List<ConfigureReply> reply = new ArrayList<>(1);
            TypeState full = types.withQueue(operation, key.type(), key.id(), queue -> {
                try {
                    reply.add(changed(operation, queue, named, after, changer));
                } catch (BackendException refused) {
                    types.dropUnused(queue);
                    throw refused;
                }
            });
            if (full != null) {
                throw bounds.tooManyQueues(operation);
            }
            return reply.get(0);
        }
        QueueState queue = type == null ? null : type.queues.get(key.id());
        if (type == null || queue == null) {
            return new ConfigureReply(false, type == null ? nothing() : type.stamp(type.clock.begin()));
        }
        synchronized (queue) {
            long nowMicros = type.clock.begin();
            return queue.isGone || queue.isForgottenAt(nowMicros)
                    ? new ConfigureReply(false, type.stamp(nowMicros))
                    : changed(operation, queue, named, after, changer);
        }
    }

    /** Changes a queue that exists, or makes it. No limit that the change names is deleted meanwhile. */
    private static ConfigureReply changed(
            String operation, QueueState queue, LimitNames named, DeferredEffects after, QueueChanger changer) {
        TypeState type = queue.type;
        synchronized (type.limits) {
            long nowMicros = type.clock.begin();
            type.limits.check(operation, named);
            queue.beginAnewIfForgotten(nowMicros);
            long revision = type.change(nowMicros);
            changer.change(queue, nowMicros);
            after.settle(queue, nowMicros, revision);
            return new ConfigureReply(true, type.stamp(revision, nowMicros));
        }
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return look("describe", queue.type(), views -> views.describe(queue.id()));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return look("find", job.queue().type(), views -> views.find(job));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return look("watch", job.queue().type(), views -> views.watch(job));
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        WaitingJobs position = WaitingJobs.after(page.cursor());
        return run("jobs", after -> {
            TypeState type = find(queue.type(), after);
            return type == null
                    ? new Page<>(List.of(), null)
                    : new JobViews(type).waiting(queue, position, page.limit());
        });
    }

    private <T> CompletionStage<Optional<T>> look(
            String operation, String type, Function<JobViews, Optional<T>> sight) {
        return run(operation, after -> {
            TypeState found = find(type, after);
            return found == null ? Optional.empty() : sight.apply(new JobViews(found));
        });
    }

    @Override
    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        return run("metrics", after -> {
            if (scope instanceof MetricsScope.Queue queue) {
                TypeState type = find(queue.queue().type(), after);
                Optional<Metrics> found = type == null
                        ? Optional.empty()
                        : new JobViews(type).metrics(queue.queue().id());
                return found.orElseGet(() -> new MetricsSum(source.nowMicros()).toReply());
            }
            MetricsSum sum = new MetricsSum(source.nowMicros());
            if (scope instanceof MetricsScope.Type named) {
                TypeState type = find(named.type(), after);
                return type == null ? sum.toReply() : new JobViews(type).metrics();
            }
            types.all().keySet().forEach(name -> {
                DeferredEffects ofType = new DeferredEffects(wakeups, ends);
                TypeState type = find(name, ofType);
                ofType.run();
                if (type != null) {
                    sum.add(new JobViews(type).metrics());
                }
            });
            return sum.toReply();
        });
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        String last = page.cursor() == null ? "" : Bounds.queueType("cursor", page.cursor());
        return run("types", after -> page(types.all().tailMap(last, false).keySet(), page.limit()));
    }

    @Override
    public CompletionStage<Page<String>> queues(String typeName, PageRequest page) {
        Bounds.queueType("queue_type", typeName);
        String last = NameCursor.last(page.cursor());
        return run("queues", after -> {
            TypeState type = types.find(typeName);
            if (type == null) {
                return new Page<>(List.of(), null);
            }
            Queues.Part part = type.queues.after(last, page.limit(), new JobViews(type)::isKept);
            String next = part.last();
            return new Page<>(part.ids(), next == null ? null : NameCursor.after(next));
        });
    }

    private static Page<String> page(Iterable<String> names, int limit) {
        List<String> items = new ArrayList<>();
        for (String name : names) {
            if (items.size() == limit) {
                return new Page<>(items, items.get(limit - 1));
            }
            items.add(name);
        }
        return new Page<>(items, null);
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return run("clear", after -> {
            TypeState type = find(request.queue().type(), after);
            QueueState queue =
                    type == null ? null : type.queues.get(request.queue().id());
            return type == null || queue == null
                    ? new ClearReply(false, 0, false, type == null ? nothing() : type.stamp(type.clock.begin()))
                    : new Clear(queue, request).run(after);
        });
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String typeName, PageRequest page) {
        Bounds.queueType("queue_type", typeName);
        long afterRevision = revision(page.cursor());
        return run("deadJobs", after -> {
            TypeState type = find(typeName, after);
            if (type == null) {
                return new Page<>(List.of(), null);
            }
            List<Map.Entry<Long, DeadJob>> found = new JobViews(type).deadAfter(afterRevision, page.limit());
            List<DeadJob> jobs = found.stream().map(Map.Entry::getValue).toList();
            boolean isLast = found.size() < page.limit();
            return new Page<>(
                    jobs, isLast ? null : found.get(found.size() - 1).getKey().toString());
        });
    }

    private static long revision(@Nullable String cursor) {
        try {
            return cursor == null ? 0 : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("cursor", "It must be one that a listing gave.");
        }
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        return dead("redrive", request.type(), request.jobs(), true);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        return dead("discard", request.type(), request.jobs(), false);
    }

    private CompletionStage<List<DeadJobResult>> dead(
            String operation, String typeName, List<JobRef> jobs, boolean redrives) {
        return run(operation, after -> {
            TypeState type = findOrNone(typeName, after);
            long nowMicros = type.clock.begin();
            DeadJobs deaths = new DeadJobs(type, after, nowMicros);
            List<DeadJobResult> results = new ArrayList<>(jobs.size());
            jobs.forEach(job -> {
                boolean done = deaths.end(job.queueId(), job.jobId(), redrives);
                results.add(new DeadJobResult(done, type.stamp(nowMicros)));
            });
            return results;
        });
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        return run("agree", after -> deadLimits.updateAndGet(request::after));
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return wakeups.add(listener);
    }

    @Override
    public Registration onEnded(EndListener listener) {
        return ends.add(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        return CompletableFuture.completedStage(new Health(!isClosed, "in memory", List.of(), 0));
    }

    /** Closes the backend and drops all its data. Later operations fail as {@link Outcome#NOT_DONE}. */
    @Override
    public void close() {
        isClosed = true;
        types.clear();
    }

    private Stamp nothing() {
        return new Stamp(0, 0, source.nowMicros());
    }

    private <T> CompletionStage<T> run(String operation, Function<DeferredEffects, T> work) {
        if (isClosed) {
            return CompletableFuture.failedStage(
                    new BackendException(Outcome.NOT_DONE, operation, "the backend is closed", null));
        }
        DeferredEffects after = new DeferredEffects(wakeups, ends);
        try {
            T result = work.apply(after);
            return CompletableFuture.completedStage(result);
        } catch (BackendException | InvalidValueException e) {
            return CompletableFuture.failedStage(e);
        } finally {
            after.run();
        }
    }
}
