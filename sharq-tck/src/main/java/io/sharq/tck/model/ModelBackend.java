package io.sharq.tck.model;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueKey;
import io.sharq.rules.Forecast;
import io.sharq.rules.Leases;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.Place;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Requeues;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJob;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DeadJobsRequest;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.EnqueueResult;
import io.sharq.spi.EnqueueStatus;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FailStatus;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Health;
import io.sharq.spi.Hold;
import io.sharq.spi.JobRef;
import io.sharq.spi.JobView;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.MinuteCount;
import io.sharq.spi.Page;
import io.sharq.spi.PageRequest;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.QueueView;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The design document as code that is slow and plain: one lock, collections that are searched from end to end. It keeps
 * every rule, so the kit runs on it as on any backend.
 */
public final class ModelBackend implements Backend {
    private static final int PUSHED_OUT = 100;

    private final TimeSource clock;
    private final Map<String, ModelType> types = new TreeMap<>();
    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * An empty model.
     *
     * @param clock its clock
     */
    public ModelBackend(TimeSource clock) {
        this.clock = clock;
    }

    /** One operation: its type, the wall clock and the steady time. */
    private record Now(ModelType type, long wall, long at) {}

    private synchronized <T> CompletionStage<T> change(String typeName, Function<Now, T> operation) {
        ModelType type = types.computeIfAbsent(typeName, name -> new ModelType());
        long wall = clock.nowMicros();
        long before = type.paused ? Readiness.NEVER : type.earliestInTurn();
        T result = operation.apply(new Now(type, wall, type.begin(wall)));
        long after = type.earliestInTurn();
        if (!type.paused && after < before) {
            listeners.forEach(listener -> listener.ready(typeName, type.toWall(after, wall)));
        }
        return CompletableFuture.completedStage(result);
    }

    private synchronized <T> CompletionStage<T> look(String typeName, Function<Now, T> operation) {
        ModelType type = types.getOrDefault(typeName, new ModelType());
        long wall = clock.nowMicros();
        return CompletableFuture.completedStage(operation.apply(new Now(type, wall, type.look(wall))));
    }

    private static <I, R> List<R> each(List<I> items, Function<I, R> one) {
        List<R> results = new ArrayList<>();
        items.forEach(item -> results.add(one.apply(item)));
        return results;
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return change(request.type(), now -> each(request.items(), item -> enqueue(now, item)));
    }

    private static EnqueueResult enqueue(Now now, EnqueueItem item) {
        Optional<ModelQueue> known = now.type.find(item.queueId(), now.at);
        long length = known.map(ModelQueue::length).orElse(0L);
        if (now.type.find(item.queueId(), item.jobId(), now.at).isPresent()) {
            return new EnqueueResult(EnqueueStatus.DUPLICATE, length, now.type.stamp(now.wall));
        }
        Integer longest = item.options().maxLength();
        if (longest != null && length >= longest) {
            return new EnqueueResult(EnqueueStatus.QUEUE_FULL, length, now.type.stamp(now.wall));
        }
        ModelQueue queue = now.type.findOrMake(item.queueId(), now.at);
        Place place = new Place(item.options().order(), now.type.change(now.at));
        ModelJob job = new ModelJob(
                queue, item.jobId(), item.payload(), place, item.options().requeueLimit());
        queue.jobs.put(job.id, job);
        if (item.options().delayMicros() > 0) {
            job.state = JobState.SCHEDULED;
            job.until = now.at + item.options().delayMicros();
        }
        set(queue, item.settings(), queue.pinned);
        ModelType.count(queue.minutes, now.wall, 0);
        ModelType.count(now.type.minutes, now.wall, 0);
        now.type.settle(queue, now.at);
        return new EnqueueResult(EnqueueStatus.QUEUED, queue.length(), now.type.stamp(now.wall));
    }

    private static void set(ModelQueue queue, QueueChange change, boolean keepsInterval) {
        Long interval = change.intervalMillis();
        queue.intervalMillis = interval == null || keepsInterval ? queue.intervalMillis : interval;
        Boolean ordered = change.ordered();
        queue.ordered = ordered == null ? queue.ordered : ordered;
        Integer concurrency = change.concurrency();
        queue.concurrency = concurrency == null ? queue.concurrency : concurrency;
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return change(request.type(), now -> dequeue(now, request));
    }

