package io.sharq.tck.facade;

import io.sharq.AsyncSharQ;
import io.sharq.AsyncTypeHandle;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.Failure;
import io.sharq.Finish;
import io.sharq.JobChange;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.RetryAfter;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueKey;
import io.sharq.api.QueueSetting;
import io.sharq.api.Stamp;
import io.sharq.api.WaitingJob;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.Used;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.Operation;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import io.sharq.time.Alarms;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose operations go through the facade, so that the kit holds the facade to the rules. Thread-safe.
 *
 * <p>A dequeue is the call of a caller that waits, with the shortest wait there is; one from a named queue, which cannot be
 * waited for, and all of a backend in real time are calls without a wait. Stamps, which a facade does not tell, are those of
 * the calls that the facade made.
 *
 * <p>What a facade cannot express goes to the backend itself: a repeated nonce, a lease without a token except in a finish of
 * one job, failures, throttles and changes of several kinds in one batch, a settlement of a release, a step of upkeep or of a clear, which types are due, and the agreement on
 * dead jobs, whose place {@link Observed} takes for the facade's own calls. So do settings and what only looks.
 */
public final class FacadeBackend extends InterceptedBackend {
    private static final Duration SHORTEST = Duration.of(1, ChronoUnit.MICROS);

    private final Observed observed;
    private final Facades facades;
    private final @Nullable ManualTime alarms;
    private final Nonces nonces = new Nonces();

    private FacadeBackend(Backend backend, Alarms alarms, @Nullable ManualTime waits) {
        super(backend);
        this.observed = new Observed(backend);
        this.facades = new Facades(observed, alarms);
        this.alarms = waits;
    }

    /**
     * A facade whose callers wait.
     *
     * @param backend the backend, which is closed with it
     * @return a backend that goes through the facade
     */
    public static FacadeBackend waiting(Backend backend) {
        // A clock of its own, so that a wait ends though the kit's clock stands still.
        ManualTime alarms = ManualTime.startingAt(Instant.EPOCH.plusSeconds(1));
        return new FacadeBackend(backend, alarms, alarms);
    }

    /**
     * A facade whose callers do not wait, for several threads.
     *
     * @param backend the backend, which is closed with it
     * @return a backend that goes through the facade
     */
    public static FacadeBackend withoutWaits(Backend backend) {
        return new FacadeBackend(backend, (delay, task) -> () -> {}, null);
    }

    private static <T, R> CompletionStage<List<R>> zip(
            CompletableFuture<List<T>> told, CompletionStage<List<R>> below, BiFunction<T, R, R> both) {
        return told.thenCombine(below, (ofFacade, ofBackend) -> {
            List<R> results = new ArrayList<>(ofFacade.size());
            for (int i = 0; i < ofFacade.size(); i++) {
                results.add(both.apply(ofFacade.get(i), ofBackend.get(i)));
            }
            return results;
        });
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        return operation.on(backend());
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        return facades.any()
                .enqueueAll(request.items().stream()
                        .map(item -> job(request.type(), item))
                        .toList());
    }

