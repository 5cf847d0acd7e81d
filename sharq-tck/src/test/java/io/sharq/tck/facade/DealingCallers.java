package io.sharq.tck.facade;

import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueDescription;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A wrong facade: one dequeue asks for what all callers want together, and its jobs are dealt out to them. */
final class DealingCallers implements Callers {
    private record Waiting(int count, Duration lease, boolean waits, CompletableFuture<List<Held>> answer) {}

    private final ManualTime clock = ManualTime.startingAt(Trial.START);
    private final Backend backend = new ModelBackend(clock);
    private final List<Waiting> line = new ArrayList<>();
    private long nonces;

    @Override
    public CompletableFuture<List<Held>> dequeue(int count, Duration lease, Duration wait) {
        Waiting caller = new Waiting(count, lease, !wait.isZero(), new CompletableFuture<>());
        line.add(caller);
        deal();
        if (!caller.waits()) {
            caller.answer().complete(List.of());
        }
        return caller.answer();
    }

    private void deal() {
        line.removeIf(caller -> caller.answer().isDone());
        if (line.isEmpty()) {
            return;
        }
        int wanted = line.stream().mapToInt(Waiting::count).sum();
        long leaseMicros = line.get(0).lease().toNanos() / 1_000;
        DequeueRequest shared = new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, wanted, leaseMicros, ++nonces);
        List<LeasedJob> left =
                new ArrayList<>(Trial.get(backend.dequeue(shared)).jobs());
        for (Waiting caller : line) {
            List<LeasedJob> share = left.subList(0, Math.min(caller.count(), left.size()));
            if (!share.isEmpty()) {
                caller.answer()
                        .complete(share.stream().map(DealingCallers::held).toList());
                share.clear();
            }
        }
    }

    private static Held held(LeasedJob job) {
        return new Held(
                job.queueId(),
                job.jobId(),
                job.token().toString(),
                Instant.EPOCH.plus(job.expiresAtMicros(), ChronoUnit.MICROS));
    }

    @Override
    public void enqueue(List<EnqueueItem> jobs) {
        Trial.get(backend.enqueue(new EnqueueRequest(Trial.TYPE, jobs)));
        deal();
    }

    @Override
    public void finish(Held job) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), LeaseToken.parse(job.lease()));
        Trial.get(backend.finish(FinishRequest.of(Trial.TYPE, List.of(lease), 0)));
        deal();
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
    public void pass() {}

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public void close() {
        backend.close();
    }
}
