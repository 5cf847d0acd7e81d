package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The check of a history whose backend lost the second of two enqueues with the power, and then released the first job. */
class RollbackTest {
    private static final long ANSWERED_NANOS = 2_000_000_000;

    private final List<Call> calls =
            new ArrayList<>(List.of(enqueue("job-1", 10, 1, 0), enqueue("job-2", 20, 2, ANSWERED_NANOS)));

    @Test
    void whatIsUndoneNeverWas() {
        calls.add(release("job-1", 40));

        assertThat(check(new Rollback(10, 30, ANSWERED_NANOS))).isEqualTo(1);
        assertThatThrownBy(() -> check(new Rollback(20, 30, ANSWERED_NANOS))).hasMessageContaining("length");
    }

    @Test
    void whatWasAnsweredTooLongBeforeMustNotBeUndone() {
        calls.add(release("job-1", 40));

        assertThatThrownBy(() -> check(new Rollback(10, 30, ANSWERED_NANOS + 5_000_000)))
                .hasMessageContaining("undone, though answered 5 ms before what may be");
    }

    @Test
    void whatIsUndoneMustNotComeBack() {
        calls.add(release("job-2", 40));

        assertThatThrownBy(() -> check(new Rollback(10, 30, ANSWERED_NANOS)))
                .hasMessageContaining("a job that was not enqueued was released");
    }

    /** One queue with one active job: what the backend shows in the end. */
    private long check(Rollback rollback) {
        return HistoryCheck.checkWithRollbacks(calls, List.of(rollback), id -> oneActive());
    }

    private static QueueDescription oneActive() {
        try (ModelBackend model = new ModelBackend(ManualTime.startingAt(Trial.START))) {
            model.enqueue(new EnqueueRequest(Trial.TYPE, List.of(item("job-1"))));
            model.dequeue(new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, 1));
            return Trial.get(model.describe(new QueueKey(Trial.TYPE, "queue"))).orElseThrow();
        }
    }

    private static EnqueueItem item(String job) {
        return Trial.item("queue", job, JobOptions.DEFAULT, QueueChange.NONE);
    }

    private static Call enqueue(String job, long revision, long length, long returnedNanos) {
        EnqueueResult queued = new EnqueueResult(EnqueueStatus.QUEUED, length, new Stamp(0, revision, revision));
        return new Call(
                new EnqueueRequest(Trial.TYPE, List.of(item(job))), List.of(queued), returnedNanos - 1, returnedNanos);
    }

    private static Call release(String job, long revision) {
        LeasedJob leased = new LeasedJob(
                "queue",
                job,
                item(job).payload(),
                new LeaseToken(revision, 7),
                revision + Trial.LEASE_MICROS,
                1,
                0,
                JobOptions.DEFAULT.requeueLimit(),
                0);
        return new Call(
                new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, 7),
                new DequeueReply(List.of(leased), OptionalLong.empty(), new Stamp(0, revision, revision)),
                3 * ANSWERED_NANOS,
                3 * ANSWERED_NANOS + 1);
    }
}
