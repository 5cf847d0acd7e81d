package io.sharq.inmemory.history;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.api.Stamp;
import io.sharq.spi.ClearReply;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.history.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ways to make a good history a bad one. */
@SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
enum Lie {
    DROP_AN_ENQUEUE(calls -> where(calls, Lie::isEnqueued), (calls, i) -> calls.remove(i)),
    DROP_A_FINISH(calls -> where(calls, call -> isFinished(call, LeaseStatus.DONE)), (calls, i) -> calls.remove(i)),
    DROP_A_DEQUEUE_WHOSE_JOB_WAS_FINISHED(Lie::dequeuesOfFinished, (calls, i) -> calls.remove(i)),
    TWICE_THE_SAME_RELEASE(calls -> where(calls, Lie::isReleased), (calls, i) -> calls.add(calls.get(i))),
    TWICE_THE_SAME_ENQUEUE(calls -> where(calls, Lie::isEnqueued), (calls, i) -> calls.add(calls.get(i))),
    SWAP_TWO_ENQUEUES(calls -> where(calls, Lie::isEnqueued), Lie::swapWithTheNextEnqueue),
    SWAP_TWO_RELEASES(calls -> where(calls, Lie::isReleased), Lie::swapWithTheNextRelease),
    ONE_MICROSECOND_EARLY(Lie::exactlySpaced, (calls, i) -> calls.set(i, early(calls.get(i)))),
    A_TOKEN_AGAIN(Lie::laterReleases, Lie::reuseTheTokenBefore),
    A_LENGTH_TOO_LARGE_OF_AN_ENQUEUE(
            calls -> where(calls, Lie::isEnqueued), (calls, i) -> calls.set(i, enqueued(calls.get(i), 1))),
    A_LENGTH_TOO_SMALL_OF_A_RELEASE(
            calls -> where(calls, Lie::isReleased),
            (calls, i) -> calls.set(
                    i, released(calls.get(i), job -> with(job, job.jobId(), job.payload(), job.token(), 0, 0, -1)))),
    ANOTHER_PAYLOAD(
            calls -> where(calls, Lie::isReleased),
            (calls, i) -> calls.set(
                    i,
                    released(
                            calls.get(i),
                            job -> with(job, job.jobId(), Payload.of(new byte[1]), job.token(), 0, 0, 0)))),
    AN_INVENTED_JOB(
            calls -> where(calls, Lie::isReleased),
            (calls, i) -> calls.set(
                    i, released(calls.get(i), job -> with(job, "invented", job.payload(), job.token(), 0, 0, 0)))),
    A_DELIVERY_TOO_MANY(
            calls -> where(calls, Lie::isReleased),
            (calls, i) -> calls.set(
                    i, released(calls.get(i), job -> with(job, job.jobId(), job.payload(), job.token(), 1, 0, 0)))),
    A_REQUEUE_TOO_MANY(
            calls -> where(calls, Lie::isReleased),
            (calls, i) -> calls.set(
                    i, released(calls.get(i), job -> with(job, job.jobId(), job.payload(), job.token(), 0, 1, 0)))),
    A_LOST_LEASE_DONE(
            calls -> where(calls, call -> isFinished(call, LeaseStatus.LEASE_LOST)),
            (calls, i) -> calls.set(i, finished(calls.get(i), LeaseStatus.DONE))),
    A_DONE_LEASE_LOST(
            calls -> where(calls, call -> isFinished(call, LeaseStatus.DONE)),
            (calls, i) -> calls.set(i, finished(calls.get(i), LeaseStatus.LEASE_LOST))),
    DELIVERED_AFTER_ITS_FINISH(Lie::dequeuesOfFinished, Lie::deliverInTheEnd),
    DEAD_INSTEAD_OF_BACK(
            calls -> where(calls, call -> isFailed(call, FailStatus.REQUEUED)),
            (calls, i) -> calls.set(i, failed(calls.get(i), FailStatus.DEAD))),
    BACK_INSTEAD_OF_DEAD(
            calls -> where(calls, call -> isFailed(call, FailStatus.DEAD)),
            (calls, i) -> calls.set(i, failed(calls.get(i), FailStatus.REQUEUED))),
    A_CLEARED_JOB_TOO_FEW(
            calls -> where(calls, call -> call.reply() instanceof ClearReply reply && reply.removed() > 0),
            (calls, i) -> calls.set(i, cleared(calls.get(i))));

