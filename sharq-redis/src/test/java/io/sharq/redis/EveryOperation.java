package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DeadLimits;
import io.sharq.api.FailStatus;
import io.sharq.api.JobKey;
import io.sharq.api.LeaseStatus;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.DueRequest;
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
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The life of a type in which a backend does all that it can do, from the first job until nothing is left. */
record EveryOperation(RedisBackend backend, ManualTime time) {
    private static final QueueKey QUEUE = new QueueKey(Operations.TYPE, "user001");
    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);
    private static final PageRequest PAGE = PageRequest.first(10);
    private static final long SECOND = 1_000_000;

    void run() {
        assertThat(Operations.get(backend.agree(new AgreeRequest(DEAD, false)))).isEqualTo(DEAD);
        leasesEnd();
        leasesAreThrottled();
        jobsLeaveResults();
        waitingJobsChange();
        jobsDieAndComeBack();
        defaultsChange();
        everythingIsLookedAt();
        nothingIsLeft();
    }

    private void leasesEnd() {
        enqueue("job-1", 0, Bounds.REQUEUE_ALWAYS);
        enqueue("job-2", SECOND, Bounds.REQUEUE_ALWAYS);
        LeasedJob job = dequeue();
        Operations.get(
                backend.extend(new ExtendRequest(Operations.TYPE, List.of(lease(job)), 2 * Operations.LEASE_MICROS)));
        Operations.get(backend.release(new ReleaseRequest(Operations.TYPE, List.of(lease(job)))));
        dequeue();
        time.advance(Duration.ofMinutes(1));
        assertThat(Operations.get(backend.due(DueRequest.first(10, DEAD))).types())
                .containsExactly(Operations.TYPE);
        assertThat(new Operations(backend).requeue().requeued()).isEqualTo(1);
        assertThat(new Operations(backend).finish(dequeue())).isEqualTo(LeaseStatus.DONE);
        assertThat(new Operations(backend).finish(dequeue())).isEqualTo(LeaseStatus.DONE);
    }

    private void leasesAreThrottled() {
        enqueue("throttled", 0, Bounds.REQUEUE_ALWAYS);
        for (Long retryAfter : new Long[] {null, 2 * SECOND, null}) {
            assertThat(throttle(dequeue(), retryAfter)).isEqualTo(LeaseStatus.DONE);
            time.advance(Duration.ofSeconds(2));
        }
        assertThat(new Operations(backend).finish(dequeue())).isEqualTo(LeaseStatus.DONE);
    }

    private void jobsLeaveResults() {
        JobKey key = new JobKey(QUEUE, "result");
        enqueue("result", 0, Bounds.REQUEUE_ALWAYS);
        assertThat(Operations.get(backend.watch(key))).isPresent();
        FinishItem finish = new FinishItem(lease(dequeue()), Operations.payload("done"));
        Operations.get(backend.finish(new FinishRequest(Operations.TYPE, List.of(finish), SECOND)));
        assertThat(Operations.get(backend.watch(key)).orElseThrow().result()).contains(Operations.payload("done"));
        time.advance(Duration.ofSeconds(2));
        new Operations(backend).requeue();
        for (String job : List.of("watched-1", "watched-2")) {
            enqueue(job, 0, 0);
            Operations.get(backend.watch(new JobKey(QUEUE, job)));
        }
        assertThat(fail(dequeue())).isEqualTo(FailStatus.DEAD);
        List<JobRef> cancelled = List.of(new JobRef(QUEUE.id(), "watched-2"));
        Operations.get(backend.cancel(new CancelRequest(Operations.TYPE, cancelled)));
        Operations.get(
                backend.discard(new DiscardRequest(Operations.TYPE, List.of(new JobRef(QUEUE.id(), "watched-1")))));
    }

    private void waitingJobsChange() {
        List<String> jobs = List.of("change-1", "change-2", "change-3");
        for (String job : jobs) {
            enqueue(job, job.equals("change-3") ? SECOND : 0, Bounds.REQUEUE_ALWAYS);
        }
        List<ChangeItem> changes = List.of(
                new ChangeItem(new JobRef(QUEUE.id(), "change-1"), 7, null, null),
                new ChangeItem(new JobRef(QUEUE.id(), "change-2"), null, SECOND, null),
                new ChangeItem(new JobRef(QUEUE.id(), "change-3"), -7, 0L, Operations.payload("other")));
        assertThat(Operations.get(backend.change(new ChangeRequest(Operations.TYPE, changes))))
                .allMatch(result -> result.status() == ChangeStatus.DONE);
        assertThat(Operations.get(backend.jobs(QUEUE, PAGE)).items())
                .extracting(job -> job.job().id())
                .containsExactly("change-3", "change-1", "change-2");
        LeasedJob leased = dequeue();
        assertThat(leased.payload()).isEqualTo(Operations.payload("other"));
        Operations.get(backend.release(new ReleaseRequest(Operations.TYPE, List.of(lease(leased)))));
        time.advance(Duration.ofSeconds(2));
        assertThat(Operations.get(backend.jobs(QUEUE, PAGE)).items()).hasSize(3);
        List<JobRef> cancelled =
                jobs.stream().map(job -> new JobRef(QUEUE.id(), job)).toList();
        assertThat(Operations.get(backend.cancel(new CancelRequest(Operations.TYPE, cancelled))))
                .allMatch(result -> result.status() == ChangeStatus.DONE);
        assertThat(Operations.get(backend.jobs(QUEUE, PAGE)).items()).isEmpty();
    }

    private void defaultsChange() {
        setDefaults("u*", new QueueChange(1_000L, null, 5));
        enqueue("default-1", 0, Bounds.REQUEUE_ALWAYS);
        enqueue("default-2", 0, Bounds.REQUEUE_ALWAYS);
        time.advance(Duration.ofSeconds(1));
        LeasedJob leased = dequeue();
        setDefaults("*", new QueueChange(60_000L, true, null));
        Operations.get(backend.configure(
                new ConfigureRequest(QUEUE, QueueChange.NONE, Set.of(QueueSetting.values()), null, null, true)));
        assertThat(new Operations(backend).finish(leased)).isEqualTo(LeaseStatus.DONE);
        assertThat(Operations.get(backend.describe(QUEUE)).orElseThrow().ordered())
                .isTrue();
        assertThat(Operations.get(backend.defaults(Operations.TYPE))).isNotEmpty();
        for (String pattern : List.of("u*", "*", "none*")) {
            Operations.get(backend.setDefaults(SetDefaultsRequest.delete(new QueuePattern(Operations.TYPE, pattern))));
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(new Operations(backend).finish(dequeue())).isEqualTo(LeaseStatus.DONE);
    }

    private void setDefaults(String pattern, QueueChange change) {
        Operations.get(backend.setDefaults(
                new SetDefaultsRequest(new QueuePattern(Operations.TYPE, pattern), change, Set.of())));
    }

    private void jobsDieAndComeBack() {
        enqueue("job-3", 0, 0);
        assertThat(fail(dequeue())).isEqualTo(FailStatus.DEAD);
        List<JobRef> dead = List.of(new JobRef(QUEUE.id(), "job-3"));
        Operations.get(backend.redrive(new RedriveRequest(Operations.TYPE, dead)));
        assertThat(fail(dequeue())).isEqualTo(FailStatus.DEAD);
        assertThat(Operations.get(backend.deadJobs(Operations.TYPE, PAGE)).items())
                .hasSize(1);
        Operations.get(backend.discard(new DiscardRequest(Operations.TYPE, dead)));
    }

    private void everythingIsLookedAt() {
        enqueue("job-4", 0, Bounds.REQUEUE_ALWAYS);
        assertThat(Operations.get(backend.describe(QUEUE))).isPresent();
        assertThat(Operations.get(backend.find(new JobKey(QUEUE, "job-4")))).isPresent();
        assertThat(Operations.get(backend.metrics(MetricsScope.ALL)).length()).isEqualTo(1);
        assertThat(Operations.get(backend.types(PAGE)).items()).containsExactly(Operations.TYPE);
        assertThat(Operations.get(backend.queues(Operations.TYPE, PAGE)).items())
                .containsExactly(QUEUE.id());
    }

    private void nothingIsLeft() {
        Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, true)));
        Operations.get(backend.pause(new PauseRequest(Operations.TYPE, null, false)));
        assertThat(Operations.get(backend.clear(new ClearRequest(QUEUE, true, 10)))
                        .removed())
                .isEqualTo(1);
        time.advance(Duration.ofMinutes(10));
        new Operations(backend).requeue();
        assertThat(Operations.get(backend.types(PAGE)).items()).isEmpty();
    }

    private void enqueue(String jobId, long delayMicros, int requeueLimit) {
        EnqueueItem item = new EnqueueItem(
                QUEUE.id(),
                jobId,
                Operations.payload(jobId),
                new JobOptions(0, delayMicros, requeueLimit, null),
                QueueChange.NONE);
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
    }

    private LeasedJob dequeue() {
        return new Operations(backend).dequeue(1).jobs().get(0);
    }

    private LeaseStatus throttle(LeasedJob job, @Nullable Long retryAfterMicros) {
        ThrottleItem item = new ThrottleItem(lease(job), retryAfterMicros);
        return Operations.get(backend.throttle(new ThrottleRequest(Operations.TYPE, List.of(item), SECOND)))
                .get(0)
                .status();
    }

    private FailStatus fail(LeasedJob job) {
        FailItem item = new FailItem(lease(job), 0, "refused");
        return Operations.get(backend.fail(new FailRequest(Operations.TYPE, List.of(item), DEAD)))
                .get(0)
                .status();
    }

    private static LeaseRef lease(LeasedJob job) {
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }
}