    private static Stamp at(Stamp stamp, Instant at) {
        return new Stamp(stamp.partition(), stamp.revision(), micros(at));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static NewJob job(String type, EnqueueItem item) {
        NewJob job = NewJob.of(type, item.queueId(), item.jobId(), item.payload())
                .headers(item.headers())
                .order(item.options().order())
                .delay(Facades.micros(item.options().delayMicros()))
                .requeueLimit(item.options().requeueLimit());
        Integer length = item.options().maxLength();
        job = length == null ? job : job.maxQueueLength(length);
        Long deadline = item.options().deadlineMicros();
        job = deadline == null ? job : job.deadline(Facades.micros(deadline));
        Long interval = item.settings().intervalMillis();
        job = interval == null ? job : job.interval(Duration.ofMillis(interval));
        Boolean ordered = item.settings().ordered();
        job = ordered == null ? job : job.ordered(ordered);
        Integer cap = item.settings().concurrency();
        job = cap == null ? job : job.concurrency(cap);
        LimitNames limits = item.settings().limits();
        job = limits == null ? job : job.limits(limits.names().toArray(String[]::new));
        job = job.cost(item.options().costs().cost());
        for (Map.Entry<String, Long> cost : item.options().costs().byLimit().entrySet()) {
            job = job.cost(cost.getKey(), cost.getValue());
        }
        return job;
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        Long before = nonces.chosen(request.type(), request.nonce());
        if (before != null) {
            DequeueRequest again = new DequeueRequest(
                    request.type(),
                    request.from(),
                    request.count(),
                    request.leaseMicros(),
                    before,
                    request.namesNext(),
                    request.consumer());
            return backend().dequeue(again).thenApply(reply -> shown(request, reply));
        }
        DequeueOptions options = DequeueOptions.of(request.type())
                .from(request.from())
                .count(request.count())
                .lease(Facades.micros(request.leaseMicros()));
        String consumer = request.consumer();
        options = consumer == null ? options : options.consumer(consumer);
        boolean waits = alarms != null && !(request.from() instanceof DequeueFrom.Queue);
        CompletableFuture<Dequeued> told = facades.any().dequeue(waits ? options.waitAtMost(SHORTEST) : options);
        nonces.choose(request.type(), request.nonce(), observed.lastDequeue().nonce());
        CompletionStage<DequeueReply> below = observed.lastStage();
        if (waits) {
            Objects.requireNonNull(alarms).advance(SHORTEST);
        }
        return told.thenCombine(below, (ofFacade, ofBackend) -> shown(request, reply(request, ofFacade, ofBackend)));
    }

    /** What the facade told, with what it leaves out of the jobs and the stamp. */
    private static DequeueReply reply(DequeueRequest request, Dequeued told, DequeueReply below) {
        List<LeasedJob> jobs = new ArrayList<>();
        for (int i = 0; i < told.jobs().size(); i++) {
            Lease lease = told.jobs().get(i).lease();
            LeasedJob job = below.jobs().get(i);
            jobs.add(new LeasedJob(
                    lease.job().queue().id(),
                    lease.job().id(),
                    told.jobs().get(i).payload(),
                    told.jobs().get(i).headers(),
                    lease.token(),
                    micros(lease.expiresAt()),
                    told.jobs().get(i).deliveries(),
                    job.requeues(),
                    job.requeueLimit(),
                    told.jobs().get(i).queueLength()));
        }
        OptionalLong next = told.nextReadyAt()
                .map(instant -> OptionalLong.of(micros(instant)))
                .orElse(OptionalLong.empty());
        // The facade leaves it out where all came.
        boolean isFull = jobs.size() == request.count() && request.namesNext();
        return new DequeueReply(jobs, isFull ? below.nextReadyAtMicros() : next, at(below.stamp(), told.at()));
    }

    private DequeueReply shown(DequeueRequest request, DequeueReply reply) {
        List<LeasedJob> jobs = reply.jobs().stream()
                .map(job -> nonces.shown(request.type(), job, request.nonce()))
                .toList();
        return new DequeueReply(jobs, reply.nextReadyAtMicros(), reply.stamp());
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        AsyncSharQ facade = facades.finishing(request.retentionMicros());
        List<FinishItem> items = request.items().stream()
                .map(item -> new FinishItem(nonces.known(request.type(), item.lease()), item.result(), item.used()))
                .toList();
        List<LeaseRef> refs = items.stream().map(FinishItem::lease).toList();
        CompletableFuture<List<LeaseStatus>> told;
        if (areAllTokens(refs)) {
            told = facade.finishEach(items.stream()
                    .map(item -> finish(lease(request.type(), item.lease()), item))
                    .toList());
        } else if (refs.size() == 1
                && !request.hasResults()
                && items.get(0).used().equals(Used.NOTHING)) {
            told = facade.finish(key(request.type(), refs.get(0))).thenApply(List::of);
        } else {
            return backend().finish(new FinishRequest(request.type(), items, request.retentionMicros()));
        }
        CompletionStage<List<LeaseResult>> below = observed.lastStage();
        return zip(told, below, (status, stamped) -> new LeaseResult(status, stamped.stamp()));
    }

    private static Finish finish(Lease lease, FinishItem item) {
        Payload result = item.result();
        return (result == null ? Finish.of(lease) : Finish.of(lease, result)).used(item.used());
    }

    private static boolean areAllTokens(List<LeaseRef> refs) {
        return refs.stream().allMatch(LeaseRef::isFenced);
    }

    private static List<Lease> leases(String type, List<LeaseRef> refs) {
        return refs.stream().map(ref -> lease(type, ref)).toList();
    }

    private static Lease lease(String type, LeaseRef ref) {
        LeaseToken token = Objects.requireNonNull(ref.token());
        return new Lease(key(type, ref), token, Instant.EPOCH);
    }

    private static JobKey key(String type, LeaseRef ref) {
        return new JobKey(new QueueKey(type, ref.queueId()), ref.jobId());
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        List<FailItem> items = request.items().stream()
                .map(item -> new FailItem(
                        nonces.known(request.type(), item.lease()), item.delayMicros(), item.reason(), item.used()))
                .toList();
        List<LeaseRef> refs = items.stream().map(FailItem::lease).toList();
        FailItem first = items.get(0);
        boolean areAlike = items.stream()
                .allMatch(item -> item.delayMicros() == first.delayMicros()
                        && Objects.equals(item.reason(), first.reason())
                        && item.used().equals(first.used()));
        if (!areAllTokens(refs) || !areAlike) {
            return backend().fail(new FailRequest(request.type(), items, request.deadLimits()));
        }
        String reason = first.reason();
        Failure failure = (reason == null ? Failure.UNEXPLAINED : Failure.because(reason))
                .retryAfter(Facades.micros(first.delayMicros()))
                .used(first.used());
        var told = facades.failing(request.deadLimits()).failAll(leases(request.type(), refs), failure);
        CompletionStage<List<FailResult>> below = observed.lastStage();
        return zip(told, below, (status, stamped) -> new FailResult(status, stamped.stamp()));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        List<LeaseRef> refs = nonces.known(request.type(), request.leases());
        if (!areAllTokens(refs) || !request.used().isEmpty()) {
            return backend().release(new ReleaseRequest(request.type(), refs, request.used()));
        }
        var told = facades.any().releaseAll(leases(request.type(), refs));
        CompletionStage<List<LeaseResult>> below = observed.lastStage();
        return zip(told, below, (status, stamped) -> new LeaseResult(status, stamped.stamp()));
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        List<ThrottleItem> items = request.items().stream()
                .map(item -> new ThrottleItem(
                        nonces.known(request.type(), item.lease()), item.retryAfterMicros(), item.limit()))
                .toList();
        List<LeaseRef> refs = items.stream().map(ThrottleItem::lease).toList();
        Long micros = items.get(0).retryAfterMicros();
        String limit = items.get(0).limit();
        boolean areAlike = items.stream().allMatch(item -> Objects.equals(item.retryAfterMicros(), micros));
        boolean fits = limit == null ? items.stream().allMatch(item -> item.limit() == null) : items.size() == 1;
        if (!areAllTokens(refs) || !areAlike || !fits) {
            return backend().throttle(new ThrottleRequest(request.type(), items, request.maxHoldMicros()));
        }
        RetryAfter retryAfter = micros == null ? RetryAfter.UNKNOWN : RetryAfter.in(Facades.micros(micros));
        AsyncSharQ facade = facades.throttling(request.maxHoldMicros());
        List<Lease> leases = leases(request.type(), refs);
        CompletableFuture<List<Optional<Instant>>> answered = limit == null
                ? facade.throttledAll(leases, retryAfter)
                : facade.throttled(leases.get(0), retryAfter, limit).thenApply(List::of);
        CompletionStage<List<ThrottleResult>> below = observed.lastStage();
        return zip(answered, below, FacadeBackend::throttled);
    }

    private static ThrottleResult throttled(Optional<Instant> heldUntil, ThrottleResult below) {
        return new ThrottleResult(
                heldUntil.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST,
                heldUntil.map(until -> OptionalLong.of(micros(until))).orElse(OptionalLong.empty()),
                below.stamp());
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        var told = facades.any().cancelAll(keys(request.type(), request.jobs()));
        CompletionStage<List<ChangeResult>> below = observed.lastStage();
        return zip(told, below, (status, stamped) -> new ChangeResult(status, stamped.stamp()));
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        ChangeItem first = request.items().get(0);
        if (!request.items().stream().allMatch(item -> item.equals(on(item.job(), first)))) {
            return backend().change(request);
        }
        JobChange change = JobChange.change();
        change = first.order() == null ? change : change.order(first.order());
        change = first.delayMicros() == null ? change : change.delay(Facades.micros(first.delayMicros()));
        change = first.payload() == null ? change : change.payload(first.payload());
        List<JobRef> jobs = request.items().stream().map(ChangeItem::job).toList();
        var told = facades.any().changeAll(keys(request.type(), jobs), change);
        CompletionStage<List<ChangeResult>> below = observed.lastStage();
        return zip(told, below, (status, stamped) -> new ChangeResult(status, stamped.stamp()));
    }

    private static ChangeItem on(JobRef job, ChangeItem change) {
        return new ChangeItem(job, change.order(), change.delayMicros(), change.payload());
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        return facades.any().queue(queue).jobs(page);
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        List<LeaseRef> refs = nonces.known(request.type(), request.leases());
        if (!areAllTokens(refs)) {
            return backend().extend(new ExtendRequest(request.type(), refs, request.leaseMicros()));
        }
        var told = facades.any().extendAll(leases(request.type(), refs), Facades.micros(request.leaseMicros()));
        CompletionStage<List<ExtendResult>> below = observed.lastStage();
        return zip(told, below, FacadeBackend::extended);
    }

    private static ExtendResult extended(Optional<Lease> lease, ExtendResult below) {
        return new ExtendResult(
                lease.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST,
                lease.map(alive -> OptionalLong.of(micros(alive.expiresAt()))).orElse(OptionalLong.empty()),
                below.stamp());
    }

    @Override
    public CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        String pattern = request.pattern().pattern();
        AsyncTypeHandle type = facades.any().type(request.type());
        boolean deletes = request.equals(SetDefaultsRequest.delete(request.pattern()));
        CompletableFuture<?> ofFacade =
                deletes ? type.deleteDefaults(pattern) : type.setDefaults(pattern, settings(request));
        CompletionStage<ConfigureReply> below = observed.lastStage();
        return ofFacade.thenCombine(
                below,
                (answer, reply) -> answer instanceof Boolean found ? new ConfigureReply(found, reply.stamp()) : reply);
    }

