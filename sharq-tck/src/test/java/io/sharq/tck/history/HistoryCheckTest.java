package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.ChangeStatus;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import io.sharq.tck.model.ModelBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The check of histories, on histories that a crowd made of the model: a good one passes, and one with a lie in it does not. */
class HistoryCheckTest {
    private static final String TYPE = "sms";
    private static final int LIES_OF_A_KIND = 50;
    private static final long THROTTLE_MICROS = 1_000;

    private static final Map<String, QueueDescription> QUEUES = new HashMap<>();
    private static List<Call> calls = List.of();

    @BeforeAll
    static void record() {
        try (Backend model = new ModelBackend(TimeSource.steady())) {
            Crowd crowd = new Crowd(model, TYPE, 11);
            crowd.run();
            everyKindOfCall(crowd.history());
            calls = crowd.history().calls();
            for (String id : Client.QUEUES) {
                QUEUES.put(
                        id,
                        model.describe(new QueueKey(TYPE, id))
                                .toCompletableFuture()
                                .join()
                                .orElseThrow());
            }
        }
    }

    /**
     * Makes a call of each kind that a lie alters. Whether a crowd makes one, such as the cancel of a job that another client
     * has dequeued, depends on how its threads are scheduled.
     */
    private static void everyKindOfCall(History history) {
        JobRef cancelled = enqueued(history, "cancelled");
        history.call(Backend::cancel, new CancelRequest(TYPE, List.of(cancelled)));

        JobRef changed = enqueued(history, "changed");
        ChangeItem newPayload = new ChangeItem(changed, null, null, Payload.of(new byte[] {1}));
        history.call(Backend::change, new ChangeRequest(TYPE, List.of(newPayload)));
        LeaseRef first = dequeued(history);
        history.call(Backend::cancel, new CancelRequest(TYPE, List.of(changed)));
        history.call(Backend::change, new ChangeRequest(TYPE, List.of(newPayload)));
        history.call(
                Backend::throttle,
                new ThrottleRequest(TYPE, List.of(new ThrottleItem(first, THROTTLE_MICROS)), THROTTLE_MICROS));
        LeaseRef second = dequeued(history);
        history.call(Backend::finish, FinishRequest.of(TYPE, List.of(first), 0));
        history.call(Backend::finish, FinishRequest.of(TYPE, List.of(second), 0));
    }

    private static JobRef enqueued(History history, String job) {
        EnqueueItem item =
                new EnqueueItem(Client.FREE, job, Payload.of(new byte[0]), JobOptions.DEFAULT, QueueChange.NONE);
        history.call(Backend::enqueue, new EnqueueRequest(TYPE, List.of(item)));
        return new JobRef(Client.FREE, job);
    }

    /** The lease of the only job that waits, once its queue is no longer held. */
    private static LeaseRef dequeued(History history) {
        while (true) {
            DequeueRequest request =
                    new DequeueRequest(TYPE, DequeueFrom.ANY, 1, Crowd.Ways.SHORT.leaseMicros(), System.nanoTime());
            for (LeasedJob job : history.call(Backend::dequeue, request).jobs()) {
                return new LeaseRef(job.queueId(), job.jobId(), job.token());
            }
        }
    }

    private static List<Violation> violations(List<Call> history) {
        return HistoryCheck.violations(history, id -> QUEUES.getOrDefault(id, QUEUES.get(Client.FREE)));
    }

