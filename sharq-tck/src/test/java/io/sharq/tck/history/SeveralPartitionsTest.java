package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Stamp;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is taken out of calls of a type with several partitions, which number their changes each for itself. */
class SeveralPartitionsTest {
    private static Call enqueue(String queue, String job, int partition, long revision) {
        EnqueueItem item = Trial.item(queue, job, JobOptions.DEFAULT, QueueChange.NONE);
        EnqueueResult result = new EnqueueResult(EnqueueStatus.QUEUED, 1, new Stamp(partition, revision, revision));
        return new Call(new EnqueueRequest(Trial.TYPE, List.of(item)), List.of(result), 0, 1);
    }

    private static LeasedJob leased(String queue, long revision) {
        return new LeasedJob(
                queue, "job", Trial.payload("job"), new LeaseToken(revision, 1), revision + 1_000, 1, 0, -1, 0);
    }

    @Test
    void aReleaseIsInThePartitionOfItsQueueThoughOneStampStandsForAll() {
        DequeueRequest request = new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 2, 1_000, 1);
        DequeueReply reply = new DequeueReply(
                List.of(leased("first", 20), leased("second", 21)), OptionalLong.empty(), new Stamp(1, 21, 21));

        Map<String, List<Change>> changes = Changes.of(List.of(
                enqueue("first", "job", 0, 10), enqueue("second", "job", 1, 20), new Call(request, reply, 2, 3)));

        assertThat(changes.get("first")).extracting(Change::partition).containsExactly(0, 0);
        assertThat(changes.get("second")).extracting(Change::partition).containsExactly(1, 1);
    }
}
