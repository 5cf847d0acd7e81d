package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueRequest;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of histories, where a dequeue's answer was lost and its leases ended before it was made again. */
class LostReleasesTest {
    private static final DeadLimits DEAD = new DeadLimits(10, Bounds.MAX_SPAN_MICROS);

    private final ManualTime time = ManualTime.startingAt(Trial.START);
    private final Backend model = new ModelBackend(time);
    private final History history = new History(model);

    private void enqueue(String job, int requeueLimit) {
        JobOptions options = new JobOptions(0, 0, requeueLimit, null);
        history.call(
                Backend::enqueue,
                new EnqueueRequest(Trial.TYPE, List.of(Trial.item("queue", job, options, QueueChange.NONE))));
    }

    private static DequeueRequest dequeue(long nonce) {
        return new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, nonce);
    }

    /** A dequeue that nobody hears of, and whose lease then ends. */
    private void loseDequeue() {
        assertThat(Trial.get(model.dequeue(dequeue(1))).jobs()).hasSize(1);
    }

    private void expire() {
        time.advanceMicros(Trial.LEASE_MICROS);
        Trial.get(model.requeue(new RequeueRequest(Trial.TYPE, 10, DEAD)));
    }

    private List<String> rules(int lost) {
        long invoked = System.nanoTime();
        DequeueReply reply = Trial.get(model.dequeue(dequeue(1)));
        List<Call> calls = new ArrayList<>(history.calls());
        // The call began before all that happened since its first attempt.
        long began = calls.get(0).invokedNanos();
        calls.add(new Call(dequeue(1), reply, lost == 0 ? invoked : began, System.nanoTime(), lost));
        return BrokenRules.in(calls, model);
    }

    private void overtakeAnUnseenOne() {
        enqueue("job-1", Bounds.REQUEUE_ALWAYS);
        enqueue("job-2", Bounds.REQUEUE_ALWAYS);
        loseDequeue();
        assertThat(history.call(Backend::dequeue, dequeue(2)).jobs())
                .extracting(LeasedJob::jobId)
                .containsExactly("job-2");
        enqueue("job-3", Bounds.REQUEUE_ALWAYS);
        expire();
    }

    @Test
    void aLostAnswerMayHaveTakenAJobForALeasesLength() {
        overtakeAnUnseenOne();
        assertThat(rules(1)).isEmpty();
    }

    @Test
    void whereNoAnswerWasLostNobodyCanHaveTakenIt() {
        overtakeAnUnseenOne();
        assertThat(rules(0)).contains("I8 (rule 5)", "I9 (rule 9)", "I10 (rule 16)");
    }

    @Test
    void oneLostAnswerCannotHaveTakenAJobTwice() {
        enqueue("job-1", Bounds.REQUEUE_ALWAYS);
        loseDequeue();
        expire();
        loseDequeue();
        expire();
        assertThat(rules(1)).containsExactly("I9 (rule 9)");
    }

    @Test
    void aJobThatUsedUpItsRequeuesUnseenIsDead() {
        enqueue("job-1", 0);
        loseDequeue();
        expire();
        assertThat(rules(1)).isEmpty();
    }

    @Test
    void whereNoAnswerWasLostNoJobDiesUnseen() {
        enqueue("job-1", 0);
        loseDequeue();
        expire();
        assertThat(rules(0)).containsExactly("I1 (rule 13)");
    }
}