    private interface Change {
        void at(List<Call> calls, int place);
    }

    private final Function<List<Call>, List<Integer>> places;
    private final Change change;

    Lie(Function<List<Call>, List<Integer>> places, Change change) {
        this.places = places;
        this.change = change;
    }

    /** The history with this lie in it, or null if there is no place for it. */
    @Nullable
    List<Call> in(List<Call> calls, Random random) {
        List<Integer> candidates = places.apply(calls);
        if (candidates.isEmpty()) {
            return null;
        }
        List<Call> changed = new ArrayList<>(calls);
        change.at(changed, candidates.get(random.nextInt(candidates.size())));
        return changed.equals(calls) ? null : changed;
    }

    private static List<Integer> where(List<Call> calls, Predicate<Call> test) {
        return IntStream.range(0, calls.size())
                .filter(i -> test.test(calls.get(i)))
                .boxed()
                .toList();
    }

    private static boolean isEnqueued(Call call) {
        return call.request() instanceof EnqueueRequest
                && ((EnqueueResult) first(call)).status() == EnqueueStatus.QUEUED;
    }

    private static boolean isReleased(Call call) {
        return call.reply() instanceof DequeueReply reply && !reply.jobs().isEmpty();
    }

    private static boolean isFinished(Call call, LeaseStatus status) {
        return call.request() instanceof FinishRequest && ((LeaseResult) first(call)).status() == status;
    }

    private static boolean isFailed(Call call, FailStatus status) {
        return call.request() instanceof FailRequest && ((FailResult) first(call)).status() == status;
    }

    private static Object first(Call call) {
        return ((List<?>) call.reply()).get(0);
    }

    private static LeasedJob job(Call call) {
        return ((DequeueReply) call.reply()).jobs().get(0);
    }

    private static List<Integer> dequeuesOfFinished(List<Call> calls) {
        List<LeaseToken> finished = new ArrayList<>();
        for (Call call : calls) {
            if (isFinished(call, LeaseStatus.DONE)) {
                finished.add(
                        ((FinishRequest) call.request()).items().get(0).lease().token());
            }
        }
        return where(
                calls, call -> isReleased(call) && finished.contains(job(call).token()));
    }

