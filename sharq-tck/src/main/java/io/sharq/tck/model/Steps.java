package io.sharq.tck.model;

import io.sharq.api.JobKey;
import io.sharq.api.Limits;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJob;
import io.sharq.spi.DeadJobsRequest;
import io.sharq.spi.DeadLimits;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.Page;
import io.sharq.spi.PageRequest;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.tck.model.Pair.TokenKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Operations of all kinds over few names, small times and their edges, so that they meet often. */
public final class Steps {
    private static final List<String> TYPES = List.of("sms", "call");
    private static final int QUEUES = 3;
    private static final int JOBS = 6;
    private static final long LEASE = 5_000;
    private static final DeadLimits DEAD = new DeadLimits(3, 50_000);

    private Steps() {}

    /**
     * Any operation.
     *
     * @return the operations, the usual ones more often
     */
    public static Arbitrary<Step> any() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, enqueue()),
                Tuple.of(12, dequeue()),
                Tuple.of(2, repeatDequeue()),
                Tuple.of(6, finish()),
                Tuple.of(4, fail()),
                Tuple.of(2, release()),
                Tuple.of(2, extend()),
                Tuple.of(4, requeue()),
                Tuple.of(3, configure()),
                Tuple.of(2, pause()),
                Tuple.of(1, clear()),
                Tuple.of(2, onDead()),
                Tuple.of(2, describe()),
                Tuple.of(2, find()),
                Tuple.of(1, metrics()),
                Tuple.of(8, pass()),
                Tuple.of(1, stepClock()));
    }

    private static Arbitrary<String> types() {
        return Arbitraries.frequency(Tuple.of(5, TYPES.get(0)), Tuple.of(1, TYPES.get(1)));
    }

    private static Arbitrary<String> queues() {
        return Arbitraries.integers().between(0, QUEUES - 1).map(i -> "queue-" + i);
    }

    private static Arbitrary<String> jobs() {
        return Arbitraries.integers().between(0, JOBS - 1).map(i -> "job-" + i);
    }

    /** Spans at which something happens, one microsecond before and after, and in between. */
    private static Arbitrary<Long> spans() {
        return Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, 999L, 1_000L, 1_001L, 1_999L, 2_000L, LEASE - 1, LEASE, LEASE + 1),
                Arbitraries.longs().between(0, 12_000));
    }

    private static Arbitrary<JobOptions> options() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, 0), Tuple.of(1, -1), Tuple.of(1, 1), Tuple.of(1, Limits.MIN_ORDER)),
                        Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(0L)), Tuple.of(1, spans())),
                        Arbitraries.of(-1, -1, 0, 1, 2),
                        Arbitraries.of(1, 2, 3).injectNull(0.8))
                .as(JobOptions::new);
    }

    private static Arbitrary<QueueChange> changes() {
        return Combinators.combine(
                        Arbitraries.of(0L, 1L, 2L, 31_536_000_000L).injectNull(0.6),
                        Arbitraries.of(true, false).injectNull(0.8),
                        Arbitraries.of(0, 1, 2).injectNull(0.8))
                .as(QueueChange::new);
    }

    private static Arbitrary<Step> enqueue() {
        Arbitrary<EnqueueItem> items = Combinators.combine(queues(), jobs(), options(), changes())
                .as((queue, job, options, change) ->
                        new EnqueueItem(queue, job, Payload.of(job.getBytes(StandardCharsets.UTF_8)), options, change));
        return Combinators.combine(types(), items.list().ofMinSize(1).ofMaxSize(4))
                .as((type, batch) -> new EnqueueRequest(type, batch))
                .map(request -> new Step(request.toString(), pair -> pair.ask(b -> b.enqueue(request))));
    }

    private static Arbitrary<DequeueFrom> from() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(DequeueFrom.ANY)),
                Tuple.of(1, Arbitraries.just(DequeueFrom.ONE)),
                Tuple.of(1, queues().map(DequeueFrom.Queue::new)));
    }

    private static Arbitrary<Step> dequeue() {
        return Combinators.combine(types(), from(), Arbitraries.of(1, 1, 2, 5))
                .as((type, from, count) -> new Step("dequeue " + count + " of " + type + " from " + from, pair -> {
                    long nonce = pair.nextNonce();
                    return pair.dequeue(type, b -> b.dequeue(new DequeueRequest(type, from, count, LEASE, nonce)));
                }));
    }

    private static Arbitrary<Step> repeatDequeue() {
        return Arbitraries.of(1, 2)
                .map(count -> new Step("dequeue again under the last nonce", pair -> {
                    long nonce = pair.lastNonce();
                    return pair.dequeue(
                            "sms", b -> b.dequeue(new DequeueRequest("sms", DequeueFrom.ANY, count, LEASE, nonce)));
                }));
    }

    private static Arbitrary<Step> onLease(
            String verb, BiFunction<String, LeaseRef, Function<Backend, CompletionStage<?>>> call) {
        Arbitrary<TokenKind> kinds = Arbitraries.frequency(
                Tuple.of(6, TokenKind.OWN), Tuple.of(2, TokenKind.NONE), Tuple.of(1, TokenKind.FORGED));
        return Combinators.combine(types(), Arbitraries.integers().between(0, 7), kinds)
                .as((type, choice, kind) -> new Step(
                        verb + " of " + type + ", lease " + choice + " from the last, token " + kind,
                        pair -> pair.askEach(
                                call.apply(type, pair.lease(type, choice, kind, true)),
                                call.apply(type, pair.lease(type, choice, kind, false)))));
    }

    private static Arbitrary<Step> finish() {
        return Arbitraries.of(0L, 0L, 3_000L)
                .flatMap(retention -> onLease(
                        "finish retaining " + retention,
                        (type, lease) -> b -> b.finish(new FinishRequest(type, List.of(lease), retention))));
    }

    private static Arbitrary<Step> fail() {
        return Combinators.combine(
                        Arbitraries.of(0L, 0L, 1_000L, 3_000L),
                        Arbitraries.of("why").injectNull(0.5))
                .as((delay, reason) -> Tuple.of(delay, reason))
                .flatMap(failure -> onLease(
                        "fail " + failure,
                        (type, lease) -> b -> b.fail(new FailRequest(
                                type, List.of(new FailItem(lease, failure.get1(), failure.get2())), DEAD))));
    }

    private static Arbitrary<Step> release() {
        return onLease("release", (type, lease) -> b -> b.release(new ReleaseRequest(type, List.of(lease))));
    }

    private static Arbitrary<Step> extend() {
        return Arbitraries.of(1L, 4_000L, 9_000L)
                .flatMap(span -> onLease(
                        "extend by " + span,
                        (type, lease) -> b -> b.extend(new ExtendRequest(type, List.of(lease), span))));
    }

    private static Arbitrary<Step> requeue() {
        return Combinators.combine(types(), Arbitraries.of(1, 2, 100))
                .as((type, limit) -> new RequeueRequest(type, limit, DEAD))
                .map(request -> new Step(request.toString(), pair -> pair.ask(b -> b.requeue(request))));
    }

    private static Arbitrary<Step> configure() {
        Arbitrary<Hold> holds =
                Arbitraries.oneOf(Arbitraries.just(Hold.LIFT), spans().map(span -> new Hold.Span(span, "later")));
        return Combinators.combine(
                        types(),
                        queues(),
                        changes(),
                        Arbitraries.of(true, false).injectNull(0.8),
                        holds.injectNull(0.6),
                        Arbitraries.of(true, false))
                .as((type, queue, change, pinned, hold, mustExist) ->
                        new ConfigureRequest(new QueueKey(type, queue), change, pinned, hold, mustExist))
                .map(request -> new Step(request.toString(), pair -> pair.ask(b -> b.configure(request))));
    }

    private static Arbitrary<Step> pause() {
        return Combinators.combine(types(), queues().injectNull(0.3), Arbitraries.of(true, false, false))
                .as(PauseRequest::new)
                .map(request -> new Step(request.toString(), pair -> pair.ask(b -> b.pause(request))));
    }

    private static Arbitrary<Step> clear() {
        return Combinators.combine(types(), queues(), Arbitraries.of(true, false), Arbitraries.of(1, 2, 100))
                .as((type, queue, settings, limit) -> new ClearRequest(new QueueKey(type, queue), settings, limit))
                .map(request -> new Step(request.toString(), pair -> pair.ask(b -> b.clear(request))));
    }

    private static Arbitrary<Step> onDead() {
        return Combinators.combine(types(), queues(), jobs(), Arbitraries.of(true, false))
                .as((type, queue, job, redrives) -> {
                    DeadJobsRequest request = new DeadJobsRequest(type, List.of(new JobRef(queue, job)));
                    return new Step(
                            (redrives ? "redrive " : "discard ") + request,
                            pair -> pair.ask(b -> redrives ? b.redrive(request) : b.discard(request)));
                });
    }

    private static Arbitrary<Step> describe() {
        return Combinators.combine(types(), queues())
                .as(QueueKey::new)
                .map(queue -> new Step("describe " + queue, pair -> pair.ask(b -> b.describe(queue))));
    }

    private static Arbitrary<Step> find() {
        return Combinators.combine(types(), queues(), jobs())
                .as(JobKey::of)
                .map(job -> new Step("find " + job, pair -> pair.ask(b -> b.find(job))));
    }

    private static Arbitrary<Step> metrics() {
        return Combinators.combine(types(), queues())
                .as(QueueKey::new)
                .map(queue -> new Step(
                        "metrics of " + queue, pair -> pair.ask(b -> b.metrics(new MetricsScope.Queue(queue)))));
    }

    private static Arbitrary<Step> pass() {
        return Arbitraries.frequencyOf(
                        Tuple.of(12, spans()),
                        Tuple.of(1, Arbitraries.of(60_000_000L, 599_999_999L, 600_000_000L, 31_536_000_000_000L)))
                .map(micros -> new Step("pass " + micros, pair -> {
                    pair.time().advanceMicros(micros);
                    return new Pair.Answers("", "");
                }));
    }

    private static Arbitrary<Step> stepClock() {
        return Arbitraries.of(-1L, -1_000L, -3_000_000_000L, 1_000L, 600_000_000L)
                .map(micros -> new Step("set the clock by " + micros, pair -> {
                    pair.time().stepMicros(micros);
                    return new Pair.Answers("", "");
                }));
    }

    /**
     * Looks at everything that can be seen. Queues come first, so that due jobs are in their places in all counts.
     *
     * @return the step
     */
    public static Step everything() {
        return new Step("look at everything", pair -> pair.ask(Steps::everythingOf));
    }

    private static CompletionStage<?> everythingOf(Backend backend) {
        List<Object> seen = new ArrayList<>();
        for (String type : TYPES) {
            for (int queue = 0; queue < QUEUES; queue++) {
                QueueKey key = new QueueKey(type, "queue-" + queue);
                seen.add(join(backend.describe(key)));
                seen.add(join(backend.metrics(new MetricsScope.Queue(key))));
                for (int job = 0; job < JOBS; job++) {
                    seen.add(join(backend.find(new JobKey(key, "job-" + job))));
                }
            }
            seen.add(join(backend.metrics(new MetricsScope.Type(type))));
            seen.add(new TreeSet<>(all(page -> backend.queues(type, page))));
            List<DeadJob> dead = all(page -> backend.deadJobs(type, page));
            seen.add(dead);
        }
        MetricsReply all = join(backend.metrics(MetricsScope.ALL));
        seen.add(all);
        return CompletableFuture.completedStage(seen);
    }

    private static <T> List<T> all(Function<PageRequest, CompletionStage<Page<T>>> listing) {
        List<T> items = new ArrayList<>();
        PageRequest page = PageRequest.first(2);
        while (page != null) {
            Page<T> found = join(listing.apply(page));
            items.addAll(found.items());
            page = found.next() == null ? null : new PageRequest(found.next(), 2);
        }
        return items;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