    private DequeueReply dequeue(Now now, DequeueRequest request) {
        List<ModelJob> before = now.type.dequeues.get(request.nonce());
        if (before != null) {
            return new DequeueReply(
                    each(before, job -> leased(now, job)), OptionalLong.empty(), now.type.stamp(now.wall));
        }
        if (now.type.paused) {
            return new DequeueReply(List.of(), OptionalLong.empty(), now.type.stamp(now.wall));
        }
        List<ModelJob> jobs = new ArrayList<>();
        List<LeasedJob> released = new ArrayList<>();
        Set<ModelQueue> own = new HashSet<>();
        Optional<ModelQueue> queue = candidate(now, request.from(), null);
        while (queue.isPresent() && released.size() < request.count()) {
            own.add(queue.get());
            ModelJob job = release(now, queue.get(), request);
            jobs.add(job);
            released.add(leased(now, job));
            queue = candidate(now, request.from(), queue.get());
        }
        own.forEach(served ->
                served.takeTurn(false, false, now.at, now.type.stamp(now.wall).revision()));
        if (!jobs.isEmpty()) {
            now.type.dequeues.put(request.nonce(), jobs);
        }
        long next = request.from() instanceof DequeueFrom.Queue named
                ? now.type.find(named.id(), now.at).map(found -> found.since).orElse(Readiness.NEVER)
                : now.type.earliestInTurn();
        boolean tells = released.size() < request.count() && next != Readiness.NEVER;
        return new DequeueReply(
                released,
                tells ? OptionalLong.of(now.type.toWall(next, now.wall)) : OptionalLong.empty(),
                now.type.stamp(now.wall));
    }

    private static Optional<ModelQueue> candidate(Now now, DequeueFrom from, @Nullable ModelQueue last) {
        if (from instanceof DequeueFrom.Queue named) {
            return now.type.find(named.id(), now.at).filter(queue -> queue.since <= now.at);
        }
        if (from instanceof DequeueFrom.OneQueue && last != null) {
            return Optional.of(last).filter(queue -> queue.since <= now.at);
        }
        return now.type.firstInTurn(now.at);
    }

    private static ModelJob release(Now now, ModelQueue queue, DequeueRequest request) {
        queue.promote(now.at);
        ModelJob job = queue.in(JobState.QUEUED).get(0);
        long revision = now.type.change(now.at);
        job.state = JobState.ACTIVE;
        job.deliveries++;
        job.token = new LeaseToken(revision, request.nonce());
        job.until = now.at + request.leaseMicros();
        queue.lastRelease = now.at;
        ModelType.count(queue.minutes, now.wall, 1);
        ModelType.count(now.type.minutes, now.wall, 1);
        queue.takeTurn(true, true, now.at, revision);
        return job;
    }

    private static LeasedJob leased(Now now, ModelJob job) {
        LeaseToken token = job.token;
        if (token == null) {
            throw new IllegalStateException("an active job has a token");
        }
        return new LeasedJob(
                job.queue.id,
                job.id,
                job.payload,
                token,
                now.type.toWall(job.until, now.wall),
                job.deliveries,
                job.requeues,
                job.limit,
                job.queue.length());
    }

    private static Optional<ModelJob> live(Now now, LeaseRef lease) {
        return now.type
                .find(lease.queueId(), lease.jobId(), now.at)
                .filter(job -> job.is(JobState.ACTIVE) && Leases.isLive(job.until, now.at))
                .filter(job -> lease.token() == null || lease.token().equals(job.token));
    }

    private void end(Now now, ModelJob job) {
        now.type.change(now.at);
        if (job.token != null) {
            now.type.dequeues.remove(job.token.nonce());
        }
        job.token = null;
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return change(
                request.type(),
                now -> each(request.leases(), lease -> {
                    Optional<ModelJob> live = live(now, lease);
                    live.ifPresent(job -> finish(now, job, request.retentionMicros()));
                    return result(now, live.isPresent());
                }));
    }

    private void finish(Now now, ModelJob job, long retention) {
        end(now, job);
        if (retention > 0) {
            job.state = JobState.FINISHED;
            job.until = now.at + retention;
            job.queue.retained = Math.max(job.queue.retained, job.until);
        } else {
            job.queue.jobs.remove(job.id);
        }
        now.type.settle(job.queue, now.at);
    }