    @Test
    void aTrueHistoryPasses() {
        assertThat(calls).hasSizeGreaterThan(500);
        assertThat(violations(calls)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aLieIsFound() {
        return Stream.of(
                lie("an enqueue is left out", HistoryCheckTest::hasQueuedAll, call -> null),
                lie("a finish is left out", HistoryCheckTest::hasFinished, call -> null),
                lie("a length is off by one", HistoryCheckTest::hasQueuedAll, HistoryCheckTest::withAnotherLength),
                lie(
                        "a payload is another",
                        HistoryCheckTest::hasReleased,
                        call -> released(
                                call, job -> with(job, Payload.of(new byte[1]), job.token(), job.deliveries()))),
                lie(
                        "a delivery is not counted",
                        HistoryCheckTest::hasReleased,
                        call -> released(call, job -> with(job, job.payload(), job.token(), job.deliveries() - 1))),
                lie(
                        "a token is another",
                        HistoryCheckTest::hasReleased,
                        call -> released(
                                call,
                                job -> with(
                                        job,
                                        job.payload(),
                                        new LeaseToken(
                                                job.token().number(),
                                                ~job.token().nonce()),
                                        job.deliveries()))),
                lie("a lost lease is said to be done", HistoryCheckTest::hasLostLease, call -> finished(call, 0)),
                lie("a late finish has an early number", HistoryCheckTest::hasFinished, call -> finished(call, 1)),
                lie("a cancel is left out", call -> isChange(call, CancelRequest.class, true), call -> null),
                lie(
                        "a cancel is said to be refused",
                        call -> isChange(call, CancelRequest.class, true),
                        call -> changed(call, ChangeStatus.NOT_FOUND)),
                lie(
                        "a refused cancel is said to be done",
                        call -> isChange(call, CancelRequest.class, false),
                        call -> changed(call, ChangeStatus.DONE)),
                lie(
                        "a change is said to be refused",
                        call -> isChange(call, ChangeRequest.class, true),
                        call -> changed(call, ChangeStatus.LEASED)),
                lie(
                        "a refused change is said to be done",
                        call -> isChange(call, ChangeRequest.class, false),
                        call -> changed(call, ChangeStatus.DONE)),
                lie("a new payload is left out", HistoryCheckTest::hasNewPayload, call -> null),
                lie("a throttle is left out", HistoryCheckTest::isThrottleBeforeARelease, call -> null),
                lie("a hold ends later", HistoryCheckTest::isThrottleBeforeARelease, HistoryCheckTest::heldLonger));
    }

    private static DynamicTest lie(String name, Predicate<Call> where, UnaryOperator<Call> lie) {
        return DynamicTest.dynamicTest(name, () -> {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                if (where.test(calls.get(i))) {
                    places.add(i);
                }
            }
            Random random = new Random(5);
            for (int i = 0; i < LIES_OF_A_KIND; i++) {
                int place = places.get(random.nextInt(places.size()));
                List<Call> changed = new ArrayList<>(calls);
                Call told = lie.apply(changed.remove(place));
                if (told != null) {
                    changed.add(told);
                }
                assertThat(violations(changed)).as(calls.get(place).toString()).isNotEmpty();
            }
        });
    }

    @Test
    void aSecondDeliveryIsFound() {
        Call call =
                calls.stream().filter(HistoryCheckTest::hasReleased).findFirst().orElseThrow();
        List<Call> changed = new ArrayList<>(calls);
        changed.add(released(
                call,
                job -> with(
                        job,
                        job.payload(),
                        new LeaseToken(job.token().number() + 1, job.token().nonce()),
                        job.deliveries() + 1)));
        assertThat(violations(changed)).isNotEmpty();
    }

    private static boolean hasQueuedAll(Call call) {
        return call.request() instanceof EnqueueRequest
                && enqueued(call).stream().allMatch(result -> result.status() == EnqueueStatus.QUEUED);
    }

    @SuppressWarnings("unchecked") // What an enqueue answers.
    private static List<EnqueueResult> enqueued(Call call) {
        return (List<EnqueueResult>) call.reply();
    }

    private static Call withAnotherLength(Call call) {
        return answering(
                call,
                enqueued(call).stream()
                        .map(result -> new EnqueueResult(result.status(), result.queueLength() + 1, result.stamp()))
                        .toList());
    }

    private static boolean hasReleased(Call call) {
        return call.request() instanceof DequeueRequest
                && call.reply() instanceof DequeueReply reply
                && !reply.jobs().isEmpty();
    }

    private static Call released(Call call, UnaryOperator<LeasedJob> change) {
        DequeueReply reply = (DequeueReply) call.reply();
        List<LeasedJob> jobs = reply.jobs().stream().map(change).toList();
        return answering(call, new DequeueReply(jobs, reply.nextReadyAtMicros(), reply.stamp()));
    }

    private static LeasedJob with(LeasedJob job, Payload payload, LeaseToken token, int deliveries) {
        return new LeasedJob(
                job.queueId(),
                job.jobId(),
                payload,
                token,
                job.expiresAtMicros(),
                deliveries,
                job.requeues(),
                job.requeueLimit(),
                job.queueLength());
    }

    private static boolean hasFinished(Call call) {
        return call.request() instanceof FinishRequest && result(call).status() == LeaseStatus.DONE;
    }

    private static boolean hasLostLease(Call call) {
        return call.request() instanceof FinishRequest && result(call).status() == LeaseStatus.LEASE_LOST;
    }

    private static LeaseResult result(Call call) {
        return (LeaseResult) ((List<?>) call.reply()).get(0);
    }

    /** Done, at another revision if one is given. */
    private static Call finished(Call call, long revision) {
        Stamp stamp = result(call).stamp();
        long number = revision == 0 ? stamp.revision() : revision;
        return answering(
                call,
                List.of(new LeaseResult(LeaseStatus.DONE, new Stamp(stamp.partition(), number, stamp.atMicros()))));
    }

    private static boolean isChange(Call call, Class<?> kind, boolean isDone) {
        return kind.isInstance(call.request()) && (change(call).status() == ChangeStatus.DONE) == isDone;
    }

    private static ChangeResult change(Call call) {
        return (ChangeResult) ((List<?>) call.reply()).get(0);
    }

    private static Call changed(Call call, ChangeStatus status) {
        return answering(call, List.of(new ChangeResult(status, change(call).stamp())));
    }

    private static boolean hasNewPayload(Call call) {
        return call.request() instanceof ChangeRequest request
                && change(call).status() == ChangeStatus.DONE
                && request.items().get(0).payload() != null
                && isReleasedAfter(
                        request.items().get(0).job(), change(call).stamp().revision());
    }

    private static boolean isThrottleBeforeARelease(Call call) {
        return call.request() instanceof ThrottleRequest request
                && throttled(call).status() == LeaseStatus.DONE
                && isReleasedAfter(
                        new JobRef(
                                request.items().get(0).lease().queueId(),
                                request.items().get(0).lease().jobId()),
                        throttled(call).stamp().revision());
    }

    private static boolean isReleasedAfter(JobRef ref, long revision) {
        return calls.stream()
                .filter(HistoryCheckTest::hasReleased)
                .flatMap(call -> ((DequeueReply) call.reply()).jobs().stream())
                .anyMatch(job -> job.queueId().equals(ref.queueId())
                        && job.jobId().equals(ref.jobId())
                        && job.token().number() > revision);
    }

    private static ThrottleResult throttled(Call call) {
        return (ThrottleResult) ((List<?>) call.reply()).get(0);
    }

    private static Call heldLonger(Call call) {
        ThrottleResult result = throttled(call);
        OptionalLong later = OptionalLong.of(result.heldUntilMicros().orElseThrow() + 3_600_000_000L);
        return answering(call, List.of(new ThrottleResult(result.status(), later, result.stamp())));
    }

    private static Call answering(Call call, Object reply) {
        return new Call(call.request(), reply, call.invokedNanos(), call.returnedNanos());
    }
}
