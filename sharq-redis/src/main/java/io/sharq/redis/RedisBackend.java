package io.sharq.redis;

import io.sharq.api.JobKey;
import io.sharq.api.LeaseToken;
import io.sharq.api.Limits;
import io.sharq.api.Payload;
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
import io.sharq.spi.JobView;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.LeasedJob;
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
import io.sharq.spi.TimeSource;
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
 * Keeps the queues in Redis 6.2 or later. Each operation is one call of a script, and so one round trip. All calls go
 * over one connection, pipelined; when it is lost, the calls in flight fail with the outcome
 * {@link io.sharq.api.Outcome#UNKNOWN}, those made meanwhile with {@link io.sharq.api.Outcome#NOT_DONE}, and the
 * connection comes back by itself. Thread-safe.
 */
public final class RedisBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final byte[] EMPTY = new byte[0];
    private static final byte[] ONE_QUEUE = {0};

    /** The statuses by the numbers that the scripts give. */
    private static final EnqueueStatus[] ENQUEUE_STATUSES = {
        EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUE_FULL
    };

    private static final FailStatus[] FAIL_STATUSES = {FailStatus.LEASE_LOST, FailStatus.REQUEUED, FailStatus.DEAD};

    private final RedisSettings settings;
    private final RedisLink link;
    private final KeyNames names;
    private final Listing listing;
    private final Looks looks;
    private final Wakeups wakeups = new Wakeups();
    private final @Nullable TimeSource clock;

    private RedisBackend(RedisSettings settings, RedisLink link) {
        this.settings = settings;
        this.link = link;
        this.clock = settings.clock();
        this.names = new KeyNames(settings.keyPrefix(), settings.database());
        this.listing = new Listing(link, names, clock);
        this.looks = new Looks(link, names, clock);
    }

    /**
     * Connects. What of the Redis's own settings puts jobs at risk is logged as a warning, and stands in its health.
     *
     * @param settings where the Redis is
     * @return the open backend
     * @throws io.sharq.api.BackendException if the Redis cannot be reached
     */
    public static RedisBackend open(RedisSettings settings) {
        RedisLink link = RedisLink.open(settings);
        RedisBackend backend = new RedisBackend(settings, link);
        try {
            link.subscription().addListener(backend.wakeups);
            link.subscription().sync().subscribe(backend.names.channel());
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
        String operation = "enqueue to " + request.type();
        return listing.whenListed(operation, request.type(), () -> {
                    Arguments arguments =
                            notifying(request.type()).add(request.items().size());
                    request.items().forEach(item -> EnqueueOptions.add(arguments, item));
                    return call(operation, Script.ENQUEUE, request.type(), arguments);
                })
                .thenApply(reply -> each(reply, request.items().size(), RedisBackend::enqueueResult));
    }

    private static EnqueueResult enqueueResult(Reply reply, long atMicros) {
        EnqueueStatus status = ENQUEUE_STATUSES[reply.integer()];
        long length = reply.number();
        return new EnqueueResult(status, length, Reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        Arguments arguments = Arguments.at(clock)
                .add(request.count())
                .add(request.leaseMicros())
                .nonce(request.nonce())
                .add(from(request.from()));
        return call("dequeue from " + request.type(), Script.DEQUEUE, request.type(), arguments)
                .thenApply(reply -> dequeueReply(reply, request.nonce()));
    }

    private static byte[] from(DequeueFrom from) {
        if (from instanceof DequeueFrom.Queue queue) {
            return IdCode.encode(queue.id());
        }
        return from instanceof DequeueFrom.OneQueue ? ONE_QUEUE : EMPTY;
    }

    private static DequeueReply dequeueReply(Reply reply, long nonce) {
        long atMicros = reply.number();
        Stamp stamp = Reply.stamp(reply.number(), atMicros);
        OptionalLong next = reply.optionalNumber();
        List<LeasedJob> jobs = new ArrayList<>();
        while (reply.hasMore()) {
            jobs.add(new LeasedJob(
                    reply.id(),
                    reply.id(),
                    Payload.wrap(reply.bytes()),
                    new LeaseToken(reply.number(), nonce),
                    reply.number(),
                    reply.integer(),
                    reply.integer(),
                    reply.integer(),
                    reply.number()));
        }
        return new DequeueReply(jobs, next, stamp);
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        Arguments arguments =
                notifying(request.type()).add(request.retentionMicros()).leases(request.leases());
        return call("finish of " + request.type(), Script.FINISH, request.type(), arguments)
                .thenApply(reply -> each(reply, request.leases().size(), RedisBackend::leaseResult));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        Arguments arguments = notifying(request.type()).leases(request.leases());
        return call("release of " + request.type(), Script.RELEASE, request.type(), arguments)
                .thenApply(reply -> each(reply, request.leases().size(), RedisBackend::leaseResult));
    }

    private static LeaseResult leaseResult(Reply reply, long atMicros) {
        return new LeaseResult(leaseStatus(reply), Reply.stamp(reply.number(), atMicros));
    }

    private static LeaseStatus leaseStatus(Reply reply) {
        return reply.flag() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST;
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        Arguments arguments = notifying(request.type())
                .add(request.deadLimits().maxCount())
                .add(request.items().size());
        request.items().forEach(item -> {
            String reason = item.reason();
            arguments.lease(item.lease()).add(item.delayMicros()).add(reason == null ? "" : reason);
        });
        return call("fail of " + request.type(), Script.FAIL, request.type(), arguments)
                .thenApply(reply -> each(reply, request.items().size(), RedisBackend::failResult));
    }

    private static FailResult failResult(Reply reply, long atMicros) {
        return new FailResult(FAIL_STATUSES[reply.integer()], Reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        Arguments arguments = Arguments.at(clock).add(request.leaseMicros()).leases(request.leases());
        return call("extend of " + request.type(), Script.EXTEND, request.type(), arguments)
                .thenApply(reply -> each(reply, request.leases().size(), RedisBackend::extendResult));
    }

    private static ExtendResult extendResult(Reply reply, long atMicros) {
        LeaseStatus status = leaseStatus(reply);
        long expiresAtMicros = reply.number();
        return new ExtendResult(
                status,
                status == LeaseStatus.DONE ? OptionalLong.of(expiresAtMicros) : OptionalLong.empty(),
                Reply.stamp(reply.number(), atMicros));
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return upkeep(request).thenCompose(step -> step.isGone() ? unlist(request, step) : done(step));
    }

    private CompletionStage<RequeueStep> upkeep(RequeueRequest request) {
        Arguments arguments = notifying(request.type())
                .add(request.limit())
                .add(request.deadLimits().maxCount())
                .add(request.deadLimits().maxAgeMicros());
        return call("requeue of " + request.type(), Script.REQUEUE, request.type(), arguments)
                .thenApply(RequeueStep::of);
    }

    /** The list's entry is read first and the partition looked at again after, so that no open one goes unlisted. */
    private CompletionStage<RequeueReply> unlist(RequeueRequest request, RequeueStep first) {
        String operation = "requeue of " + request.type();
        return listing.entry(operation, request.type()).thenCompose(entry -> {
            if (entry == null) {
                return done(first);
            }
            return upkeep(request)
                    .thenCompose(again -> again.isGone()
                            ? listing.remove(operation, request.type(), entry).thenCompose(gone -> done(first))
                            : done(first));
        });
    }

    private static CompletionStage<RequeueReply> done(RequeueStep step) {
        return CompletableFuture.completedStage(step.reply());
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        QueueKey queue = request.queue();
        return configured("configure of " + queue, queue.type(), () -> {
            Arguments arguments = notifying(queue.type())
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

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String queueId = request.queueId();
        String verb = request.paused() ? "pause of " : "resume of ";
        return configured(verb + request.type() + (queueId == null ? "" : "/" + queueId), request.type(), () -> {
            Arguments arguments = notifying(request.type())
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

    private CompletionStage<ConfigureReply> configured(String operation, String type, Supplier<Arguments> arguments) {
        return listing.whenListed(operation, type, () -> call(operation, Script.CONFIGURE, type, arguments.get()))
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    return new ConfigureReply(reply.flag(), Reply.stamp(reply.number(), atMicros));
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
        Arguments arguments =
                notifying(queue.type()).id(queue.id()).flag(request.settings()).add(request.limit());
        return call("clear of " + queue, Script.CLEAR, queue.type(), arguments).thenApply(reply -> {
            long atMicros = reply.number();
            return new ClearReply(reply.flag(), reply.integer(), reply.flag(), Reply.stamp(reply.number(), atMicros));
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
        Arguments arguments =
                notifying(request.type()).add(verb).add(request.jobs().size());
        request.jobs().forEach(job -> arguments.id(job.queueId()).id(job.jobId()));
        return call(verb + " of " + request.type(), Script.DEAD_JOBS, request.type(), arguments)
                .thenApply(reply -> each(
                        reply,
                        request.jobs().size(),
                        (item, atMicros) -> new DeadJobResult(item.flag(), Reply.stamp(item.number(), atMicros))));
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return wakeups.add(listener);
    }

    /** Asks by a script, because that is all that a user with the least rights may do. */
    @Override
    public CompletionStage<Health> health() {
        long startNanos = System.nanoTime();
        return call("health", Script.COUNT, QueueKey.DEFAULT_TYPE, Arguments.at(clock))
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

    private Arguments notifying(String type) {
        return Arguments.at(clock).add(names.channel()).add(type);
    }

    private CompletionStage<Reply> call(String operation, Script script, String type, Arguments arguments) {
        return link.call(operation, script, names.partition(type, 0), arguments.toArray());
    }

    private interface ItemReader<T> {
        T read(Reply reply, long atMicros);
    }

    /** Reads a reply that is the wall clock and then the same elements for each of n items. */
    private static <T> List<T> each(Reply reply, int n, ItemReader<T> reader) {
        long atMicros = reply.number();
        List<T> results = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            results.add(reader.read(reply, atMicros));
        }
        return results;
    }
}
