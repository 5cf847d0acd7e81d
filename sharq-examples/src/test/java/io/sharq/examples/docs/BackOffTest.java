package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on 429. */
class BackOffTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();
    private final Deque<Response> responses =
            new ArrayDeque<>(List.of(new Response(429, Duration.ofSeconds(30)), new Response(200, Duration.ZERO)));

    /** What the API of another company said. */
    private record Response(int status, Duration retryAfter) {
        Map<String, List<String>> headers() {
            return Map.of("Retry-After", List.of(Long.toString(retryAfter.toSeconds())));
        }
    }

    private Response callUpstream(Delivery unused) {
        return responses.remove();
    }

    @BeforeEach
    void enqueue() {
        sharq.enqueue(NewJob.of("api", "upstream", "job-1", 1));
        sharq.enqueue(NewJob.of("api", "upstream", "job-2", 2));
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void onlyThisJobWaits() {
        // region only this job waits
        Delivery delivery = sharq.dequeue("api").orElseThrow();
        Response response = callUpstream(delivery);
        if (response.status() == 429) {
            sharq.fail(delivery.lease(), Failure.because("429").retryAfter(response.retryAfter()));
        } else {
            sharq.finish(delivery);
        }
        // endregion
        assertThat(take().job().id()).isEqualTo("job-2");
        assertThat(sharq.dequeue("api")).isEmpty();
        time.advance(Duration.ofSeconds(30));
        assertThat(take().job().id()).isEqualTo("job-1");
    }

    @Test
    void theWholeQueueWaits() {
        // region the whole queue waits
        Delivery delivery = sharq.dequeue("api").orElseThrow();
        Response response = callUpstream(delivery);
        if (response.status() == 429) {
            sharq.throttled(delivery, RetryAfter.from(response.headers()));
        } else {
            sharq.finish(delivery);
        }
        // endregion
        assertThat(sharq.dequeue("api")).isEmpty();
        time.advance(Duration.ofSeconds(30));
        assertThat(take().job().id()).isEqualTo("job-1");
    }

    @Test
    void anOperatorHoldsAQueue() {
        QueueKey queue = new QueueKey("api", "upstream");
        // region hold a queue
        sharq.queue(queue).configure(QueueSettings.change().holdFor(Duration.ofMinutes(5), "maintenance"));
        // endregion
        assertThat(sharq.dequeue("api")).isEmpty();
        // region lift the hold
        sharq.queue(queue).configure(QueueSettings.change().liftHold());
        // endregion
        assertThat(take().job().id()).isEqualTo("job-1");
    }

    private Delivery take() {
        return sharq.dequeue("api").orElseThrow();
    }
}