    private static LeaseResult result(Now now, boolean done) {
        return new LeaseResult(done ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST, now.type.stamp(now.wall));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return change(
                request.type(),
                now -> each(request.leases(), lease -> {
                    Optional<ModelJob> live = live(now, lease);
                    live.ifPresent(job -> {
                        end(now, job);
                        job.state = JobState.QUEUED;
                        now.type.settle(job.queue, now.at);
                    });
                    return result(now, live.isPresent());
                }));
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        return change(
                request.type(),
                now -> each(request.items(), item -> {
                    FailStatus status = live(now, item.lease())
                            .map(job -> fail(now, job, item, request))
                            .orElse(FailStatus.LEASE_LOST);
                    return new FailResult(status, now.type.stamp(now.wall));
                }));
    }

    private FailStatus fail(Now now, ModelJob job, FailItem item, FailRequest request) {
        job.failure = item.reason();
        boolean comesBack = comeBackOrDie(now, job, item.delayMicros());
        if (!comesBack) {
            pushOut(now, request.deadLimits().maxCount(), PUSHED_OUT);
        }
        return comesBack ? FailStatus.REQUEUED : FailStatus.DEAD;
    }

    private boolean comeBackOrDie(Now now, ModelJob job, long delay) {
        end(now, job);
        boolean comesBack = Requeues.comesBack(job.requeues, job.limit);
        if (!comesBack) {
            job.state = JobState.DEAD;
            job.until = now.at;
            job.death = now.type.stamp(now.wall).revision();
        } else {
            job.requeues++;
            boolean queueWaits = delay > 0 && job.queue.ordered;
            job.queue.retry = queueWaits ? Math.max(job.queue.retry, now.at + delay) : job.queue.retry;
            job.state = delay > 0 && !queueWaits ? JobState.SCHEDULED : JobState.QUEUED;
            job.until = now.at + delay;
        }
        now.type.settle(job.queue, now.at);
        return comesBack;
    }

    private static List<ModelJob> dead(Now now) {
        return now.type.all(JobState.DEAD).stream()
                .sorted(Comparator.comparingLong(job -> job.death))
                .toList();
    }

    private static int pushOut(Now now, int maxCount, int limit) {
        List<ModelJob> dead = dead(now);
        int over = Math.min(limit, Math.max(0, dead.size() - maxCount));
        dead.subList(0, over).forEach(job -> remove(now, job));
        return over;
    }

    private static void remove(Now now, ModelJob job) {
        now.type.change(now.at);
        job.queue.jobs.remove(job.id);
        now.type.settle(job.queue, now.at);
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return change(
                request.type(),
                now -> each(request.leases(), lease -> {
                    Optional<ModelJob> live = live(now, lease);
                    live.ifPresent(job -> {
                        now.type.change(now.at);
                        job.until = Leases.extended(job.until, now.at, request.leaseMicros());
                    });
                    return new ExtendResult(
                            live.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST,
                            live.isPresent()
                                    ? OptionalLong.of(now.type.toWall(live.get().until, now.wall))
                                    : OptionalLong.empty(),
                            now.type.stamp(now.wall));
                }));
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return change(request.type(), now -> {
            now.type.move(now.at);
            List<ModelJob> expired = now.type.all(JobState.ACTIVE).stream()
                    .filter(job -> !Leases.isLive(job.until, now.at))
                    .sorted(Comparator.<ModelJob>comparingLong(job -> job.until)
                            .thenComparingLong(job -> job.token == null ? 0 : job.token.number()))
                    .limit(request.limit())
                    .toList();
            int requeued = 0;
            for (ModelJob job : expired) {
                if (comeBackOrDie(now, job, 0)) {
                    requeued++;
                } else {
                    pushOut(now, request.deadLimits().maxCount(), PUSHED_OUT);
                }
            }
            int done = expired.size();
            done += pushOut(now, request.deadLimits().maxCount(), request.limit() - done);
            long oldest = now.at - request.deadLimits().maxAgeMicros();
            List<ModelJob> aged = dead(now).stream()
                    .filter(job -> job.death <= oldest)
                    .limit(request.limit() - done)
                    .toList();
            aged.forEach(job -> remove(now, job));
            done += aged.size();
            now.type.queues.values().removeIf(queue -> queue.forget <= now.at);
            if (now.type.queues.isEmpty() && !now.type.paused) {
                types.remove(request.type());
            }
            return new RequeueReply(
                    requeued, expired.size() - requeued, done >= request.limit(), now.type.stamp(now.wall));
        });
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return onQueue(request.queue(), request.mustExist(), (now, queue) -> {
            set(queue, request.settings(), false);
            Boolean pinned = request.pinned();
            queue.pinned = pinned == null ? queue.pinned : pinned;
            Hold hold = request.hold();
            if (hold instanceof Hold.Until until) {
                queue.held = Math.max(0, now.type.fromWall(until.atMicros(), now.wall));
                queue.holdReason = until.reason();
            } else if (hold instanceof Hold.Span span) {
                queue.held = now.at + span.spanMicros();
                queue.holdReason = span.reason();
            } else if (hold != null) {
                queue.held = 0;
                queue.holdReason = "";
            }
            return queue;
        });
    }

