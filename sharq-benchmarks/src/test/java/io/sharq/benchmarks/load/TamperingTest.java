package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a wrong backend does must not go unseen: each of these does one thing wrong. */
class TamperingTest {
    private static final int JOBS = 60;
    private final AtomicInteger calls = new AtomicInteger();

    private static List<String> faults(Backend backend, Workload workload, long intervalMillis) {
        try (Target target = FacadeTarget.of(backend)) {
            return new Run(Plans.of(workload, 4, JOBS, intervalMillis, 3), target, 7)
                    .execute()
                    .faults();
        }
    }

    private Backend tamperedJobs(UnaryOperator<List<LeasedJob>> change) {
        return TamperedBackend.answer(
                InMemoryBackend.create(),
                DequeueRequest.class,
                stage -> stage.thenApply(reply -> {
                    boolean isThird = !reply.jobs().isEmpty() && calls.incrementAndGet() == 3;
                    return isThird
                            ? new DequeueReply(change.apply(reply.jobs()), reply.nextReadyAtMicros(), reply.stamp())
                            : reply;
                }));
    }

    private static LeasedJob like(LeasedJob job, String queueId, String jobId, Payload payload) {
        return new LeasedJob(
                queueId,
                jobId,
                payload,
                job.token(),
                job.expiresAtMicros(),
                job.deliveries(),
                job.requeues(),
                job.requeueLimit(),
                job.queueLength());
    }

    @Test
    void aSoundBackendHasNoFault() {
        for (Workload workload : Workload.values()) {
            assertThat(faults(InMemoryBackend.create(), workload, 2))
                    .as(workload.name())
                    .isEmpty();
        }
    }

    @Test
    void aJobThatIsAcknowledgedAndNotKeptIsMissing() {
        Backend forgetful = TamperedBackend.request(InMemoryBackend.create(), EnqueueRequest.class, whole -> {
            List<EnqueueItem> items = new ArrayList<>(whole.items());
            if (calls.incrementAndGet() == 5) {
                items.set(0, items.get(1));
            }
            return new EnqueueRequest(whole.type(), items);
        });
        Backend sayingAllIsWell = TamperedBackend.answer(
                forgetful, EnqueueRequest.class, stage -> stage.thenApply(TamperingTest::allQueued));
        assertThat(faults(sayingAllIsWell, Workload.DEQUEUE, 0)).containsExactly("1 jobs are missing");
    }

    private static List<EnqueueResult> allQueued(List<EnqueueResult> results) {
        return results.stream()
                .map(result -> new EnqueueResult(EnqueueStatus.QUEUED, result.queueLength(), result.stamp()))
                .toList();
    }

    @Test
    void aJobThatIsNotHandedOnIsMissing() {
        Backend losing = tamperedJobs(jobs -> jobs.subList(1, jobs.size()));
        assertThat(faults(losing, Workload.CYCLE, 0)).containsExactly("1 jobs are missing");
    }

    @Test
    void aJobThatComesTwiceIsSeen() {
        Backend repeating = tamperedJobs(jobs -> List.of(jobs.get(0), jobs.get(0), jobs.get(1)));
        assertThat(faults(repeating, Workload.DEQUEUE, 0)).contains("1 jobs were handed out more than once");
    }

    @Test
    void anotherPayloadIsSeen() {
        Backend altering = tamperedJobs(jobs -> {
            List<LeasedJob> changed = new ArrayList<>(jobs);
            LeasedJob first = jobs.get(0);
            changed.set(0, like(first, first.queueId(), first.jobId(), Payload.wrap(new byte[26])));
            return changed;
        });
        assertThat(faults(altering, Workload.ENQUEUE, 0)).containsExactly("1 jobs came with another payload");
    }

    @Test
    void anotherQueueIsSeen() {
        Backend misplacing = tamperedJobs(jobs -> {
            List<LeasedJob> changed = new ArrayList<>(jobs);
            LeasedJob first = jobs.get(0);
            changed.set(0, like(first, "elsewhere", first.jobId(), first.payload()));
            return changed;
        });
        assertThat(faults(misplacing, Workload.DEQUEUE, 0)).contains("1 jobs came from another queue");
    }

    @Test
    void aJobOfNobodysIsSeen() {
        Backend inventing = tamperedJobs(jobs -> {
            List<LeasedJob> changed = new ArrayList<>(jobs);
            LeasedJob first = jobs.get(0);
            changed.set(0, like(first, first.queueId(), "invented", first.payload()));
            return changed;
        });
        assertThat(faults(inventing, Workload.DEQUEUE, 0)).contains("1 jobs came that this run did not enqueue");
    }

    @Test
    void aReleaseBeforeItsTimeIsSeen() {
        Backend hasty = TamperedBackend.request(InMemoryBackend.create(), EnqueueRequest.class, whole -> {
            return new EnqueueRequest(
                    whole.type(),
                    whole.items().stream()
                            .map(item -> new EnqueueItem(
                                    item.queueId(),
                                    item.jobId(),
                                    item.payload(),
                                    item.options(),
                                    QueueChange.interval(1)))
                            .toList());
        });
        assertThat(faults(hasty, Workload.DEQUEUE, 20))
                .singleElement()
                .asString()
                .contains("jobs were released early, by up to");
    }

    @Test
    void aFinishThatIsNotDoneIsSeen() {
        Backend deaf = TamperedBackend.request(InMemoryBackend.create(), FinishRequest.class, whole -> {
            return calls.incrementAndGet() == 2
                    ? FinishRequest.of(
                            whole.type(),
                            whole.items().stream()
                                    .map(FinishItem::lease)
                                    .map(lease -> new LeaseRef(lease.queueId(), lease.jobId(), new LeaseToken(1, 1)))
                                    .toList(),
                            whole.retentionMicros())
                    : whole;
        });
        assertThat(faults(deaf, Workload.DEQUEUE, 0)).containsExactly("3 leases were lost");
    }

    @Test
    void aCallThatFailsEndsTheRun() {
        Backend failing = TamperedBackend.answer(
                InMemoryBackend.create(),
                FinishRequest.class,
                stage -> calls.incrementAndGet() == 3
                        ? CompletableFuture.failedFuture(new IllegalStateException("out of order"))
                        : stage);
        assertThat(faults(failing, Workload.CYCLE, 0))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("a call failed: ").contains("out of order"));
    }
}
