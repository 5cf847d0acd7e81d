package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.JobChange;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.ChangeStatus;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on waiting jobs. */
class WaitingJobsTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final QueueKey queue = new QueueKey("sms", "user001");
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();

    @BeforeEach
    void enqueue() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of("text", "hello")));
        sharq.enqueue(NewJob.of("sms", "user001", "job-2", Map.of("text", "hello")));
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void seesWhatWaits() {
        // region see what waits
        Page<WaitingJob> page = sharq.queue(queue).jobs(PageRequest.first(100));
        for (WaitingJob job : page.items()) {
            System.out.println(job.job().id() + " " + job.state() + " " + job.earliestRelease());
        }
        // endregion
        assertThat(page.items()).extracting(job -> job.job().id()).containsExactly("job-1", "job-2");
    }

    @Test
    void cancels() {
        // region cancel
        ChangeStatus cancelled = sharq.cancel(JobKey.of("sms", "user001", "job-1"));
        // endregion
        assertThat(cancelled).isEqualTo(ChangeStatus.DONE);
        assertThat(sharq.dequeue("sms").orElseThrow().job().id()).isEqualTo("job-2");
        assertThat(sharq.cancel(JobKey.of("sms", "user001", "job-2"))).isEqualTo(ChangeStatus.LEASED);
    }

    @Test
    void givesADeadline() {
        // region give a deadline
        sharq.enqueue(NewJob.of("sms", "user002", "code-1", Map.of("text", "your code is 1234"))
                .deadline(Duration.ofMinutes(10))); // of no use later
        // endregion
        JobKey job = JobKey.of("sms", "user002", "code-1");
        assertThat(sharq.find(job).orElseThrow().deadline()).hasValue(Instant.parse("2026-01-01T00:10:00Z"));
        time.advance(Duration.ofMinutes(10));
        assertThat(sharq.find(job).orElseThrow().state()).isEqualTo(JobState.DEAD);
        assertThat(sharq.type("sms").deadJobs(PageRequest.first(10)).items())
                .singleElement()
                .satisfies(dead -> assertThat(dead.reason()).hasValue("deadline"));
    }

    @Test
    void changes() {
        // region change
        JobKey job = JobKey.of("sms", "user001", "job-2");
        sharq.change(job, JobChange.change().order(-1)); // ahead of all jobs of order 0
        sharq.change(job, JobChange.change().delay(Duration.ofMinutes(10))); // not before ten minutes from now
        sharq.change(job, JobChange.change().delay(Duration.ZERO)); // due now
        sharq.change(job, JobChange.change().payload(Map.of("text", "hello again")));
        // endregion
        assertThat(sharq.find(job).orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(sharq.dequeue("sms").orElseThrow().payloadAs(Sms.class)).isEqualTo(new Sms("hello again"));
    }
}
