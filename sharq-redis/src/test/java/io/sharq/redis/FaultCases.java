package io.sharq.redis;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Each operation of a backend, from a state in which it has something to do; and all that can be seen of a state. */
final class FaultCases {
    static final QueueKey QUEUE = new QueueKey(Operations.TYPE, "user001");

    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);
    private static final PageRequest PAGE = PageRequest.first(10);
    private static final List<String> JOBS = List.of("1", "2", "3", "4");

    /** One operation, the same each time it is called. */
    interface Operation extends Function<Backend, CompletionStage<?>> {}

    /** Makes the state, and gives the operation. */
    interface SetUp {
        Operation on(Backend backend, ManualTime time);
    }

    private final Map<String, SetUp> all = new TreeMap<>();

    private FaultCases() {
        enqueues();
        dequeues();
        leases();
        throttles();
        changes();
        upkeep();
        steering();
        looks();
    }

    static Map<String, SetUp> all() {
        return new FaultCases().all;
    }

    private void enqueues() {
        all.put("enqueue of a type's first job", (b, time) -> backend -> backend.enqueue(enqueue("1")));
        all.put("enqueue", queued(job -> backend -> backend.enqueue(enqueue("2"))));
        all.put("enqueue of a batch", queued(job -> backend -> backend.enqueue(enqueue("2", "3", "1", "2"))));
        all.put(
                "enqueue with a delay",
                queued(job -> backend -> backend.enqueue(
                        new EnqueueRequest(Operations.TYPE, List.of(item("2", 1_000_000, Bounds.REQUEUE_ALWAYS))))));
    }

    private void dequeues() {
        all.put("dequeue", queued(job -> backend -> backend.dequeue(dequeue(DequeueFrom.ANY, 1))));
        all.put("dequeue of a batch", queued(job -> backend -> backend.dequeue(dequeue(DequeueFrom.ONE, 3))));
        all.put(
                "dequeue from a queue",
                queued(job -> backend -> backend.dequeue(dequeue(new DequeueFrom.Queue(QUEUE.id()), 1))));
        all.put(
                "dequeue of a consumer",
                queued(job -> backend -> backend.dequeue(new DequeueRequest(
                        Operations.TYPE, DequeueFrom.ANY, 2, Operations.LEASE_MICROS, 2, false, "worker-1"))));
        all.put("finish of a consumer's job", (b, time) -> {
            queue(b);
            DequeueRequest named = new DequeueRequest(
                    Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, 1, false, "worker-1");
            LeasedJob job = Operations.get(b.dequeue(named)).jobs().get(0);
            return backend -> backend.finish(finish(job, 60_000_000));
        });
        all.put("dequeue of due jobs", (b, time) -> {
            Operations.get(b.enqueue(
                    new EnqueueRequest(Operations.TYPE, List.of(item("1", 1_000_000, Bounds.REQUEUE_ALWAYS)))));
            time.advance(Duration.ofSeconds(2));
            return backend -> backend.dequeue(dequeue(DequeueFrom.ANY, 1));
        });
    }

    private void leases() {
        all.put("finish", leased(job -> backend -> backend.finish(finish(job, 0))));
        all.put("finish that is remembered", leased(job -> backend -> backend.finish(finish(job, 60_000_000))));
        all.put(
                "release",
                leased(job -> backend -> backend.release(new ReleaseRequest(Operations.TYPE, List.of(lease(job))))));
        all.put(
                "extend",
                leased(job -> backend ->
                        backend.extend(new ExtendRequest(Operations.TYPE, List.of(lease(job)), 120_000_000))));
        all.put("fail", leased(job -> backend -> backend.fail(fail(job, 0))));
        all.put("fail with a delay", leased(job -> backend -> backend.fail(fail(job, 1_000_000))));
        all.put("fail for good", (b, time) -> {
            LeasedJob job = lastChance(b);
            return backend -> backend.fail(fail(job, 0));
        });
    }

    private void throttles() {
        all.put("throttle", leased(job -> backend -> backend.throttle(throttle(job, null))));
        all.put("throttle that names a time", leased(job -> backend -> backend.throttle(throttle(job, 5_000_000L))));
    }

    private void changes() {
        List<JobRef> jobs = List.of(new JobRef(QUEUE.id(), "1"), new JobRef(QUEUE.id(), "4"));
        all.put(
                "cancel",
                queued(b -> backend -> backend.cancel(new CancelRequest(Operations.TYPE, jobs.subList(0, 1)))));
        all.put(
                "cancel of a queue's last jobs",
                queued(b -> backend -> backend.cancel(new CancelRequest(Operations.TYPE, jobs))));
        all.put(
                "cancel of a delayed job",
                delayed(b -> backend -> backend.cancel(new CancelRequest(Operations.TYPE, jobs.subList(0, 1)))));
        all.put("change of an order and a payload", queued(b -> change(7, null, Operations.payload("other"))));
        all.put("change to a delay", queued(b -> change(null, 1_000_000L, null)));
        all.put("change to no delay", delayed(b -> change(null, 0L, null)));
    }

    private static Operation change(@Nullable Integer order, @Nullable Long delayMicros, @Nullable Payload payload) {
        ChangeItem item = new ChangeItem(new JobRef(QUEUE.id(), "1"), order, delayMicros, payload);
        return backend -> backend.change(new ChangeRequest(Operations.TYPE, List.of(item)));
    }

    private void upkeep() {
        RequeueRequest requeue = new RequeueRequest(Operations.TYPE, 100, DEAD);
        all.put("requeue of expired leases", (b, time) -> {
            queue(b);
            lease(b);
            time.advance(Duration.ofMinutes(2));
            return backend -> backend.requeue(requeue);
        });
        all.put("requeue that forgets a result", (b, time) -> {
            queue(b);
            Operations.get(b.finish(withResult(lease(b))));
            time.advance(Duration.ofMinutes(2));
            return backend -> backend.requeue(requeue);
        });
        all.put("requeue that closes the type", (b, time) -> {
            Operations.get(b.enqueue(enqueue("1")));
            Operations.get(b.finish(finish(lease(b), 0)));
            time.advance(Duration.ofMinutes(11));
            return backend -> backend.requeue(requeue);
        });
    }

    private void steering() {
        QueueChange change = new QueueChange(2_000L, true, 3);
        ConfigureRequest configure = new ConfigureRequest(QUEUE, change, true, null, false);
        all.put("configure", queued(job -> backend -> backend.configure(configure)));
        all.put("configure of a type's first queue", (b, time) -> backend -> backend.configure(configure));
        all.put("pause of a queue", queued(job -> backend -> backend.pause(pause(QUEUE.id(), true))));
        all.put("pause of a type", queued(job -> backend -> backend.pause(pause(null, true))));
        all.put("resume of a type", (b, time) -> {
            queue(b);
            Operations.get(b.pause(pause(null, true)));
            return backend -> backend.pause(pause(null, false));
        });
        all.put("clear", queued(job -> backend -> backend.clear(new ClearRequest(QUEUE, true, 100))));
        List<JobRef> dead = List.of(new JobRef(QUEUE.id(), "1"));
        all.put("redrive", died(job -> backend -> backend.redrive(new RedriveRequest(Operations.TYPE, dead))));
        all.put("discard", died(job -> backend -> backend.discard(new DiscardRequest(Operations.TYPE, dead))));
    }

    private void looks() {
        all.put("describe", queued(job -> backend -> backend.describe(QUEUE)));
        all.put("find", queued(job -> backend -> backend.find(new JobKey(QUEUE, "1"))));
        JobKey first = new JobKey(QUEUE, "1");
        all.put("watch", queued(job -> backend -> backend.watch(first)));
        all.put("watch of an active job", leased(job -> backend -> backend.watch(first)));
        all.put("finish with a result", leased(job -> backend -> backend.finish(withResult(job))));
        all.put("finish with a result of a watched job", (b, time) -> {
            queue(b);
            Operations.get(b.watch(first));
            LeasedJob job = lease(b);
            return backend -> backend.finish(withResult(job));
        });
        all.put("death of a watched job", (b, time) -> {
            LeasedJob job = lastChance(b);
            Operations.get(b.watch(first));
            return backend -> backend.fail(fail(job, 0));
        });
        all.put("clear of a watched job", (b, time) -> {
            queue(b);
            Operations.get(b.watch(first));
            return backend -> backend.clear(new ClearRequest(QUEUE, true, 100));
        });
        all.put("jobs", queued(job -> backend -> backend.jobs(QUEUE, PAGE)));
        all.put("metrics of all", queued(job -> backend -> backend.metrics(MetricsScope.ALL)));
        all.put("metrics of a queue", queued(job -> backend -> backend.metrics(new MetricsScope.Queue(QUEUE))));
        all.put("types", queued(job -> backend -> backend.types(PAGE)));
        all.put("queues", queued(job -> backend -> backend.queues(Operations.TYPE, PAGE)));
        all.put("dead jobs", died(job -> backend -> backend.deadJobs(Operations.TYPE, PAGE)));
    }

    /** All that can be seen of the jobs, but for the numbers that changes take: a call made twice may take two. */
    static String jobs(Backend backend) {
        List<Object> seen = new ArrayList<>();
        seen.add(Operations.get(backend.describe(QUEUE)));
        JOBS.forEach(job -> seen.add(Operations.get(backend.find(new JobKey(QUEUE, job)))));
        seen.add(Operations.get(backend.jobs(QUEUE, PAGE)));
        seen.add(Operations.get(backend.metrics(MetricsScope.ALL)));
        seen.add(Operations.get(backend.queues(Operations.TYPE, PAGE)));
        seen.add(Operations.get(backend.deadJobs(Operations.TYPE, PAGE)));
        return seen.toString().replaceAll("revision=\\d+", "revision");
    }

    /** All that can be seen, the list of types included. */
    static String everything(Backend backend) {
        return Operations.get(backend.types(PAGE)) + " " + jobs(backend);
    }

    private static SetUp queued(Function<Backend, Operation> operation) {
        return (b, time) -> {
            queue(b);
            return operation.apply(b);
        };
    }

    /** Job 1 is delayed, and job 4 is not. */
    private static SetUp delayed(Function<Backend, Operation> operation) {
        return (b, time) -> {
            EnqueueItem later = item("1", 1_000_000, Bounds.REQUEUE_ALWAYS);
            Operations.get(b.enqueue(new EnqueueRequest(Operations.TYPE, List.of(later))));
            Operations.get(b.enqueue(enqueue("4")));
            return operation.apply(b);
        };
    }

    private static SetUp leased(Function<LeasedJob, Operation> operation) {
        return (b, time) -> {
            queue(b);
            return operation.apply(lease(b));
        };
    }

    private static SetUp died(Function<Backend, Operation> operation) {
        return (b, time) -> {
            Operations.get(b.fail(fail(lastChance(b), 0)));
            return operation.apply(b);
        };
    }

    private static void queue(Backend backend) {
        Operations.get(backend.enqueue(enqueue("1")));
        Operations.get(backend.enqueue(enqueue("4")));
    }

    private static LeasedJob lastChance(Backend backend) {
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item("1", 0, 0)))));
        return lease(backend);
    }

    private static LeasedJob lease(Backend backend) {
        DequeueRequest first = new DequeueRequest(Operations.TYPE, DequeueFrom.ANY, 1, Operations.LEASE_MICROS, 1);
        return Operations.get(backend.dequeue(first)).jobs().get(0);
    }

    private static EnqueueRequest enqueue(String... jobs) {
        List<EnqueueItem> items = new ArrayList<>();
        for (String job : jobs) {
            items.add(item(job, 0, Bounds.REQUEUE_ALWAYS));
        }
        return new EnqueueRequest(Operations.TYPE, items);
    }

    private static EnqueueItem item(String job, long delayMicros, int limit) {
        return new EnqueueItem(
                QUEUE.id(),
                job,
                Operations.payload(job),
                new JobOptions(0, delayMicros, limit, null),
                QueueChange.NONE);
    }

    private static DequeueRequest dequeue(DequeueFrom from, int count) {
        return new DequeueRequest(Operations.TYPE, from, count, Operations.LEASE_MICROS, 2);
    }

    private static FinishRequest finish(LeasedJob job, long retentionMicros) {
        return FinishRequest.of(Operations.TYPE, List.of(lease(job)), retentionMicros);
    }

    private static FinishRequest withResult(LeasedJob job) {
        FinishItem item = new FinishItem(lease(job), Operations.payload("done"));
        return new FinishRequest(Operations.TYPE, List.of(item), 60_000_000);
    }

    private static FailRequest fail(LeasedJob job, long delayMicros) {
        return new FailRequest(Operations.TYPE, List.of(new FailItem(lease(job), delayMicros, "refused")), DEAD);
    }

    private static ThrottleRequest throttle(LeasedJob job, @Nullable Long retryAfterMicros) {
        ThrottleItem item = new ThrottleItem(lease(job), retryAfterMicros);
        return new ThrottleRequest(Operations.TYPE, List.of(item), 60_000_000);
    }

    private static PauseRequest pause(@Nullable String queueId, boolean paused) {
        return new PauseRequest(Operations.TYPE, queueId, paused);
    }

    private static LeaseRef lease(LeasedJob job) {
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }
}
