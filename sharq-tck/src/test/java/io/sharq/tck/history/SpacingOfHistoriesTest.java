package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of histories, to the microsecond and to the place. */
class SpacingOfHistoriesTest {
    private final ManualTime time = ManualTime.startingAt(Trial.START);
    private final Backend model = new ModelBackend(time);
    private final History history = new History(model);

    private void enqueue(String job, long intervalMillis) {
        history.call(
                Backend::enqueue,
                new EnqueueRequest(
                        Trial.TYPE,
                        List.of(Trial.item("queue", job, JobOptions.DEFAULT, QueueChange.interval(intervalMillis)))));
    }

    private DequeueReply dequeue(long nonce) {
        return history.call(
                Backend::dequeue, new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, nonce));
    }

    private List<Violation> violations(List<Call> calls) {
        QueueDescription queue = model.describe(new QueueKey(Trial.TYPE, "queue"))
                .toCompletableFuture()
                .join()
                .orElseThrow();
        return HistoryCheck.violations(calls, id -> queue);
    }

    private static Call at(Call call, long atMicros) {
        DequeueReply reply = (DequeueReply) call.reply();
        Stamp stamp = new Stamp(reply.stamp().partition(), reply.stamp().revision(), atMicros);
        return new Call(
                call.request(),
                new DequeueReply(reply.jobs(), reply.nextReadyAtMicros(), stamp),
                call.invokedNanos(),
                call.returnedNanos());
    }

    @Test
    void aReleaseOneMicrosecondEarlyIsFound() {
        enqueue("job-1", 2);
        enqueue("job-2", 2);
        dequeue(1);
        time.advanceMicros(2_000);
        assertThat(dequeue(2).jobs()).extracting(LeasedJob::jobId).containsExactly("job-2");
        List<Call> calls = new ArrayList<>(history.calls());
        assertThat(violations(calls)).isEmpty();
        calls.set(3, at(calls.get(3), time.nowMicros() - 1));
        assertThat(violations(calls)).extracting(Violation::rule).containsExactly("I6 (rule 2)");
    }

    @Test
    void aJobThatWasOvertakenIsFound() {
        enqueue("job-1", 0);
        enqueue("job-2", 0);
        List<LeasedJob> first = dequeue(1).jobs();
        List<LeasedJob> second = dequeue(2).jobs();
        List<Call> calls = new ArrayList<>(history.calls());
        assertThat(violations(calls)).isEmpty();
        calls.set(2, releasing(calls.get(2), second.get(0), first.get(0)));
        calls.set(3, releasing(calls.get(3), first.get(0), second.get(0)));
        assertThat(violations(calls)).extracting(Violation::rule).containsExactly("I8 (rule 5)");
    }

    /** One job under the other's token. */
    private static Call releasing(Call call, LeasedJob job, LeasedJob other) {
        LeasedJob released = new LeasedJob(
                job.queueId(),
                job.jobId(),
                job.payload(),
                other.token(),
                other.expiresAtMicros(),
                job.deliveries(),
                job.requeues(),
                job.requeueLimit(),
                other.queueLength());
        DequeueReply reply = (DequeueReply) call.reply();
        return new Call(
                call.request(),
                new DequeueReply(List.of(released), reply.nextReadyAtMicros(), reply.stamp()),
                call.invokedNanos(),
                call.returnedNanos());
    }
}