    private CompletionStage<ConfigureReply> onQueue(
            QueueKey key, boolean mustExist, BiFunction<Now, ModelQueue, ModelQueue> change) {
        return change(key.type(), now -> {
            Optional<ModelQueue> known = now.type.find(key.id(), now.at);
            if (known.isEmpty() && mustExist) {
                return new ConfigureReply(false, now.type.stamp(now.wall));
            }
            now.type.change(now.at);
            now.type.settle(change.apply(now, now.type.findOrMake(key.id(), now.at)), now.at);
            return new ConfigureReply(true, now.type.stamp(now.wall));
        });
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        if (request.queueId() != null) {
            return onQueue(new QueueKey(request.type(), request.queueId()), !request.paused(), (now, queue) -> {
                queue.paused = request.paused();
                return queue;
            });
        }
        return change(request.type(), now -> {
            if (!now.type.paused && !request.paused()) {
                return new ConfigureReply(false, now.type.stamp(now.wall));
            }
            now.type.change(now.at);
            now.type.paused = request.paused();
            return new ConfigureReply(true, now.type.stamp(now.wall));
        });
    }

    @Override
    public CompletionStage<Optional<QueueView>> describe(QueueKey key) {
        return look(
                key.type(),
                now -> now.type.find(key.id(), now.at).map(queue -> {
                    queue.promote(now.at);
                    QueueFacts facts = queue.facts(false);
                    long next = Readiness.next(facts);
                    boolean isHeld = queue.held > now.at;
                    return new QueueView(
                            key,
                            queue.intervalMillis,
                            queue.pinned,
                            queue.ordered,
                            queue.concurrency,
                            queue.paused,
                            now.type.paused,
                            isHeld ? OptionalLong.of(now.type.toWall(queue.held, now.wall)) : OptionalLong.empty(),
                            isHeld ? queue.holdReason : "",
                            queue.length(),
                            queue.count(JobState.SCHEDULED),
                            queue.count(JobState.ACTIVE),
                            queue.count(JobState.DEAD),
                            Readiness.blocker(facts, now.type.paused, now.at),
                            next == Readiness.NEVER || now.type.paused
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(now.type.toWall(Math.max(next, now.at), now.wall)),
                            now.type.stamp(now.wall));
                }));
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobKey key) {
        return look(
                key.queue().type(),
                now -> now.type
                        .find(key.queue().id(), now.at)
                        .flatMap(queue -> {
                            queue.promote(now.at);
                            return now.type.find(key.queue().id(), key.id(), now.at);
                        })
                        .map(job -> view(now, key, job)));
    }

    private static JobView view(Now now, JobKey key, ModelJob job) {
        long position = job.queue.in(JobState.QUEUED).indexOf(job);
        QueueFacts facts = job.queue.facts(false);
        OptionalLong earliest = OptionalLong.empty();
        if (job.waits() && !job.queue.paused && !now.type.paused) {
            long at = job.is(JobState.QUEUED)
                    ? Forecast.queued(facts, position, now.at)
                    : Forecast.scheduled(facts, job.until, now.at);
            earliest = OptionalLong.of(now.type.toWall(at, now.wall));
        }
        boolean hasInstant = !job.is(JobState.QUEUED) && !job.is(JobState.DEAD);
        return new JobView(
                key,
                job.state,
                job.place.order(),
                job.is(JobState.QUEUED) ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest,
                job.deliveries,
                job.requeues,
                job.limit,
                job.token,
                hasInstant ? OptionalLong.of(now.type.toWall(job.until, now.wall)) : OptionalLong.empty(),
                job.failure,
                now.type.stamp(now.wall));
    }

