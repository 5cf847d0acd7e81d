package io.sharq.redis.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.sharq.api.DeadJob;
import io.sharq.api.EpochMicros;
import io.sharq.api.Headers;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.Damage;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.partition.ShardedCursor;
import io.sharq.redis.script.PackedHeaders;
import io.sharq.redis.script.PackedMinutes;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Forecast;
import io.sharq.rules.MetricsSum;
import io.sharq.spi.MetricsScope;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The read-only operations. They change nothing that a caller can see. */
public final class JobViews {
    /** The states, indexed by the numbers that the script returns. */
    private static final JobState[] STATES = {
        JobState.QUEUED, JobState.ACTIVE, JobState.DEAD, JobState.FINISHED, JobState.SCHEDULED
    };

    /** What is added to the number of the state of a job that has a deadline. */
    private static final int WITH_DEADLINE = 8;

    private static final Metrics NOTHING = new Metrics(List.of(), 0, 0, 0, 0, Optional.empty(), Instant.EPOCH);
    private static final int ORDER_BIAS = 32_768;
    private static final int TYPES_A_STEP = 1_000;

    private final RedisConnection link;
    private final KeyNames names;
    private final Partitions partitions;

    public JobViews(RedisConnection link, KeyNames names, Partitions partitions) {
        this.link = link;
        this.names = names;
        this.partitions = partitions;
    }

    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return facts(queue).thenApply(found -> found.map(facts -> facts.toView(queue)));
    }

    private CompletionStage<Optional<StoredQueue>> facts(QueueKey queue) {
        return untilComplete(() -> call(
                        "describe of " + queue,
                        Script.DESCRIBE,
                        queue.type(),
                        partitions.of(queue.id()),
                        partitions.arguments().id(queue.id())))
                .thenApply(
                        reply -> reply.hasMore() ? Optional.of(StoredQueue.of(queue.type(), reply)) : Optional.empty());
    }

    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return find("find of " + job, job, arguments -> arguments);
    }

    /** Rule 27: finds a job, and notes in its record that its end is waited for. */
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return find("watch of " + job, job, arguments -> arguments.flag(true));
    }

    private CompletionStage<Optional<JobDescription>> find(
            String operation, JobKey job, UnaryOperator<ScriptArguments> more) {
        return untilComplete(() -> call(
                        operation,
                        Script.FIND,
                        job.queue().type(),
                        partitions.of(job.queue().id()),
                        more.apply(partitions.arguments().id(job.queue().id()).id(job.id()))))
                .thenCompose(reply -> {
                    if (!reply.hasMore()) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    return facts(job.queue()).thenApply(facts -> facts.map(queue -> jobView(job, reply, queue)));
                });
    }

    public CompletionStage<Page<WaitingJob>> waiting(QueueKey queue, PageRequest page) {
        WaitingJobs after = WaitingJobs.after(page.cursor());
        return untilComplete(() -> call(
                        "list of jobs of " + queue,
                        Script.LIST_JOBS,
                        queue.type(),
                        partitions.of(queue.id()),
                        partitions
                                .arguments()
                                .id(queue.id())
                                .add(after.set())
                                .add(after.member())
                                .add(page.limit())))
                .thenCompose(reply -> facts(queue)
                        .thenApply(facts -> !reply.hasMore() || facts.isEmpty()
                                ? new Page<>(List.of(), null)
                                : waiting(queue, reply, facts.get())));
    }

    /** Returns the jobs of a page. A damaged entry keeps its position, as it does for a dequeue, and is left out. */
    private static Page<WaitingJob> waiting(QueueKey queue, ScriptReply reply, StoredQueue facts) {
        long position = reply.number();
        boolean isLast = !reply.flag();
        List<WaitingJob> jobs = new ArrayList<>();
        WaitingJobs job = WaitingJobs.START;
        while (reply.hasMore()) {
            job = WaitingJobs.of(reply);
            if (job.isJob()) {
                jobs.add(waiting(queue, job, position, facts));
            }
            position++;
        }
        return new Page<>(jobs, isLast ? null : job.toCursor());
    }

    private static WaitingJob waiting(QueueKey queue, WaitingJobs job, long position, StoredQueue facts) {
        boolean isScheduled = job.isScheduled();
        JobState state = isScheduled ? JobState.SCHEDULED : JobState.QUEUED;
        long dueMicros = isScheduled ? job.dueMicros() : 0;
        return new WaitingJob(
                new JobKey(queue, job.jobId()),
                state,
                job.order(),
                isScheduled ? Optional.of(facts.instant(dueMicros)) : Optional.empty(),
                earliest(state, position, dueMicros, job.deadlineMicros(), facts),
                deadline(job.deadlineMicros(), facts),
                job.headers());
    }

    /** Repeats a call while the script returns -1: more jobs have come due than it moves in one call. */
    private static CompletionStage<ScriptReply> untilComplete(Supplier<CompletionStage<ScriptReply>> call) {
        return call.get()
                .thenCompose(reply ->
                        reply.nextIsIncomplete() ? untilComplete(call) : CompletableFuture.completedStage(reply));
    }

    private static JobDescription jobView(JobKey job, ScriptReply reply, StoredQueue queue) {
        int number = reply.integer();
        boolean hasDeadline = number >= WITH_DEADLINE;
        JobState state = STATES[number % WITH_DEADLINE];
        int order = (ByteBuffer.wrap(reply.bytes()).getShort() & 0xffff) - ORDER_BIAS;
        long position = reply.number();
        long untilMicros = reply.number();
        int deliveries = reply.integer();
        int requeues = reply.integer();
        int limit = reply.integer();
        boolean isActive = state == JobState.ACTIVE;
        LeaseToken token = isActive ? reply.token() : null;
        if (!isActive) {
            reply.skip();
        }
        String failure = reply.text();
        long deadlineMicros = hasDeadline ? reply.number() : Deadlines.NONE;
        byte[] packed = reply.hasMore() ? reply.bytes() : new byte[0];
        Headers headers = packed.length > 0 ? PackedHeaders.unpack(packed) : Headers.NONE;
        Optional<String> consumer = isActive && reply.hasMore() ? Optional.of(reply.text()) : Optional.empty();
        Optional<Payload> result = reply.hasMore() ? Optional.of(Payload.wrap(reply.bytes())) : Optional.empty();
        boolean hasInstant = isActive || state == JobState.SCHEDULED || state == JobState.FINISHED;
        return new JobDescription(
                job,
                state,
                order,
                state == JobState.QUEUED ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest(state, position, untilMicros, deadlineMicros, queue),
                deliveries,
                requeues,
                limit,
                Optional.ofNullable(token).map(own -> new Lease(job, own, queue.instant(untilMicros))),
                consumer,
                hasInstant ? Optional.of(queue.instant(untilMicros)) : Optional.empty(),
                deadline(deadlineMicros, queue),
                failure.isEmpty() ? Optional.empty() : Optional.of(failure),
                headers,
                result,
                queue.stamp());
    }

    private static Optional<Instant> deadline(long deadlineMicros, StoredQueue queue) {
        return deadlineMicros == Deadlines.NONE ? Optional.empty() : Optional.of(queue.instant(deadlineMicros));
    }

    private static Optional<Instant> earliest(
            JobState state, long position, long dueMicros, long deadlineMicros, StoredQueue queue) {
        boolean waits = state == JobState.QUEUED || state == JobState.SCHEDULED;
        if (!waits || queue.facts().paused() || queue.typePaused()) {
            return Optional.empty();
        }
        long steadyMicros = state == JobState.QUEUED
                ? Forecast.queued(queue.facts(), position, queue.nowMicros())
                : Forecast.scheduled(queue.facts(), dueMicros, queue.nowMicros());
        return Deadlines.hasPassed(deadlineMicros, steadyMicros)
                ? Optional.empty()
                : Optional.of(queue.instant(steadyMicros));
    }

    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        if (scope instanceof MetricsScope.Queue queue) {
            return facts(queue.queue())
                    .thenCompose(found -> found.isPresent()
                            ? CompletableFuture.completedStage(found.get().toMetrics())
                            : count(QueueKey.DEFAULT_TYPE)
                                    .thenApply(type -> new MetricsSum(EpochMicros.of(type.at())).toReply()));
        }
        if (scope instanceof MetricsScope.Type type) {
            return count(type.type());
        }
        // No type can have this name: the request only reads the time.
        return count(new ListedPartition("", 0, partitions.count()))
                .thenCompose(first -> addListed(new MetricsSum(EpochMicros.of(first.at())), ScanCursor.INITIAL))
                .thenApply(MetricsSum::toReply);
    }

    private CompletionStage<MetricsSum> addListed(MetricsSum totals, ScanCursor cursor) {
        return scan("metrics", cursor, TYPES_A_STEP).thenCompose(page -> {
            CompletionStage<MetricsSum> sum = CompletableFuture.completedStage(totals);
            for (byte[] field : page.getMap().keySet()) {
                Optional<ListedPartition> listed = ListedPartition.of(field);
                if (listed.isPresent()) {
                    sum = sum.thenCombine(countIfSound(listed.get()), MetricsSum::add);
                }
            }
            return page.isFinished() ? sum : sum.thenCompose(all -> addListed(all, page));
        });
    }

    /**
     * Counts a partition, or nothing if it is damaged, so that one damaged type does not prevent counting the others. Health
     * reports the damage.
     */
    private CompletionStage<Metrics> countIfSound(ListedPartition listed) {
        return count(listed)
                .exceptionallyCompose(failure -> Damage.isWrongType(failure)
                        ? CompletableFuture.completedStage(NOTHING)
                        : CompletableFuture.failedStage(failure));
    }

    private CompletionStage<Metrics> count(String type) {
        String operation = "metrics of " + type;
        return partitions
                .agreement()
                .check(operation, type)
                .thenCompose(agreed -> partitions.each(
                        operation, partition -> count(new ListedPartition(type, partition, partitions.count()))))
                .thenApply(counts -> {
                    MetricsSum sum = new MetricsSum(EpochMicros.of(counts.get(0).at()));
                    counts.forEach(sum::add);
                    return sum.toReply();
                });
    }

    private CompletionStage<Metrics> count(ListedPartition listed) {
        return partitions
                .send("metrics of " + listed.type(), Script.COUNT, listed, partitions.arguments())
                .thenApply(reply -> {
                    long atMicros = reply.number();
                    long queued = reply.number();
                    long scheduled = reply.number();
                    long active = reply.number();
                    long dead = reply.number();
                    List<Metrics.Minute> minutes = new PackedMinutes(reply.bytes()).window(atMicros);
                    Optional<Instant> oldestReady = EpochMicros.toInstant(reply.optionalNumber());
                    return new Metrics(
                            minutes,
                            queued + scheduled,
                            scheduled,
                            active,
                            dead,
                            oldestReady,
                            EpochMicros.toInstant(atMicros));
                });
    }

    public CompletionStage<Page<String>> types(PageRequest page) {
        String cursor = page.cursor();
        ScanCursor from = cursor == null ? ScanCursor.INITIAL : ScanCursor.of(ShardedCursor.checked(cursor));
        return scan("list of types", from, page.limit()).thenApply(found -> {
            List<String> types = found.getMap().keySet().stream()
                    .filter(field -> field[0] != '>')
                    .map(ListedPartition::typeOf)
                    .distinct()
                    .toList();
            return new Page<>(types, found.isFinished() ? null : found.getCursor());
        });
    }

    private CompletionStage<MapScanCursor<byte[], byte[]>> scan(String operation, ScanCursor cursor, int limit) {
        return link.plain(operation, redis -> redis.hscan(names.types(), cursor, ScanArgs.Builder.limit(limit)));
    }

    /** Lists one partition after the other, until the page is full. */
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return queues(type, ShardedCursor.of(page.cursor(), partitions.count()), page.limit(), List.of());
    }

    private CompletionStage<Page<String>> queues(String type, ShardedCursor cursor, int limit, List<String> before) {
        ScriptArguments arguments = partitions.arguments().add(cursor.within()).add(limit);
        return call("list of " + type, Script.LIST_QUEUES, type, cursor.partition(), arguments)
                .thenCompose(reply -> {
                    String within = new String(reply.bytes(), ISO_8859_1);
                    List<String> queues = new ArrayList<>(before);
                    while (reply.hasMore()) {
                        queues.add(reply.id());
                    }
                    ShardedCursor next = cursor.after(within.equals("0") ? null : within);
                    if (next == null || queues.size() >= limit || partitions.areOne()) {
                        return CompletableFuture.completedStage(new Page<>(queues, next == null ? null : next.text()));
                    }
                    return queues(type, next, limit, queues);
                });
    }

    /**
     * Lists the dead jobs of all partitions by the revision of their deaths. The cursor names the revision and the partition
     * of the last one.
     */
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        ShardedCursor after = ShardedCursor.of(page.cursor(), partitions.count());
        String operation = "list of dead " + type;
        return partitions
                .each(operation, partition -> {
                    ScriptArguments arguments = partitions
                            .arguments()
                            .add(after.revisionFor(partition))
                            .add(page.limit());
                    return call(operation, Script.LIST_DEAD, type, partition, arguments)
                            .thenApply(reply -> buried(type, partition, reply));
                })
                .thenApply(parts -> {
                    List<Buried> oldest = parts.stream()
                            .flatMap(List::stream)
                            .sorted(Comparator.comparingLong(Buried::revision).thenComparingInt(Buried::partition))
                            .limit(page.limit())
                            .toList();
                    Buried last = oldest.size() < page.limit() ? null : oldest.get(oldest.size() - 1);
                    String next = last == null
                            ? null
                            : new ShardedCursor(last.partition(), Long.toString(last.revision()), partitions.count())
                                    .text();
                    return new Page<>(oldest.stream().map(Buried::job).toList(), next);
                });
    }

    private record Buried(int partition, long revision, DeadJob job) {}

    private static List<Buried> buried(String type, int partition, ScriptReply reply) {
        List<Buried> jobs = new ArrayList<>();
        while (reply.hasMore()) {
            jobs.add(new Buried(partition, reply.number(), deadJob(type, reply)));
        }
        return jobs;
    }

    private static DeadJob deadJob(String type, ScriptReply reply) {
        JobKey job = JobKey.of(type, reply.id(), reply.id());
        StoredContent content = StoredContent.of(reply);
        Instant diedAt = EpochMicros.toInstant(reply.number());
        int deliveries = reply.integer();
        String reason = reply.text();
        return new DeadJob(
                job,
                content.payload(),
                content.headers(),
                diedAt,
                deliveries,
                reason.isEmpty() ? Optional.empty() : Optional.of(reason));
    }

    private CompletionStage<ScriptReply> call(
            String operation, Script script, String type, int partition, ScriptArguments arguments) {
        return partitions.call(operation, script, type, partition, arguments);
    }
}
