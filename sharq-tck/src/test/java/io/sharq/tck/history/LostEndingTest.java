package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueDescription;
import io.sharq.api.Stamp;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A fail whose answer was lost had its effect before another client's enqueue, and was found refused after that. */
class LostEndingTest {
    private static final LeaseToken TOKEN = new LeaseToken(20, 7);

    @Test
    void aLengthMayCountAJobThatALostFailHadSentBack() {
        List<Call> calls = List.of(enqueue("job-1", 10, 1), release(), enqueue("job-2", 40, 2), refusedFail());

        assertThatCode(() -> HistoryCheck.check(calls, id -> twoQueued())).doesNotThrowAnyException();
    }

    private static QueueDescription twoQueued() {
        try (ModelBackend model = new ModelBackend(ManualTime.startingAt(Trial.START))) {
            Trial.get(model.enqueue(new EnqueueRequest(Trial.TYPE, List.of(item("job-1"), item("job-2")))));
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

    private static Call release() {
        LeasedJob leased =
                new LeasedJob("queue", "job-1", item("job-1").payload(), TOKEN, 20 + Trial.LEASE_MICROS, 1, 0, -1, 0);
        return new Call(
                new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, 7),
                new DequeueReply(List.of(leased), OptionalLong.empty(), new Stamp(0, 20, 20)),
                200,
                201);
    }

    private static Call refusedFail() {
        FailItem item = new FailItem(new LeaseRef("queue", "job-1", TOKEN), 0, "refused");
        FailResult lost = new FailResult(FailStatus.LEASE_LOST, new Stamp(0, 40, 41));
        return new Call(new FailRequest(Trial.TYPE, List.of(item), Trial.MANY_DEAD), List.of(lost), 300, 500, 1);
    }
}
