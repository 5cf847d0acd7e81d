package io.sharq.examples;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Enqueues three messages for a user at a limit of one per second, and sends them. */
final class FirstProgram {
    private FirstProgram() {}

    public static void main(String[] arguments) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            for (int i = 1; i <= 3; i++) {
                Map<String, String> message = Map.of("text", "hello, world " + i);
                sharq.enqueue(NewJob.of("sms", "user001", "job-" + i, message).interval(Duration.ofSeconds(1)));
            }
            Optional<Delivery> next = sharq.dequeue("sms", Duration.ofSeconds(2));
            while (next.isPresent()) {
                Delivery delivery = next.get();
                System.out.println(delivery.releasedAt() + "  "
                        + delivery.json().get("text").asText());
                sharq.finish(delivery);
                next = sharq.dequeue("sms", Duration.ofSeconds(2));
            }
        }
    }
}
