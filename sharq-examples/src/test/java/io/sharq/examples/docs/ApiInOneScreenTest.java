package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The snippets of the README and of the reference. */
class ApiInOneScreenTest {
    private final List<String> sent = new ArrayList<>();

    private void send(Sms sms) throws IOException {
        sent.add(sms.text());
        if (sms.text().isEmpty()) {
            throw new IOException("nothing to send");
        }
    }

    @Test
    void theApiInOneScreen() {
        // region the API in one screen
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) { // or SharQ.open(Path.of("sharq.conf"))
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of("text", "hello")) // an object, JSON or bytes
                    .interval(Duration.ofSeconds(1)) // this queue's rate, from now on
                    .requeueLimit(3)
                    .maxQueueLength(10_000));

            Optional<Delivery> next = sharq.dequeue("sms", Duration.ofSeconds(30)); // waits, without polling
            next.ifPresent(delivery -> {
                try {
                    send(delivery.payloadAs(Sms.class));
                    sharq.finish(delivery);
                } catch (IOException e) { // the job comes back in 5 seconds, to its own place
                    sharq.fail(delivery.lease(), Failure.because(e.toString()).retryAfter(Duration.ofSeconds(5)));
                }
            });

            QueueKey queue = new QueueKey("sms", "user001");
            sharq.queue(queue).interval(Duration.ofMillis(200)); // a new rate, also for jobs that wait
            sharq.queue(queue).configure(QueueSettings.change().pinned(true).concurrency(4));
            sharq.queue(queue).configure(QueueSettings.change().holdFor(Duration.ofSeconds(30), "Retry-After: 30"));
            sharq.queue(queue).pause();
            sharq.queue(queue).describe(); // length, active jobs, next release, and why it waits
            sharq.find(new JobKey(queue, "job-1")); // state, position, earliest release, lease
            sharq.cancel(new JobKey(queue, "job-2")); // or change its order, its due instant or its payload
            sharq.type("sms").deadJobs(PageRequest.first(100)); // list them; redrive or discard them
            sharq.type("sms").metrics(); // ten minutes of counts; length, active, dead
        }
        // endregion
        assertThat(sent).containsExactly("hello");
    }

    @Test
    void resultsAndErrors() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            // region results and errors
            NewJob job = NewJob.of("sms", "user001", "job-1", new Sms("hello"));
            EnqueueResult first = sharq.enqueue(job);
            EnqueueResult second = sharq.enqueue(job);

            assertThat(first.isQueued()).isTrue();
            assertThat(second.status()).isEqualTo(EnqueueStatus.DUPLICATE);
            // endregion
            String message = "";
            // region a misuse names the field
            try {
                sharq.enqueue(job.interval(Duration.ofNanos(100)));
            } catch (InvalidValueException e) {
                message = e.getMessage();
            }
            assertThat(message)
                    .isEqualTo("`interval` has an invalid value. It must be whole milliseconds, but is PT0.0000001S.");
            // endregion
        }
    }

    @Test
    void batchesAndFutures() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            // region batches and futures
            List<EnqueueResult> all = sharq.enqueueAll(List.of(
                    NewJob.of("sms", "user001", "job-1", new Sms("hello")),
                    NewJob.of("sms", "user002", "job-1", new Sms("hello, you"))));

            CompletableFuture<Boolean> sent = sharq.async()
                    .dequeue("sms", Duration.ofSeconds(30))
                    .thenApply(next -> next.map(Delivery::lease).orElseThrow())
                    .thenCompose(sharq.async()::finish)
                    .thenApply(status -> true);
            // endregion
            assertThat(all).allMatch(EnqueueResult::isQueued);
            assertThat(sent.join()).isTrue();
        }
    }
}