    /** Releases at the first instant that the spacing allows. */
    private static List<Integer> exactlySpaced(List<Call> calls) {
        List<Integer> exact = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        long interval = 2_000;
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (call.request() instanceof EnqueueRequest enqueue
                    && isEnqueued(call)
                    && enqueue.items().get(0).settings().intervalMillis() != null) {
                interval = 2_000;
            } else if (call.request() instanceof io.sharq.spi.ConfigureRequest configure) {
                Long millis = configure.settings().intervalMillis();
                interval = millis == null ? interval : millis * 1_000;
            } else if (isReleased(call)) {
                long at = ((DequeueReply) call.reply()).stamp().atMicros();
                String queue = job(call).queueId();
                if (queue.equals("spaced") && interval > 0 && at == last.getOrDefault(queue, 0L) + interval) {
                    exact.add(i);
                }
                last.put(queue, at);
            }
        }
        return exact;
    }

    private static Call early(Call call) {
        DequeueReply reply = (DequeueReply) call.reply();
        Stamp stamp = reply.stamp();
        return answering(
                call,
                new DequeueReply(
                        reply.jobs(),
                        reply.nextReadyAtMicros(),
                        new Stamp(stamp.partition(), stamp.revision(), stamp.atMicros() - 1)));
    }

    private static List<Integer> laterReleases(List<Call> calls) {
        List<Integer> later = new ArrayList<>();
        List<String> queues = new ArrayList<>();
        for (int i : where(calls, Lie::isReleased)) {
            if (queues.contains(job(calls.get(i)).queueId())) {
                later.add(i);
            }
            queues.add(job(calls.get(i)).queueId());
        }
        return later;
    }

    private static void reuseTheTokenBefore(List<Call> calls, int place) {
        String queue = job(calls.get(place)).queueId();
        LeaseToken token = null;
        for (Call call : calls.subList(0, place)) {
            token = isReleased(call) && job(call).queueId().equals(queue)
                    ? job(call).token()
                    : token;
        }
        LeaseToken used = token;
        calls.set(place, released(calls.get(place), job -> with(job, job.jobId(), job.payload(), used, 0, 0, 0)));
    }

    private static void swapWithTheNextEnqueue(List<Call> calls, int place) {
        swap(calls, place, Lie::isEnqueued);
    }

    private static void swapWithTheNextRelease(List<Call> calls, int place) {
        swap(calls, place, Lie::isReleased);
    }

    /** Each gets the other's answer. */
    private static void swap(List<Call> calls, int place, Predicate<Call> test) {
        for (int i = place + 1; i < calls.size(); i++) {
            if (test.test(calls.get(i))) {
                Object reply = calls.get(i).reply();
                calls.set(i, answering(calls.get(i), calls.get(place).reply()));
                calls.set(place, answering(calls.get(place), reply));
                return;
            }
        }
    }

    private static void deliverInTheEnd(List<Call> calls, int place) {
        Call last = calls.get(calls.size() - 1);
        Stamp stamp = ((EnqueueResult) first(last)).stamp();
        LeasedJob job = job(calls.get(place));
        LeaseToken token = new LeaseToken(stamp.revision() + 1, 77);
        LeasedJob again = with(job, job.jobId(), job.payload(), token, 1, 0, 0);
        DequeueReply reply = (DequeueReply) calls.get(place).reply();
        calls.add(new Call(
                calls.get(place).request(),
                new DequeueReply(
                        List.of(again),
                        reply.nextReadyAtMicros(),
                        new Stamp(stamp.partition(), stamp.revision() + 1, stamp.atMicros() + 1_000_000_000)),
                last.returnedNanos() + 1,
                last.returnedNanos() + 2));
    }

    private static Call released(Call call, UnaryOperator<LeasedJob> change) {
        DequeueReply reply = (DequeueReply) call.reply();
        return answering(
                call,
                new DequeueReply(List.of(change.apply(reply.jobs().get(0))), reply.nextReadyAtMicros(), reply.stamp()));
    }

    private static LeasedJob with(
            LeasedJob job, String id, Payload payload, LeaseToken token, int deliveries, int requeues, int length) {
        return new LeasedJob(
                job.queueId(),
                id,
                payload,
                job.headers(),
                token,
                job.expiresAtMicros(),
                job.deliveries() + deliveries,
                job.requeues() + requeues,
                job.requeueLimit(),
                job.queueLength() + length);
    }

    private static Call enqueued(Call call, int more) {
        EnqueueResult result = (EnqueueResult) first(call);
        return answering(
                call, List.of(new EnqueueResult(result.status(), result.queueLength() + more, result.stamp())));
    }

    private static Call finished(Call call, LeaseStatus status) {
        return answering(call, List.of(new LeaseResult(status, ((LeaseResult) first(call)).stamp())));
    }

    private static Call failed(Call call, FailStatus status) {
        return answering(call, List.of(new FailResult(status, ((FailResult) first(call)).stamp())));
    }

    private static Call cleared(Call call) {
        ClearReply reply = (ClearReply) call.reply();
        return answering(call, new ClearReply(reply.found(), reply.removed() - 1, reply.more(), reply.stamp()));
    }

    private static Call answering(Call call, Object reply) {
        return new Call(call.request(), reply, call.invokedNanos(), call.returnedNanos());
    }
}
