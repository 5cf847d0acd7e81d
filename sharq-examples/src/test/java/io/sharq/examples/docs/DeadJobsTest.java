package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.DeadJob;
import io.sharq.api.FailStatus;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.PageRequest;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on retries and dead jobs. */
class DeadJobsTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void aJobFailsTwiceAndDies() {
        // region at most two deliveries
        sharq.enqueue(NewJob.of("mail", "tenant-1", "job-1", new Sms("hello")).requeueLimit(1));

        Delivery first = sharq.dequeue("mail").orElseThrow();
        FailStatus again =
                sharq.fail(first.lease(), Failure.because("connection refused").retryAfter(Duration.ofSeconds(5)));
        assertThat(again).isEqualTo(FailStatus.REQUEUED);
        // endregion
        time.advance(Duration.ofSeconds(5));
        // region the last delivery
        Delivery last = sharq.dequeue("mail", Duration.ofSeconds(30)).orElseThrow();
        assertThat(last.deliveries()).isEqualTo(2);
        assertThat(last.requeuesRemaining()).hasValue(0);
        assertThat(sharq.fail(last.lease(), Failure.because("mailbox unknown"))).isEqualTo(FailStatus.DEAD);
        // endregion

        // region list, redrive, discard
        List<DeadJob> dead = sharq.type("mail").deadJobs(PageRequest.first(100)).items();
        assertThat(dead.get(0).reason()).contains("mailbox unknown");

        List<JobKey> jobs = dead.stream().map(DeadJob::job).toList();
        sharq.redrive(jobs); // back to the queue; the requeues count from zero again
        sharq.discard(jobs); // gone for good; false for a job that is not dead (any more)
        // endregion
        assertThat(sharq.dequeue("mail")).isPresent();
    }

    @Test
    void aLeaseThatIsTooShortIsExtended() {
        sharq.enqueue(NewJob.of("mail", "tenant-1", "job-1", new Sms("hello")));
        Delivery delivery = sharq.dequeue("mail").orElseThrow();
        time.advance(Duration.ofMillis(500));
        // region extend a lease
        Optional<Lease> longer = sharq.extend(delivery.lease(), Duration.ofMinutes(1));
        if (longer.isEmpty()) {
            return; // the lease has ended: another worker may have the job, so stop here
        }
        // endregion
        time.advance(Duration.ofMinutes(1));
        // region a late finish
        LeaseStatus status = sharq.finish(delivery);
        assertThat(status).isEqualTo(LeaseStatus.LEASE_LOST); // nothing changed; another worker gets the job
        // endregion
    }
}
