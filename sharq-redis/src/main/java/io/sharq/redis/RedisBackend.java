package io.sharq.redis;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.sharq.api.JobKey;
import io.sharq.api.Limits;
import io.sharq.api.QueueKey;
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
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FailStatus;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Health;
import io.sharq.spi.JobRef;
import io.sharq.spi.JobView;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.Page;
import io.sharq.spi.PageRequest;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueView;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queues in Redis 6.2 or later. Each operation is one call of a script, and so one round trip. Enqueues and
 * finishes that are made at the same time share the round trips to a partition, and so do dequeues from any queue of a
 * type that has one partition; so calls whose answers nobody waited for may overtake calls of another kind. All go over
 * one connection, pipelined; when it is lost, the calls in flight fail with the outcome
 * {@link io.sharq.api.Outcome#UNKNOWN}, those made meanwhile with {@link io.sharq.api.Outcome#NOT_DONE}, and the
 * connection comes back by itself. Thread-safe.
 */
public final class RedisBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final byte[] EMPTY = new byte[0];

    /** Between the nodes of a cluster, messages may get lost without anybody's notice. */
    private static final Duration CLUSTER_REMINDER = Duration.ofSeconds(5);

    /** The statuses by the numbers that the scripts give. */
    private static final EnqueueStatus[] ENQUEUE_STATUSES = {
        EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUE_FULL
    };

    private static final FailStatus[] FAIL_STATUSES = {FailStatus.LEASE_LOST, FailStatus.REQUEUED, FailStatus.DEAD};

    private final RedisSettings settings;
    private final RedisLink link;
    private final KeyNames names;
    private final Partitions partitions;
    private final Listing listing;
    private final Looks looks;
    private final AllTurns turns;
    private final Graves graves;
    private final Wakeups wakeups;
    private final SharedTrips<Together.Place, Together.Part<Together.Place, EnqueueItem>, List<EnqueueResult>>
            enqueues = Together.trips(this::enqueueTo);
    private final SharedTrips<String, DequeueRequest, DequeueReply> dequeues =
            new SharedTrips<>(DequeueRequest::type, DequeueRequest::count, this::dequeueTogether);
    private final SharedTrips<Together.FinishKind, Together.Part<Together.FinishKind, LeaseRef>, List<LeaseResult>>
            finishes = Together.trips(this::finishIn);

    private RedisBackend(RedisSettings settings, RedisLink link) {
        this.settings = settings;
        this.link = link;
        this.names = new KeyNames(settings.keyPrefix(), settings.database());
        this.partitions = new Partitions(link, names, settings.clock(), new Spread(settings.shards()));
        this.listing = new Listing(link, names, partitions);
        this.looks = new Looks(link, names, partitions);
        this.turns = new AllTurns(settings.shards());
        this.graves = new Graves(partitions, turns);
        this.wakeups = new Wakeups(turns);
    }

    /**
     * Connects. What of the Redis's own settings puts jobs at risk is logged as a warning, and stands in its health.
     *
     * @param settings where the Redis is
     * @return the open backend
     * @throws io.sharq.api.BackendException if the Redis cannot be reached, or its user lacks a right that a script needs
     */
    public static RedisBackend open(RedisSettings settings) {
        RedisLink link = RedisLink.open(settings);
        RedisBackend backend = new RedisBackend(settings, link);
        try {
            link.subscription().addListener((RedisPubSubListener<byte[], byte[]>) backend.wakeups);
            link.subscription().addListener((RedisConnectionStateListener) backend.wakeups);
            link.subscription().sync().subscribe(backend.names.channel());
            Rights.check(link, backend.names);
            if (settings.isClustered()) {
                link.every(CLUSTER_REMINDER, backend.wakeups::missed);
            }
            CompletionStage<?> unused = backend.warnings()
                    .thenAccept(warnings -> warnings.forEach(warning -> LOG.warn("{}: {}", settings, warning)));
            return backend;
        } catch (RuntimeException e) {
            link.close();
            throw Faults.of("open", e);
        }
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return partitions.split(
                "enqueue to " + request.type(),
                request.items(),
                EnqueueItem::queueId,
                (partition, items) ->
                        enqueues.call(new Together.Part<>(new Together.Place(request.type(), partition), items)));
    }

    private CompletionStage<List<EnqueueResult>> enqueueTo(Together.Place place, List<EnqueueItem> items) {
        String type = place.type();
        int partition = place.partition();
        String operation = "enqueue to " + type;
        return listing.whenListed(operation, type, partition, () -> {
                    Arguments arguments = partitions.notifying(type, partition).add(items.size());
                    items.forEach(item -> EnqueueOptions.add(arguments, item));
                    return partitions.callDurably(operation, Script.ENQUEUE, type, partition, arguments);
                })
                .thenApply(reply -> each(type, reply, items.size(), RedisBackend::enqueueResult));
    }

    private static EnqueueResult enqueueResult(Reply reply, long atMicros) {
        EnqueueStatus status = ENQUEUE_STATUSES[reply.integer()];
        long length = reply.number();
        return new EnqueueResult(status, length, reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        if (!partitions.areOne()) {
            return new SpreadDequeue(partitions, turns, request).run();
        }
        return request.from() instanceof DequeueFrom.AnyQueue
                ? dequeues.call(request)
                : dequeueTogether(List.of(request)).thenApply(replies -> replies.get(0));
    }

    /** From the only partition of their type. */
    private CompletionStage<List<DequeueReply>> dequeueTogether(List<DequeueRequest> calls) {
        String type = calls.get(0).type();
        Arguments arguments = partitions.arguments();
        calls.forEach(call -> DequeueReplies.ask(arguments, call, call.count(), DequeueReplies.ALONE));
        return partitions
                .call("dequeue from " + type, Script.DEQUEUE, type, 0, arguments)
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    List<DequeueReply> replies = calls.stream()
                            .map(call -> DequeueReplies.read(reply, atMicros, call.nonce()))
                            .toList();
                    if (replies.get(0).stamp().revision() == 0) {
                        partitions.agreement().doubt(type);
                    }
                    return replies;
                });
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return partitions.split(
                "finish of " + request.type(),
                request.leases(),
                LeaseRef::queueId,
                (partition, leases) -> finishes.call(new Together.Part<>(
                        new Together.FinishKind(request.type(), partition, request.retentionMicros()), leases)));
    }

    private CompletionStage<List<LeaseResult>> finishIn(Together.FinishKind kind, List<LeaseRef> leases) {
        Arguments arguments = partitions
                .notifying(kind.type(), kind.partition())
                .add(kind.retentionMicros())
                .leases(leases);
        return changed(
                "finish of " + kind.type(),
                Script.FINISH,
                kind.partition(),
                kind.type(),
                arguments,
                leases.size(),
                RedisBackend::leaseResult);
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        String operation = "release of " + request.type();
        return partitions.split(operation, request.leases(), LeaseRef::queueId, (partition, leases) -> {
            Arguments arguments =
                    partitions.notifying(request.type(), partition).leases(leases);
            return changed(
                    operation,
                    Script.RELEASE,
                    partition,
                    request.type(),
                    arguments,
                    leases.size(),
                    RedisBackend::leaseResult);
        });
    }

    private static LeaseResult leaseResult(Reply reply, long atMicros) {
        return new LeaseResult(leaseStatus(reply), reply.stamp(reply.number(), atMicros));
    }

    private static LeaseStatus leaseStatus(Reply reply) {
        return reply.flag() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST;
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        String operation = "fail of " + request.type();
        int maxDead = request.deadLimits().maxCount();
        return partitions
                .split(operation, request.items(), item -> item.lease().queueId(), (partition, items) -> {
                    Arguments arguments = partitions
                            .notifying(request.type(), partition)
                            .add(maxDead)
                            .add(items.size());
                    items.forEach(item -> {
                        String reason = item.reason();
                        arguments.lease(item.lease()).add(item.delayMicros()).add(reason == null ? "" : reason);
                    });
                    return changed(
                            operation,
                            Script.FAIL,
                            partition,
                            request.type(),
                            arguments,
                            items.size(),
                            RedisBackend::failResult);
                })
                .thenCompose(results ->
                        !partitions.areOne() && results.stream().anyMatch(result -> result.status() == FailStatus.DEAD)
                                ? graves.trim(operation, request.type(), maxDead, Graves.PUSHED_OUT)
                                        // What is too many goes with the next upkeep, if it cannot go at once: the
                                        // failures are told all the same.
                                        .handle((trimmed, later) -> results)
                                : CompletableFuture.completedStage(results));
    }

    private static FailResult failResult(Reply reply, long atMicros) {
        return new FailResult(FAIL_STATUSES[reply.integer()], reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        String operation = "extend of " + request.type();
        return partitions.split(operation, request.leases(), LeaseRef::queueId, (partition, leases) -> {
            Arguments arguments =
                    partitions.arguments().add(request.leaseMicros()).leases(leases);
            return changed(
                    operation,
                    Script.EXTEND,
                    partition,
                    request.type(),
                    arguments,
                    leases.size(),
                    RedisBackend::extendResult);
        });
    }

    private static ExtendResult extendResult(Reply reply, long atMicros) {
        LeaseStatus status = leaseStatus(reply);
        long expiresAtMicros = reply.number();
        return new ExtendResult(
                status,
                status == LeaseStatus.DONE ? OptionalLong.of(expiresAtMicros) : OptionalLong.empty(),
                reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return partitions.areOne()
                ? upkeep(request, 0, null).thenApply(RequeueStep::reply)
                : new SpreadUpkeep(graves, this::upkeep).run(request);
    }

    /** A step in one partition; it leaves the list when nothing of it is there any more. */
    private CompletionStage<RequeueStep> upkeep(
            RequeueRequest request, int partition, SpreadUpkeep.@Nullable Shares shares) {
        return step(request, partition, shares)
                .thenCompose(step -> step.isGone()
                        ? unlist(request, partition, shares, step)
                        : CompletableFuture.completedStage(step));
    }

    private CompletionStage<RequeueStep> step(
            RequeueRequest request, int partition, SpreadUpkeep.@Nullable Shares shares) {
        Arguments arguments = partitions
                .notifying(request.type(), partition)
                .add(shares == null ? request.limit() : shares.limit())
                .add(request.deadLimits().maxCount())
                .add(request.deadLimits().maxAgeMicros());
        if (shares != null) {
            arguments.add(request.limit());
        }
        return partitions
                .call("requeue of " + request.type(), Script.REQUEUE, request.type(), partition, arguments)
                .thenApply(reply -> {
                    RequeueStep step = RequeueStep.of(reply);
                    learn(request.type(), step.reply().stamp(), reply);
                    return step;
                });
    }

    /** The list's entry is read first and the partition looked at again after, so that no open one goes unlisted. */
    private CompletionStage<RequeueStep> unlist(
            RequeueRequest request, int partition, SpreadUpkeep.@Nullable Shares shares, RequeueStep first) {
        String operation = "requeue of " + request.type();
        partitions.agreement().doubt(request.type());
        return listing.entry(operation, request.type(), partition).thenCompose(entry -> {
            if (entry == null) {
                return CompletableFuture.completedStage(first);
            }
            return step(request, partition, shares)
                    .thenCompose(again -> again.isGone()
                            ? listing.remove(operation, request.type(), partition, entry)
                                    .thenApply(gone -> first)
                            : CompletableFuture.completedStage(first));
        });
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        QueueKey queue = request.queue();
        int partition = partitions.of(queue.id());
        return configured("configure of " + queue, queue.type(), partition, () -> {
            Arguments arguments = partitions
                    .notifying(queue.type(), partition)
                    .id(queue.id())
                    .flag(request.mustExist())
                    .optional(request.settings().intervalMillis())
                    .optional(request.settings().ordered())
                    .optional(request.settings().concurrency())
                    .optional(request.pinned())
                    .add(EMPTY);
            HoldArguments.add(arguments, request.hold());
            return arguments;
        });
    }

    /** A whole type is paused partition by partition: after a failure on the way, some of them may be. */
    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String queueId = request.queueId();
        String operation = (request.paused() ? "pause of " : "resume of ")
                + request.type()
                + (queueId == null ? "" : "/" + queueId);
        if (queueId != null) {
            return pause(operation, request, partitions.of(queueId));
        }
        return partitions
                .each(operation, partition -> pause(operation, request, partition))
                .thenApply(replies -> replies.stream()
                        .filter(ConfigureReply::found)
                        .findFirst()
                        .orElse(replies.get(0)));
    }

    private CompletionStage<ConfigureReply> pause(String operation, PauseRequest request, int partition) {
        String queueId = request.queueId();
        return configured(operation, request.type(), partition, () -> {
            Arguments arguments = partitions
                    .notifying(request.type(), partition)
                    .add(queueId == null ? EMPTY : IdCode.encode(queueId))
                    .flag(!request.paused())
                    .add(EMPTY)
                    .add(EMPTY)
                    .add(EMPTY)
                    .add(EMPTY)
                    .flag(request.paused());
            HoldArguments.add(arguments, null);
            return arguments;
        });
    }

    private CompletionStage<ConfigureReply> configured(
            String operation, String type, int partition, Supplier<Arguments> arguments) {
        return listing.whenListed(
                        operation,
                        type,
                        partition,
                        () -> partitions.call(operation, Script.CONFIGURE, type, partition, arguments.get()))
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    boolean isFound = reply.flag();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    learn(type, stamp, reply);
                    return new ConfigureReply(isFound, stamp);
                });
    }

    @Override
    public CompletionStage<Optional<QueueView>> describe(QueueKey queue) {
        return looks.describe(queue);
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobKey job) {
        return looks.find(job);
    }

    @Override
    public CompletionStage<MetricsReply> metrics(MetricsScope scope) {
        return looks.metrics(scope);
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        return looks.types(page);
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return looks.queues(Limits.identifier("queue_type", type), page);
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        QueueKey queue = request.queue();
        int partition = partitions.of(queue.id());
        Arguments arguments = partitions
                .notifying(queue.type(), partition)
                .id(queue.id())
                .flag(request.settings())
                .add(request.limit());
        return partitions
                .call("clear of " + queue, Script.CLEAR, queue.type(), partition, arguments)
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    boolean isFound = reply.flag();
                    int removed = reply.integer();
                    boolean more = reply.flag();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    learn(queue.type(), stamp, reply);
                    return new ClearReply(isFound, removed, more, stamp);
                });
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return looks.deadJobs(Limits.identifier("queue_type", type), page);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(DeadJobsRequest request) {
        return dead("redrive", request);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DeadJobsRequest request) {
        return dead("discard", request);
    }

    private CompletionStage<List<DeadJobResult>> dead(String verb, DeadJobsRequest request) {
        String operation = verb + " of " + request.type();
        return partitions.split(operation, request.jobs(), JobRef::queueId, (partition, jobs) -> {
            Arguments arguments =
                    partitions.notifying(request.type(), partition).add(verb).add(jobs.size());
            jobs.forEach(job -> arguments.id(job.queueId()).id(job.jobId()));
            return changed(
                    operation,
                    Script.DEAD_JOBS,
                    partition,
                    request.type(),
                    arguments,
                    jobs.size(),
                    (item, atMicros) -> new DeadJobResult(item.flag(), item.stamp(item.number(), atMicros)));
        });
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return wakeups.add(listener);
    }

    /** Asks by a script, because that is all that a user with the least rights may do. */
    @Override
    public CompletionStage<Health> health() {
        long startNanos = System.nanoTime();
        ListedPartition asked = new ListedPartition(QueueKey.DEFAULT_TYPE, 0, partitions.count());
        return partitions
                .send("health", Script.COUNT, asked, partitions.arguments())
                .thenApply(reply -> (System.nanoTime() - startNanos) / 1_000)
                .thenCompose(micros -> warnings().thenApply(warnings -> health(true, warnings, micros)))
                .exceptionally(failure -> health(
                        false,
                        List.of(String.valueOf(Faults.of("health", failure).getMessage())),
                        (System.nanoTime() - startNanos) / 1_000));
    }

    private Health health(boolean isAvailable, List<String> warnings, long micros) {
        return new Health(isAvailable, settings.toString(), warnings, micros);
    }

    /** What an operator should know of the Redis's own settings; nothing without the right to ask. */
    private CompletionStage<List<String>> warnings() {
        return link.plain("health", redis -> redis.info())
                .thenApply(Fitness::warnings)
                .exceptionally(failure -> List.of());
    }

    @Override
    public void close() {
        link.close();
    }

    private interface ItemReader<T> {
        T read(Reply reply, long atMicros);
    }

    private <T> CompletionStage<List<T>> changed(
            String operation,
            Script script,
            int partition,
            String type,
            Arguments arguments,
            int n,
            ItemReader<T> reader) {
        return partitions
                .call(operation, script, type, partition, arguments)
                .thenApply(reply -> each(type, reply, n, reader));
    }

    /** Reads a reply that is the wall clock and then the same elements for each of n items, the last the revision. */
    private <T> List<T> each(String type, Reply reply, int n, ItemReader<T> reader) {
        long atMicros = reply.number();
        List<T> results = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            results.add(reader.read(reply, atMicros));
        }
        learn(type, reply.stamp(reply.last(), atMicros), reply);
        return results;
    }

    /** A reply ends with an instant if the operation brought the partition's first queue in turn forward to it. */
    private void learn(String type, Stamp stamp, Reply reply) {
        if (!partitions.areOne()) {
            partitions.saw(stamp.revision());
            OptionalLong head = reply.hasMore() ? OptionalLong.of(reply.number()) : OptionalLong.empty();
            turns.changed(type, stamp.partition(), stamp.revision(), head);
        }
    }
}