    private static QueueSettings settings(SetDefaultsRequest request) {
        QueueSettings change =
                QueueSettings.change().byDefault(request.removed().toArray(QueueSetting[]::new));
        Long interval = request.settings().intervalMillis();
        change = interval == null ? change : change.interval(Duration.ofMillis(interval));
        Boolean ordered = request.settings().ordered();
        change = ordered == null ? change : change.ordered(ordered);
        Integer cap = request.settings().concurrency();
        change = cap == null ? change : change.concurrency(cap);
        LimitNames limits = request.settings().limits();
        return limits == null ? change : change.limits(limits.names().toArray(String[]::new));
    }

    @Override
    public CompletionStage<List<QueueDefaults>> defaults(String type) {
        return facades.any().type(type).defaults();
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        String queueId = request.queueId();
        AsyncSharQ facade = facades.any();
        CompletableFuture<?> ofFacade;
        if (queueId == null) {
            ofFacade = request.paused()
                    ? facade.type(request.type()).pause()
                    : facade.type(request.type()).resume();
        } else {
            QueueKey queue = new QueueKey(request.type(), queueId);
            ofFacade = request.paused()
                    ? facade.queue(queue).pause()
                    : facade.queue(queue).resume();
        }
        CompletionStage<ConfigureReply> below = observed.lastStage();
        return ofFacade.thenCombine(
                below,
                (answer, reply) -> answer instanceof Boolean found ? new ConfigureReply(found, reply.stamp()) : reply);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        var ofFacade = facades.any().redrive(keys(request.type(), request.jobs()));
        CompletionStage<List<DeadJobResult>> below = observed.lastStage();
        return zip(ofFacade, below, (done, stamped) -> new DeadJobResult(done, stamped.stamp()));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        var ofFacade = facades.any().discard(keys(request.type(), request.jobs()));
        CompletionStage<List<DeadJobResult>> below = observed.lastStage();
        return zip(ofFacade, below, (done, stamped) -> new DeadJobResult(done, stamped.stamp()));
    }

    private static List<JobKey> keys(String type, List<JobRef> jobs) {
        return jobs.stream()
                .map(job -> new JobKey(new QueueKey(type, job.queueId()), job.jobId()))
                .toList();
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        return facades.any().types(page);
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        return facades.any().type(type).queues(page);
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return backend().find(job).thenApply(found -> found.map(nonces::shown));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return backend().watch(job).thenApply(found -> found.map(nonces::shown));
    }

    @Override
    public void close() {
        facades.close();
        super.close();
    }
}
