package io.sharq.tck.facade;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueDescription;
import io.sharq.spi.Backend;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.tck.Trial;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers of the facade. */
public final class FacadeCallers implements Callers {
    private final Backend backend;
    private final ManualTime clock;

    /** A clock of its own, so that waits end though the backend's clock stands still. */
    private final ManualTime alarms = ManualTime.startingAt(Trial.START);

    private final SharQ sharq;

    /**
     * Callers of a facade.
     *
     * @param backend an empty backend, which is closed with them
     * @param clock its clock
     */
    public FacadeCallers(Backend backend, ManualTime clock) {
        this.backend = backend;
        this.clock = clock;
        this.sharq =
                SharQ.builder().backend(backend).alarms(alarms).upkeep(false).open();
    }

    @Override
    public CompletableFuture<List<Held>> dequeue(int count, Duration lease, Duration wait) {
        CompletableFuture<Dequeued> dequeued = sharq.async()
                .dequeue(DequeueOptions.of(Trial.TYPE).count(count).lease(lease).waitAtMost(wait));
        CompletableFuture<List<Held>> held = dequeued.thenApply(
                answer -> answer.jobs().stream().map(FacadeCallers::held).toList());
        CompletableFuture<?> unused = held.whenComplete((jobs, failure) -> dequeued.cancel(false));
        return held;
    }

    private static Held held(Delivery delivery) {
        Lease lease = delivery.lease();
        return new Held(
                lease.job().queue().id(), lease.job().id(), lease.token().toString(), lease.expiresAt());
    }

    @Override
    public void enqueue(List<EnqueueItem> jobs) {
        Trial.get(backend.enqueue(new EnqueueRequest(Trial.TYPE, jobs)));
    }

    @Override
    public void finish(Held job) {
        sharq.finish(new Lease(
                JobKey.of(Trial.TYPE, job.queueId(), job.jobId()), LeaseToken.parse(job.lease()), job.expiresAt()));
    }

    @Override
    public long active(String queueId) {
        return Trial.get(backend.describe(Trial.queue(queueId)))
                .map(QueueDescription::active)
                .orElse(0L);
    }

    @Override
    public Duration shortestWait() {
        return Duration.of(1, ChronoUnit.MICROS);
    }

    @Override
    public void pass() {
        alarms.advance(shortestWait());
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public void close() {
        sharq.close();
    }
}