    @Override
    public synchronized CompletionStage<MetricsReply> metrics(MetricsScope scope) {
        if (scope instanceof MetricsScope.Queue queue) {
            return look(
                    queue.queue().type(),
                    now -> now.type
                            .find(queue.queue().id(), now.at)
                            .map(found -> {
                                found.promote(now.at);
                                return sum(List.of(found), ModelType.window(found.minutes, now.wall), now.wall);
                            })
                            .orElseGet(() -> new MetricsSum(now.wall).toReply()));
        }
        if (scope instanceof MetricsScope.Type type) {
            return look(type.type(), ModelBackend::sum);
        }
        MetricsSum sum = new MetricsSum(clock.nowMicros());
        types.values().forEach(type -> {
            long wall = clock.nowMicros();
            sum.add(sum(new Now(type, wall, type.look(wall))));
        });
        return CompletableFuture.completedStage(sum.toReply());
    }

    private static MetricsReply sum(Now now) {
        return sum(now.type.queues.values(), ModelType.window(now.type.minutes, now.wall), now.wall);
    }

    private static MetricsReply sum(Iterable<ModelQueue> queues, List<MinuteCount> minutes, long wall) {
        long length = 0;
        long delayed = 0;
        long active = 0;
        long dead = 0;
        for (ModelQueue queue : queues) {
            length += queue.length();
            delayed += queue.count(JobState.SCHEDULED);
            active += queue.count(JobState.ACTIVE);
            dead += queue.count(JobState.DEAD);
        }
        return new MetricsReply(minutes, length, delayed, active, dead, wall);
    }

    @Override
    public synchronized CompletionStage<Page<String>> types(PageRequest page) {
        return CompletableFuture.completedStage(page(List.copyOf(types.keySet()), page));
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return look(
                type,
                now -> page(
                        List.copyOf(now.type.queues.keySet()).stream()
                                .filter(id -> now.type.find(id, now.at).isPresent())
                                .toList(),
                        page));
    }

    private static <T> Page<T> page(List<T> all, PageRequest page) {
        String cursor = page.cursor();
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(all.size(), from + page.limit());
        return new Page<>(all.subList(Math.min(from, to), to), to < all.size() ? Integer.toString(to) : null);
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return change(
                request.queue().type(),
                now -> now.type
                        .find(request.queue().id(), now.at)
                        .map(queue -> clear(now, queue, request))
                        .orElseGet(() -> new ClearReply(false, 0, false, now.type.stamp(now.wall))));
    }

    private static ClearReply clear(Now now, ModelQueue queue, ClearRequest request) {
        now.type.change(now.at);
        queue.promote(now.at);
        List<ModelJob> waiting = new ArrayList<>(queue.in(JobState.QUEUED));
        queue.in(JobState.SCHEDULED).stream()
                .sorted(Comparator.<ModelJob>comparingLong(job -> job.until).thenComparing(ModelJob::place))
                .forEach(waiting::add);
        List<ModelJob> gone = waiting.subList(0, Math.min(request.limit(), waiting.size()));
        gone.forEach(job -> queue.jobs.remove(job.id));
        if (request.settings()) {
            queue.resetSettings();
        }
        now.type.settle(queue, now.at);
        return new ClearReply(true, gone.size(), queue.length() > 0, now.type.stamp(now.wall));
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return look(
                type,
                now -> page(
                        each(
                                dead(now),
                                job -> new DeadJob(
                                        JobKey.of(type, job.queue.id, job.id),
                                        job.payload,
                                        now.type.toWall(job.until, now.wall),
                                        job.deliveries,
                                        job.failure)),
                        page));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(DeadJobsRequest request) {
        return onDead(request, (now, job) -> {
            now.type.change(now.at);
            job.state = JobState.QUEUED;
            job.requeues = 0;
            now.type.settle(job.queue, now.at);
        });
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DeadJobsRequest request) {
        return onDead(request, ModelBackend::remove);
    }

    private CompletionStage<List<DeadJobResult>> onDead(DeadJobsRequest request, BiConsumer<Now, ModelJob> change) {
        return change(
                request.type(),
                now -> each(request.jobs(), (JobRef ref) -> {
                    Optional<ModelJob> dead =
                            now.type.find(ref.queueId(), ref.jobId(), now.at).filter(job -> job.is(JobState.DEAD));
                    dead.ifPresent(job -> change.accept(now, job));
                    return new DeadJobResult(dead.isPresent(), now.type.stamp(now.wall));
                }));
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        return CompletableFuture.completedStage(new Health(true, "the model", List.of(), 0));
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
