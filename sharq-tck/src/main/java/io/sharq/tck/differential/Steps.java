package io.sharq.tck.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Feature;
import io.sharq.api.JobKey;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of a sequence, as static methods. A test that repeats a sequence imports them all. */
public final class Steps {
    /** The length of a sequence's leases, in microseconds. */
    public static final long LEASE = 5_000;

    /** The age up to which dead jobs are kept, in microseconds. */
    public static final long DEAD_AGE = 50_000;

    private Steps() {}

    /** The number as a Java literal. */
    static String number(long value) {
        String plain = String.format("%,d", value).replace(',', '_');
        return value == (int) value ? plain : plain + "L";
    }

    /** The number as a Java literal that is boxed to a {@code Long}, or {@code null}. */
    private static String boxed(@Nullable Long value) {
        String number = value == null ? "null" : number(value);
        return value == null || number.endsWith("L") ? number : number + "L";
    }

    private static String quote(String text) {
        return '"' + text + '"';
    }

    private static String call(String name, Object... arguments) {
        return Stream.of(arguments).map(String::valueOf).collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static Step ask(String text, BiFunction<Backend, Pair, CompletionStage<?>> call) {
        return new Step(text, pair -> pair.ask(backend -> call.apply(backend, pair)));
    }

    /**
     * A job to enqueue.
     *
     * @param queue its queue
     * @param id its id
     * @return the job
     */
    public static Job job(String queue, String id) {
        return Job.of(queue, id);
    }

    /**
     * Settings that change nothing.
     *
     * @return the settings
     */
    public static Settings settings() {
        return Settings.NONE;
    }

    /**
     * A lease that was handed out.
     *
     * @param fromTheLast how many leases of the type were handed out after it
     * @return the lease
     */
    public static Lease lease(int fromTheLast) {
        return new Lease(fromTheLast, Lease.Token.OWN);
    }

    /**
     * Enqueues a batch.
     *
     * @param type the type
     * @param jobs the jobs
     * @return the step
     */
    public static Step enqueue(String type, Job... jobs) {
        EnqueueRequest request =
                new EnqueueRequest(type, Stream.of(jobs).map(Job::item).toList());
        String text = call(
                "enqueue",
                Stream.concat(Stream.of(quote(type)), Stream.of(jobs)).toArray());
        Step step = new Step(text, pair -> pair.ask(backend -> backend.enqueue(request)), () -> simpler(type, jobs));
        step = Stream.of(jobs).anyMatch(job -> job.header() != null) ? step.needing(Feature.HEADERS) : step;
        return Stream.of(jobs).anyMatch(job -> job.deadline() != null) ? step.needing(Feature.DEADLINES) : step;
    }

    private static List<Step> simpler(String type, Job... jobs) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < jobs.length; i++) {
            if (jobs.length > 1) {
                List<Job> fewer = new ArrayList<>(List.of(jobs));
                fewer.remove(i);
                steps.add(enqueue(type, fewer.toArray(Job[]::new)));
            }
            for (Job simpler : jobs[i].simpler()) {
                Job[] changed = jobs.clone();
                changed[i] = simpler;
                steps.add(enqueue(type, changed));
            }
        }
        return steps;
    }

    /**
     * Dequeues from any queue, in turn.
     *
     * @param type the type
     * @param count the most jobs
     * @return the step
     */
    public static Step dequeue(String type, int count) {
        return dequeue(call("dequeue", quote(type), count), type, DequeueFrom.ANY, count);
    }

    /**
     * Dequeues from one queue, the one whose turn it is.
     *
     * @param type the type
     * @param count the most jobs
     * @return the step
     */
    public static Step dequeueOfOne(String type, int count) {
        return dequeue(call("dequeueOfOne", quote(type), count), type, DequeueFrom.ONE, count);
    }

    /**
     * Dequeues from a named queue.
     *
     * @param type the type
     * @param queue the queue
     * @param count the most jobs
     * @return the step
     */
    public static Step dequeueOf(String type, String queue, int count) {
        String text = call("dequeueOf", quote(type), quote(queue), count);
        return dequeue(text, type, new DequeueFrom.Queue(queue), count);
    }

    private static Step dequeue(String text, String type, DequeueFrom from, int count) {
        return dequeue(text, type, from, count, false);
    }

    private static Step dequeue(String text, String type, DequeueFrom from, int count, boolean namesNext) {
        return new Step(text, pair -> {
            DequeueRequest request = new DequeueRequest(type, from, count, LEASE, pair.nextNonce(), namesNext);
            return pair.dequeue(request);
        });
    }

    /**
     * Dequeues from any queue, and requests the next instant in turn in any case.
     *
     * @param type the type
     * @param count the most jobs
     * @return the step
     */
    public static Step dequeueNamingNext(String type, int count) {
        return dequeue(call("dequeueNamingNext", quote(type), count), type, DequeueFrom.ANY, count, true);
    }

    /**
     * Dequeues from any queue, as a consumer that names itself.
     *
     * @param type the type
     * @param count the most jobs
     * @param consumer its name
     * @return the step
     */
    public static Step dequeueAs(String type, int count, String consumer) {
        return new Step(call("dequeueAs", quote(type), count, quote(consumer)), pair -> {
                    DequeueRequest request =
                            new DequeueRequest(type, DequeueFrom.ANY, count, LEASE, pair.nextNonce(), false, consumer);
                    return pair.dequeue(request);
                })
                .needing(Feature.CONSUMERS);
    }

    /**
     * Dequeues under the nonce of the last dequeue, which may have been of another type.
     *
     * @param type the type
     * @param count the most jobs
     * @return the step
     */
    public static Step dequeueAgain(String type, int count) {
        return new Step(call("dequeueAgain", quote(type), count), pair -> {
            DequeueRequest request = new DequeueRequest(type, DequeueFrom.ANY, count, LEASE, pair.lastNonce());
            return pair.dequeue(request);
        });
    }

    private static Step onLease(
            String text, String type, Lease lease, BiFunction<Backend, LeaseRef, CompletionStage<?>> call) {
        return new Step(
                text,
                pair -> pair.askEach(
                        backend -> call.apply(backend, pair.find(type, lease, true)),
                        model -> call.apply(model, pair.find(type, lease, false))));
    }

    /**
     * Finishes a job.
     *
     * @param type the type
     * @param lease the lease
     * @param retention how long the job is remembered, in microseconds
     * @return the step
     */
    public static Step finish(String type, Lease lease, long retention) {
        return onLease(
                call("finish", quote(type), lease, number(retention)),
                type,
                lease,
                (backend, ref) -> backend.finish(FinishRequest.of(type, List.of(ref), retention)));
    }

    /**
     * Finishes a job that leaves a result.
     *
     * @param type the type
     * @param lease the lease
     * @param result the result
     * @param retention how long it is kept, in microseconds
     * @return the step
     */
    public static Step finishLeaving(String type, Lease lease, String result, long retention) {
        Payload left = Payload.of(result.getBytes(UTF_8));
        return onLease(
                        call("finishLeaving", quote(type), lease, quote(result), number(retention)),
                        type,
                        lease,
                        (backend, ref) ->
                                backend.finish(new FinishRequest(type, List.of(new FinishItem(ref, left)), retention)))
                .needing(Feature.RESULTS);
    }

    /**
     * Finds a job whose end is to be notified.
     *
     * @param type the type
     * @param queue the queue
     * @param job the job
     * @return the step
     */
    public static Step watch(String type, String queue, String job) {
        JobKey key = JobKey.of(type, queue, job);
        return ask(call("watch", quote(type), quote(queue), quote(job)), (backend, pair) -> backend.watch(key))
                .needing(Feature.RESULTS);
    }

    /**
     * Fails a job.
     *
     * @param type the type
     * @param lease the lease
     * @param delay the delay before its retry, in microseconds
     * @param reason the reason, or null
     * @param deadCount how many dead jobs are kept
     * @return the step
     */
    public static Step fail(String type, Lease lease, long delay, @Nullable String reason, int deadCount) {
        DeadLimits limits = new DeadLimits(deadCount, DEAD_AGE);
        return onLease(
                call("fail", quote(type), lease, number(delay), reason == null ? "null" : quote(reason), deadCount),
                type,
                lease,
                (backend, ref) ->
                        backend.fail(new FailRequest(type, List.of(new FailItem(ref, delay, reason)), limits)));
    }

    /**
     * Releases a job: it goes back to its queue.
     *
     * @param type the type
     * @param lease the lease
     * @return the step
     */
    public static Step release(String type, Lease lease) {
        return onLease(
                call("release", quote(type), lease),
                type,
                lease,
                (backend, ref) -> backend.release(new ReleaseRequest(type, List.of(ref))));
    }

    /**
     * Ends a lease as throttled.
     *
     * @param type the type
     * @param lease the lease
     * @param retryAfter the time for which the queue is held, in microseconds, or null for one that grows
     * @param maxHold the longest hold that grows, in microseconds
     * @return the step
     */
    public static Step throttle(String type, Lease lease, @Nullable Long retryAfter, long maxHold) {
        return onLease(
                        call("throttle", quote(type), lease, boxed(retryAfter), number(maxHold)),
                        type,
                        lease,
                        (backend, ref) -> backend.throttle(
                                new ThrottleRequest(type, List.of(new ThrottleItem(ref, retryAfter)), maxHold)))
                .needing(Feature.THROTTLING);
    }

    /**
     * Cancels waiting jobs.
     *
     * @param type the type
     * @param queue their queue
     * @param ids the jobs
     * @return the step
     */
    public static Step cancel(String type, String queue, String... ids) {
        CancelRequest request = new CancelRequest(
                type, Stream.of(ids).map(id -> new JobRef(queue, id)).toList());
        Object[] arguments = Stream.concat(
                        Stream.of(quote(type), quote(queue)), Stream.of(ids).map(Steps::quote))
                .toArray();
        return ask(call("cancel", arguments), (backend, pair) -> backend.cancel(request))
                .needing(Feature.JOB_CHANGES);
    }

    /**
     * Changes a waiting job. What is null stays.
     *
     * @param type the type
     * @param queue its queue
     * @param id the job
     * @param order its new order
     * @param delay the time until it is due, in microseconds
     * @param payload the text of its new payload
     * @return the step
     */
    public static Step change(
            String type,
            String queue,
            String id,
            @Nullable Integer order,
            @Nullable Long delay,
            @Nullable String payload) {
        Payload content = payload == null ? null : Payload.of(payload.getBytes(StandardCharsets.UTF_8));
        ChangeItem item = new ChangeItem(new JobRef(queue, id), order, delay, content);
        ChangeRequest request = new ChangeRequest(type, List.of(item));
        String text = call(
                "change",
                quote(type),
                quote(queue),
                quote(id),
                String.valueOf(order),
                boxed(delay),
                payload == null ? "null" : quote(payload));
        return ask(text, (backend, pair) -> backend.change(request)).needing(Feature.JOB_CHANGES);
    }

    /**
     * Lists the waiting jobs of a queue.
     *
     * @param type the type
     * @param queue the queue
     * @return the step
     */
    public static Step jobs(String type, String queue) {
        QueueKey key = new QueueKey(type, queue);
        return ask(
                        call("jobs", quote(type), quote(queue)),
                        (backend, pair) -> CompletableFuture.completedStage(all(page -> backend.jobs(key, page))))
                .needing(Feature.JOB_LISTING);
    }

    /**
     * Extends a lease.
     *
     * @param type the type
     * @param lease the lease
     * @param span its length from now, in microseconds
     * @return the step
     */
    public static Step extend(String type, Lease lease, long span) {
        return onLease(
                call("extend", quote(type), lease, number(span)),
                type,
                lease,
                (backend, ref) -> backend.extend(new ExtendRequest(type, List.of(ref), span)));
    }

    /**
     * Runs one step of upkeep.
     *
     * @param type the type
     * @param limit its limit
     * @param deadCount how many dead jobs are kept
     * @return the step
     */
    public static Step requeue(String type, int limit, int deadCount) {
        RequeueRequest request = new RequeueRequest(type, limit, new DeadLimits(deadCount, DEAD_AGE));
        return ask(call("requeue", quote(type), limit, deadCount), (backend, pair) -> backend.requeue(request));
    }

    /**
     * Configures a queue. Creates it if it does not exist.
     *
     * @param type the type
     * @param queue the queue
     * @param settings the changes
     * @return the step
     */
    public static Step configure(String type, String queue, Settings settings) {
        return configure("configure", type, queue, settings, false);
    }

    /**
     * Configures a queue if it exists.
     *
     * @param type the type
     * @param queue the queue
     * @param settings the changes
     * @return the step
     */
    public static Step configureKnown(String type, String queue, Settings settings) {
        return configure("configureKnown", type, queue, settings, true);
    }

    private static Step configure(String name, String type, String queue, Settings settings, boolean mustExist) {
        ConfigureRequest request = new ConfigureRequest(
                new QueueKey(type, queue), settings.change(), settings.pinned(), settings.hold(), mustExist);
        return ask(call(name, quote(type), quote(queue), settings), (backend, pair) -> backend.configure(request));
    }

    /**
     * Lets a queue have all settings by default.
     *
     * @param type the type
     * @param queue the queue
     * @param settings the settings that it names itself all the same
     * @return the step
     */
    public static Step toDefault(String type, String queue, Settings settings) {
        ConfigureRequest request = new ConfigureRequest(
                new QueueKey(type, queue),
                settings.change(),
                Set.of(QueueSetting.values()),
                settings.pinned(),
                settings.hold(),
                false);
        return ask(
                        call("toDefault", quote(type), quote(queue), settings),
                        (backend, pair) -> backend.configure(request))
                .needing(Feature.DEFAULTS);
    }

    /**
     * Changes the defaults of a pattern.
     *
     * @param type the type
     * @param pattern the pattern
     * @param settings the defaults
     * @return the step
     */
    public static Step defaults(String type, String pattern, Settings settings) {
        SetDefaultsRequest request =
                new SetDefaultsRequest(new QueuePattern(type, pattern), settings.change(), Set.of());
        return ask(
                        call("defaults", quote(type), quote(pattern), settings),
                        (backend, pair) -> backend.setDefaults(request))
                .needing(Feature.DEFAULTS);
    }

    /**
     * Replaces the defaults of a pattern.
     *
     * @param type the type
     * @param pattern the pattern
     * @param settings the only defaults that it has afterwards
     * @return the step
     */
    public static Step onlyDefaults(String type, String pattern, Settings settings) {
        SetDefaultsRequest request = new SetDefaultsRequest(
                new QueuePattern(type, pattern), settings.change(), Set.of(QueueSetting.values()));
        return ask(
                        call("onlyDefaults", quote(type), quote(pattern), settings),
                        (backend, pair) -> backend.setDefaults(request))
                .needing(Feature.DEFAULTS);
    }

    /**
     * Lists the defaults of a type.
     *
     * @param type the type
     * @return the step
     */
    public static Step listDefaults(String type) {
        return ask(call("listDefaults", quote(type)), (backend, pair) -> backend.defaults(type))
                .needing(Feature.DEFAULTS);
    }

    /**
     * Pauses a queue.
     *
     * @param type the type
     * @param queue the queue
     * @return the step
     */
    public static Step pause(String type, String queue) {
        PauseRequest request = new PauseRequest(type, queue, true);
        return ask(call("pause", quote(type), quote(queue)), (backend, pair) -> backend.pause(request));
    }

    /**
     * Resumes a queue.
     *
     * @param type the type
     * @param queue the queue
     * @return the step
     */
    public static Step resume(String type, String queue) {
        PauseRequest request = new PauseRequest(type, queue, false);
        return ask(call("resume", quote(type), quote(queue)), (backend, pair) -> backend.pause(request));
    }

    /**
     * Pauses a type.
     *
     * @param type the type
     * @return the step
     */
    public static Step pause(String type) {
        PauseRequest request = new PauseRequest(type, null, true);
        return ask(call("pause", quote(type)), (backend, pair) -> backend.pause(request));
    }

    /**
     * Resumes a type.
     *
     * @param type the type
     * @return the step
     */
    public static Step resume(String type) {
        PauseRequest request = new PauseRequest(type, null, false);
        return ask(call("resume", quote(type)), (backend, pair) -> backend.pause(request));
    }

    /**
     * Removes waiting jobs.
     *
     * @param type the type
     * @param queue the queue
     * @param settings whether the queue's settings are reset as well
     * @param limit the most jobs
     * @return the step
     */
    public static Step clear(String type, String queue, boolean settings, int limit) {
        ClearRequest request = new ClearRequest(new QueueKey(type, queue), settings, limit);
        return ask(
                call("clear", quote(type), quote(queue), settings, limit), (backend, pair) -> backend.clear(request));
    }

    /**
     * Redrives a dead job.
     *
     * @param type the type
     * @param queue the queue
     * @param id the job
     * @return the step
     */
    public static Step redrive(String type, String queue, String id) {
        RedriveRequest request = new RedriveRequest(type, List.of(new JobRef(queue, id)));
        return ask(call("redrive", quote(type), quote(queue), quote(id)), (backend, pair) -> backend.redrive(request));
    }

    /**
     * Discards a dead job.
     *
     * @param type the type
     * @param queue the queue
     * @param id the job
     * @return the step
     */
    public static Step discard(String type, String queue, String id) {
        DiscardRequest request = new DiscardRequest(type, List.of(new JobRef(queue, id)));
        return ask(call("discard", quote(type), quote(queue), quote(id)), (backend, pair) -> backend.discard(request));
    }

    /**
     * Agrees on the limits on dead jobs.
     *
     * @param count the greatest number
     * @param ageMicros the greatest age
     * @param replaces whether they replace the recorded limits
     * @return the step
     */
    public static Step agree(int count, long ageMicros, boolean replaces) {
        AgreeRequest request = new AgreeRequest(new DeadLimits(count, ageMicros), replaces);
        return ask(call("agree", count, number(ageMicros), replaces), (backend, pair) -> backend.agree(request));
    }

    /**
     * Describes a queue.
     *
     * @param type the type
     * @param queue the queue
     * @return the step
     */
    public static Step describe(String type, String queue) {
        QueueKey key = new QueueKey(type, queue);
        return ask(
                call("describe", quote(type), quote(queue)),
                (backend, pair) -> backend.describe(key)
                        .thenApply(found -> pair.offers(Feature.DEFAULTS) ? found : found.map(Steps::withoutSources)));
    }

    /** For a backend that does not offer defaults. */
    private static QueueDescription withoutSources(QueueDescription queue) {
        return new QueueDescription(
                queue.queue(),
                queue.interval(),
                queue.pinned(),
                queue.ordered(),
                queue.concurrency(),
                Map.of(),
                queue.paused(),
                queue.typePaused(),
                queue.heldUntil(),
                queue.holdReason(),
                queue.length(),
                queue.delayed(),
                queue.active(),
                queue.dead(),
                queue.blocker(),
                queue.nextRelease(),
                queue.limits(),
                queue.stamp());
    }

    /**
     * Finds a job.
     *
     * @param type the type
     * @param queue the queue
     * @param id the job
     * @return the step
     */
    public static Step find(String type, String queue, String id) {
        JobKey key = JobKey.of(type, queue, id);
        return ask(call("find", quote(type), quote(queue), quote(id)), (backend, pair) -> backend.find(key));
    }

    /**
     * Reads the counts of a queue.
     *
     * @param type the type
     * @param queue the queue
     * @return the step
     */
    public static Step metrics(String type, String queue) {
        MetricsScope scope = new MetricsScope.Queue(new QueueKey(type, queue));
        return ask(call("metrics", quote(type), quote(queue)), (backend, pair) -> backend.metrics(scope));
    }

    /**
     * Reads the counts of a type.
     *
     * @param type the type
     * @return the step
     */
    public static Step metrics(String type) {
        return ask(call("metrics", quote(type)), (backend, pair) -> backend.metrics(new MetricsScope.Type(type)));
    }

    /**
     * Reads the counts of all types.
     *
     * @return the step
     */
    public static Step metrics() {
        return ask(call("metrics"), (backend, pair) -> backend.metrics(MetricsScope.ALL));
    }

    /**
     * Lists the queues of a type, in the order of their names.
     *
     * @param type the type
     * @return the step
     */
    public static Step queues(String type) {
        return ask(
                call("queues", quote(type)),
                (backend, pair) ->
                        CompletableFuture.completedStage(new TreeSet<>(all(page -> backend.queues(type, page)))));
    }

    /**
     * Lists the dead jobs of a type, with their content.
     *
     * @param type the type
     * @return the step
     */
    public static Step deadJobs(String type) {
        return ask(
                call("deadJobs", quote(type)),
                (backend, pair) -> CompletableFuture.completedStage(all(page -> backend.deadJobs(type, page)).stream()
                        .map(dead -> dead + " with payload "
                                + HexFormat.of().formatHex(dead.payload().toByteArray()))
                        .toList()));
    }

    private static <T> List<T> all(Function<PageRequest, CompletionStage<Page<T>>> listing) {
        List<T> items = new ArrayList<>();
        PageRequest page = PageRequest.first(2);
        while (page != null) {
            Page<T> found = listing.apply(page).toCompletableFuture().join();
            items.addAll(found.items());
            page = found.next() == null ? null : new PageRequest(found.next(), 2);
        }
        return items;
    }

    /**
     * Advances the clock.
     *
     * @param micros by how much
     * @return the step
     */
    public static Step pass(long micros) {
        return new Step(call("pass", number(micros)), pair -> {
            pair.time().advanceMicros(micros);
            return Answers.NONE;
        });
    }

    /**
     * Sets the wall clock without time passing.
     *
     * @param micros by how much, negative for back
     * @return the step
     */
    public static Step setClock(long micros) {
        return new Step(call("setClock", number(micros)), pair -> {
            pair.time().stepMicros(micros);
            return Answers.NONE;
        });
    }
}
