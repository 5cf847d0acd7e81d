package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.ChangeStatus;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.Stamp;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A cancel or a change whose reply was lost may have been made before it was repeated, and no more than that. */
class LostChangesTest {
    private static final JobRef JOB = new JobRef("queue", "job-1");
    private static final Payload OTHER = Trial.payload("other");

    @Test
    void aLostCancelMayHaveTakenItsJob() {
        List<Call> calls =
                List.of(enqueue("job-1", 10, 1), cancel(ChangeStatus.NOT_FOUND, 30, 1), enqueue("job-2", 20, 1));

        assertThat(violations(calls, 0)).isEmpty();
    }

    @Test
    void aCancelThatLostNothingFindsAJobThatWaits() {
        List<Call> calls =
                List.of(enqueue("job-1", 10, 1), cancel(ChangeStatus.NOT_FOUND, 30, 0), enqueue("job-2", 20, 1));

        assertThat(violations(calls, 0)).anyMatch(text -> text.contains("refused as NOT_FOUND, though it waits"));
    }

    @Test
    void aCancelledJobIsNeverReleased() {
        List<Call> calls =
                List.of(enqueue("job-1", 10, 1), cancel(ChangeStatus.DONE, 20, 0), release(30, Trial.payload("job-1")));

        assertThat(violations(calls, 0)).anyMatch(text -> text.contains("cleared or cancelled was released"));
    }

    @Test
    void aLostChangeMayHaveBeenMade() {
        for (Payload payload : List.of(Trial.payload("job-1"), OTHER)) {
            List<Call> calls = List.of(
                    enqueue("job-1", 10, 1),
                    enqueue("job-2", 20, 2),
                    change(ChangeStatus.LEASED, 30, 1),
                    release(30, payload));

            assertThat(violations(calls, 1)).as(payload.toString()).isEmpty();
        }
    }

    @Test
    void aLostChangeMakesNoOtherPayload() {
        List<Call> calls = List.of(
                enqueue("job-1", 10, 1),
                enqueue("job-2", 20, 2),
                change(ChangeStatus.LEASED, 30, 1),
                release(30, Trial.payload("third")));

        assertThat(violations(calls, 1)).anyMatch(text -> text.contains("the payload is another"));
    }

    /** The lost attempt came before what was undone, and its repetition after that. */
    @Test
    void aChangeWhoseRepetitionIsUndoneMayHaveBeenMade() {
        List<Call> calls = List.of(
                enqueue("job-1", 10, 1), enqueue("job-2", 20, 2), change(ChangeStatus.DONE, 40, 1), release(60, OTHER));

        HistoryCheck.checkWithRollbacks(calls, List.of(new Rollback(35, 50, 0)), id -> described(1));
    }

    private static List<String> violations(List<Call> calls, int active) {
        return HistoryCheck.violations(calls, id -> described(active)).stream()
                .map(Violation::toString)
                .toList();
    }

    /** What the backend shows in the end: one waiting job, and the active ones. */
    private static QueueDescription described(int active) {
        try (ModelBackend model = new ModelBackend(ManualTime.startingAt(Trial.START))) {
            for (int i = 0; i <= active; i++) {
                Trial.get(model.enqueue(new EnqueueRequest(Trial.TYPE, List.of(item("job-" + i)))));
            }
            if (active > 0) {
                Trial.get(
                        model.dequeue(new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, active, Trial.LEASE_MICROS, 1)));
            }
            return Trial.get(model.describe(Trial.queue("queue"))).orElseThrow();
        }
    }

    private static EnqueueItem item(String job) {
        return Trial.item("queue", job, JobOptions.DEFAULT, QueueChange.NONE);
    }

    private static Call enqueue(String job, long revision, long length) {
        EnqueueResult queued = new EnqueueResult(EnqueueStatus.QUEUED, length, new Stamp(0, revision, revision));
        return new Call(
                new EnqueueRequest(Trial.TYPE, List.of(item(job))), List.of(queued), revision * 10, revision * 10 + 1);
    }

    private static Call cancel(ChangeStatus status, long revision, int lost) {
        ChangeResult result = new ChangeResult(status, new Stamp(0, revision, revision));
        return new Call(new CancelRequest(Trial.TYPE, List.of(JOB)), List.of(result), 150, 310, lost);
    }

    private static Call change(ChangeStatus status, long revision, int lost) {
        ChangeItem item = new ChangeItem(JOB, 5, 100L, OTHER);
        ChangeResult result = new ChangeResult(status, new Stamp(0, revision, revision));
        return new Call(new ChangeRequest(Trial.TYPE, List.of(item)), List.of(result), 150, 410, lost);
    }

    private static Call release(long revision, Payload payload) {
        LeasedJob leased = new LeasedJob(
                "queue",
                JOB.jobId(),
                payload,
                new LeaseToken(revision, 7),
                revision + Trial.LEASE_MICROS,
                1,
                0,
                JobOptions.DEFAULT.requeueLimit(),
                1);
        return new Call(
                new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, 7),
                new DequeueReply(List.of(leased), OptionalLong.empty(), new Stamp(0, revision, revision)),
                revision * 10,
                revision * 10 + 1);
    }
}
