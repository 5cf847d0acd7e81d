package io.sharq.benchmarks.load;

import io.sharq.AsyncSharQ;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend behind the public facade, over one connection or several. */
public final class FacadeTarget implements Target {
    /** Leases outlast the run, because a job that is handed out twice is a fault. */
    private static final SharQSettings SETTINGS = SharQSettings.builder()
            .jobExpireInterval(Duration.ofHours(1))
            .maxBatchSize(10_000)
            .build();

    private static final int CLOCK_CALLS = 50;

    private final List<SharQ> open = new ArrayList<>();
    private final AsyncSharQ[] facades;
    private final AtomicInteger turn = new AtomicInteger();
    private final Optional<MeasuredRedis> redis;

    private FacadeTarget(List<Backend> backends, Optional<MeasuredRedis> redis) {
        for (Backend backend : backends) {
            open.add(SharQ.builder()
                    .backend(backend)
                    .settings(SETTINGS)
                    .upkeep(open.isEmpty())
                    .open());
        }
        this.facades = open.stream().map(SharQ::async).toArray(AsyncSharQ[]::new);
        this.redis = redis;
    }

    /**
     * A backend behind the facade.
     *
     * @param backend the backend, which is closed with the target
     * @return a target
     */
    public static FacadeTarget of(Backend backend) {
        return new FacadeTarget(List.of(backend), Optional.empty());
    }

    /**
     * A Redis behind the facade.
     *
     * @param redis the Redis, which is closed with the target
     * @param connections the number of connections
     * @return a target
     */
    public static FacadeTarget of(MeasuredRedis redis, int connections) {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            backends.add(redis.open());
        }
        return new FacadeTarget(backends, Optional.of(redis));
    }

    private AsyncSharQ facade() {
        return facades.length == 1 ? facades[0] : facades[Math.floorMod(turn.getAndIncrement(), facades.length)];
    }

    @Override
    public CompletableFuture<List<Window>> enqueue(List<Job> jobs) {
        if (jobs.size() == 1) {
            return facade().enqueue(newJob(jobs.get(0))).thenApply(answer -> List.of(taken(answer)));
        }
        return facade().enqueueAll(jobs.stream().map(FacadeTarget::newJob).toList())
                .thenApply(answers -> answers.stream().map(FacadeTarget::taken).toList());
    }

    private static NewJob newJob(Job job) {
        return NewJob.of(job.type(), job.queueId(), job.id(), job.payload())
                .interval(Duration.ofMillis(job.intervalMillis()));
    }

    private static Window taken(EnqueueResult answer) {
        if (!answer.isQueued()) {
            throw new IllegalStateException("a job was answered with " + answer.status());
        }
        return Window.at(answer.stamp().atMicros());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait) {
        DequeueOptions options = DequeueOptions.of(type).count(count).waitAtMost(wait);
        return facade().dequeue(options).thenApply(answer -> handed(type, answer));
    }

    private static List<Handed> handed(String type, Dequeued answer) {
        List<Handed> handed = new ArrayList<>(answer.jobs().size());
        for (Delivery delivery : answer.jobs()) {
            handed.add(new Handed(
                    type,
                    delivery.job().queue().id(),
                    delivery.job().id(),
                    delivery.payload(),
                    Window.at(micros(delivery.releasedAt())),
                    delivery.lease().token().number(),
                    delivery.lease()));
        }
        return handed;
    }

    @Override
    public CompletableFuture<Integer> finish(List<Handed> jobs) {
        if (jobs.size() == 1) {
            return facade().finish(lease(jobs.get(0))).thenApply(status -> status == LeaseStatus.DONE ? 0 : 1);
        }
        return facade().finishAll(jobs.stream().map(FacadeTarget::lease).toList())
                .thenApply(answers -> (int) answers.stream()
                        .filter(status -> status != LeaseStatus.DONE)
                        .count());
    }

    private static Lease lease(Handed job) {
        return Objects.requireNonNull(job.lease());
    }

    @Override
    public CompletableFuture<Void> unlimit(String type, String queueId) {
        return facade().queue(new QueueKey(type, queueId))
                .interval(Duration.ZERO)
                .thenApply(done -> null);
    }

    @Override
    public CompletableFuture<?> nothing() {
        return redis.<CompletableFuture<?>>map(MeasuredRedis::noOp)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** The offset of the quickest of some calls: the less time one takes, the less its own time blurs the offset. */
    @Override
    public long clockAheadMicros() {
        long quickest = Long.MAX_VALUE;
        long ahead = 0;
        for (int i = 0; i < CLOCK_CALLS; i++) {
            long sent = CallerClock.micros();
            long at = micros(
                    facade().dequeue(DequeueOptions.of("bench-clock")).join().at());
            long took = CallerClock.micros() - sent;
            if (took < quickest) {
                quickest = took;
                ahead = at - (sent + took / 2);
            }
        }
        return Math.abs(ahead) <= quickest ? 0 : ahead;
    }

    @Override
    public Optional<Figures> figures() {
        return redis.map(MeasuredRedis::figures);
    }

    @Override
    public int maxBatch() {
        return SETTINGS.maxBatchSize();
    }

    @Override
    public void close() {
        open.forEach(SharQ::close);
        redis.ifPresent(MeasuredRedis::close);
    }
}
