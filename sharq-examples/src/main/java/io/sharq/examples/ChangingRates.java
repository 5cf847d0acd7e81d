package io.sharq.examples;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.Optional;

/** Changes the rate of a queue while its jobs wait: first faster, then held for a second. */
final class ChangingRates {
    private static final QueueKey QUEUE = new QueueKey("call", "upstream");

    private ChangingRates() {}

    public static void main(String[] arguments) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            for (int i = 1; i <= 12; i++) {
                sharq.enqueue(NewJob.of(QUEUE.type(), QUEUE.id(), "job-" + i, i).interval(Duration.ofMillis(400)));
            }
            take(sharq, 3, "one every 400 ms");
            sharq.queue(QUEUE).interval(Duration.ofMillis(100));
            take(sharq, 5, "faster: one every 100 ms");
            sharq.queue(QUEUE).configure(QueueSettings.change().holdFor(Duration.ofSeconds(1), "Retry-After: 1"));
            QueueDescription held = sharq.queue(QUEUE).describe().orElseThrow();
            System.out.println("held until " + held.heldUntil().orElseThrow() + " because of " + held.holdReason());
            take(sharq, 4, "after the hold");
        }
    }

    private static void take(SharQ sharq, int count, String what) {
        System.out.println(what);
        for (int i = 0; i < count; i++) {
            Optional<Delivery> next = sharq.dequeue(QUEUE.type(), Duration.ofSeconds(5));
            Delivery delivery = next.orElseThrow();
            System.out.println("  " + delivery.releasedAt() + "  " + delivery.job());
            sharq.finish(delivery);
        }
    }
}
