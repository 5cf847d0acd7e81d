package io.sharq.redis;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.WaitingJob;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.connection.RedisErrors;
import io.sharq.redis.health.HealthCheck;
import io.sharq.redis.health.Permissions;
import io.sharq.redis.operation.BatchScripts;
import io.sharq.redis.operation.DeadJobs;
import io.sharq.redis.operation.DefaultsControls;
import io.sharq.redis.operation.Dequeues;
import io.sharq.redis.operation.Enqueues;
import io.sharq.redis.operation.JobChanges;
import io.sharq.redis.operation.JobViews;
import io.sharq.redis.operation.LeaseChanges;
import io.sharq.redis.operation.QueueControls;
import io.sharq.redis.operation.Upkeep;
import io.sharq.redis.operation.UpkeepSchedule;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import io.sharq.redis.turn.ReadyNotifications;
import io.sharq.redis.turn.TurnsCache;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJobResult;
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
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend that stores queues in Redis 6.2 or later. Each operation is one script call, and so one round trip. Thread-safe.
 *
 * <p>Concurrent enqueues, finishes, and dequeues from any queue are batched per partition. Requests of one of these kinds,
 * for one partition, that one thread sends without waiting for responses are run in order. The order may change if the first
 * of them has to open the partition, to follow a slot that moves, or to send a script that Redis has forgotten. Requests of
 * different kinds may overtake each other. A request that is still unsent after the timeout fails with the outcome
 * {@link io.sharq.api.Outcome#NOT_DONE}.
 *
 * <p>All requests share one pipelined connection, which reconnects by itself. When it is lost, requests in flight fail with
 * the outcome {@link io.sharq.api.Outcome#UNKNOWN}. Requests made before it is back fail with
 * {@link io.sharq.api.Outcome#NOT_DONE}.
 */
public final class RedisBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);

    /**
     * How often listeners are notified of possibly missed messages in a cluster: messages between its nodes can be lost
     * silently.
     */
    private static final Duration CLUSTER_REMINDER = Duration.ofSeconds(5);

    private final RedisConnection link;
    private final KeyNames names;
    private final Enqueues enqueues;
    private final Dequeues dequeues;
    private final LeaseChanges leases;
    private final JobChanges jobChanges;
    private final QueueControls steering;
    private final DefaultsControls defaults;
    private final Upkeep upkeep;
    private final DeadJobs graves;
    private final UpkeepSchedule visits;
    private final JobViews looks;
    private final ReadyNotifications wakeups;
    private final HealthCheck healthCheck;

    private RedisBackend(RedisSettings settings, RedisConnection link) {
        this.link = link;
        this.names = new KeyNames(settings.keyPrefix(), settings.database());
        Partitions partitions =
                new Partitions(link, names, settings.clock(), new Sharding(settings.shards()), settings.timeout());
        PartitionDirectory listing = new PartitionDirectory(link, names, partitions, settings.bounds());
        TurnsCache turns = new TurnsCache(settings.shards());
        BatchScripts changes = new BatchScripts(partitions, turns);
        this.visits = new UpkeepSchedule(link, names, settings.clock(), partitions.traffic());
        this.enqueues = new Enqueues(partitions, listing, changes, visits);
        this.dequeues = new Dequeues(partitions, turns, visits);
        this.graves = new DeadJobs(partitions, turns, changes, visits);
        this.leases = new LeaseChanges(partitions, changes, graves);
        this.jobChanges = new JobChanges(partitions, changes, visits);
        this.steering = new QueueControls(partitions, listing, changes, visits);
        this.defaults = new DefaultsControls(partitions, listing, changes, visits);
        this.upkeep = new Upkeep(partitions, listing, changes, graves, visits);
        this.looks = new JobViews(link, names, partitions);
        this.wakeups = new ReadyNotifications(turns);
        this.healthCheck = new HealthCheck(settings, link, names, partitions);
    }

    /**
     * Connects to a Redis. Settings and state of the server that put jobs at risk are logged as warnings, and reported by
     * {@link #health()}. What Redis's default {@code appendfsync everysec} may undo is logged as information, if the user
     * may read that setting.
     *
     * @param settings the connection settings
     * @return the open backend
     * @throws io.sharq.api.BackendException if the Redis cannot be reached, or its user lacks a right that a script needs
     * @throws io.sharq.api.ConfigurationException if the class path has a version of Lettuce or Netty that cannot be used
     */
    public static RedisBackend open(RedisSettings settings) {
        RedisConnection link = RedisConnection.open(settings);
        try {
            RedisBackend backend = new RedisBackend(settings, link);
            link.subscription().addListener((RedisPubSubListener<byte[], byte[]>) backend.wakeups);
            link.subscription().addListener((RedisConnectionStateListener) backend.wakeups);
            link.subscription().sync().subscribe(backend.names.channel());
            Permissions.check(link, backend.names);
            if (settings.isClustered()) {
                link.every(CLUSTER_REMINDER, backend.wakeups::missed);
            }
            CompletionStage<?> unused = backend.healthCheck.fitness().thenAccept(fitness -> {
                fitness.warnings().forEach(warning -> LOG.warn("{}: {}", settings, warning));
                fitness.notes().forEach(note -> LOG.info("{}: {}", settings, note));
            });
            return backend;
        } catch (RuntimeException e) {
            link.close();
            throw RedisErrors.of("open", e);
        } catch (Error e) {
            link.close();
            throw e;
        }
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
                Feature.CONSUMERS);
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return enqueues.enqueue(request);
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return dequeues.dequeue(request);
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return leases.finish(request);
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        return leases.fail(request);
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return leases.release(request);
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        return leases.throttle(request);
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        return jobChanges.cancel(request);
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return jobChanges.change(request);
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return leases.extend(request);
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return upkeep.requeue(request);
    }

    @Override
    public CompletionStage<DueReply> due(DueRequest request) {
        return visits.due(request);
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return steering.configure(request);
    }

    @Override
    public CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        return defaults.set(request);
    }

    @Override
    public CompletionStage<List<QueueDefaults>> defaults(String type) {
        return defaults.list(Bounds.queueType("queue_type", type));
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        return steering.pause(request);
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return steering.clear(request);
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return looks.describe(queue);
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return looks.find(job);
    }

    @Override
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return looks.watch(job);
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        return looks.waiting(queue, page);
    }

    @Override
    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        return looks.metrics(scope);
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        return looks.types(page);
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return looks.queues(Bounds.queueType("queue_type", type), page);
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        return looks.deadJobs(Bounds.queueType("queue_type", type), page);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        return graves.change("redrive", request.type(), request.jobs());
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        return graves.change("discard", request.type(), request.jobs());
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        byte[][] keys = {names.settings()};
        ScriptArguments arguments = ScriptArguments.none()
                .add(request.deadLimits().maxCount())
                .add(request.deadLimits().maxAgeMicros())
                .flag(request.replaces());
        return link.call("agreement on dead jobs", Script.AGREE, keys, arguments.toArray())
                .thenApply(elements -> {
                    ScriptReply reply = new ScriptReply(elements, 0);
                    return new DeadLimits(Integer.parseInt(reply.text()), Long.parseLong(reply.text()));
                });
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return wakeups.add(listener);
    }

    @Override
    public Registration onEnded(EndListener listener) {
        return wakeups.add(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        return healthCheck.run();
    }

    @Override
    public void close() {
        link.close();
    }
}
