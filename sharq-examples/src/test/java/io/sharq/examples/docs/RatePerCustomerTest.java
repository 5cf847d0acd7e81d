package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.api.Blocker;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on rates. */
class RatePerCustomerTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();
    private final List<String> sent = new ArrayList<>();

    @AfterEach
    void close() {
        sharq.close();
    }

    private void send(Sms sms) {
        sent.add(sms.text());
    }

    @Test
    void aRateIsAnInterval() {
        // region a rate is an interval
        Map<String, Duration> plans = Map.of("user001", Duration.ofSeconds(1), "user002", Duration.ofMillis(50));
        plans.forEach((customer, interval) -> sharq.enqueue(
                NewJob.of("sms", customer, "job-1", new Sms("hello")).interval(interval)));
        // endregion
        for (int i = 0; i < 2; i++) {
            // region one loop for all customers
            Optional<Delivery> next = sharq.dequeue("sms", Duration.ofSeconds(30));
            next.ifPresent(delivery -> {
                send(delivery.payloadAs(Sms.class));
                sharq.finish(delivery);
            });
            // endregion
        }
        assertThat(sent).containsExactly("hello", "hello");
    }

    @Test
    void aRateChangesWhileJobsWait() {
        for (int i = 1; i <= 3; i++) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-" + i, i).interval(Duration.ofSeconds(1)));
        }
        take();
        // region change the rate
        QueueKey queue = new QueueKey("sms", "user001");
        boolean exists = sharq.queue(queue).interval(Duration.ofMillis(200));
        // endregion
        assertThat(exists).isTrue();
        time.advance(Duration.ofMillis(200));
        take();

        // region pin the rate
        sharq.queue(queue)
                .configure(
                        QueueSettings.change().interval(Duration.ofSeconds(5)).pinned(true));
        sharq.enqueue(NewJob.of("sms", "user001", "job-4", new Sms("hello")).interval(Duration.ZERO));
        // endregion

        // region why does it wait
        QueueDescription description = sharq.queue(queue).describe().orElseThrow();
        assertThat(description.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(description.blocker()).isEqualTo(Blocker.SPACING);
        assertThat(description.nextRelease()).isPresent();
        // endregion
        assertThat(description.nextRelease()).contains(time.now().plusSeconds(5));
    }

    @Test
    void aTierIsADefault() {
        // region a default for a tier
        sharq.type("sms").setDefaults("*", QueueSettings.change().interval(Duration.ofSeconds(1)));
        sharq.type("sms")
                .setDefaults(
                        "gold-*",
                        QueueSettings.change().interval(Duration.ofMillis(50)).concurrency(4));
        sharq.enqueue(NewJob.of("sms", "gold-7", "job-1", new Sms("hello")));
        // endregion
        // region back to the default
        QueueKey gold = new QueueKey("sms", "gold-7");
        sharq.queue(gold).configure(QueueSettings.change().interval(Duration.ofMillis(10)));
        sharq.queue(gold).configure(QueueSettings.change().byDefault(QueueSetting.INTERVAL));
        SettingSource source =
                sharq.queue(gold).describe().orElseThrow().sources().get(QueueSetting.INTERVAL);
        assertThat(source).hasToString("gold-*");
        // endregion
        assertThat(sharq.type("sms").defaults()).hasSize(2);
        assertThat(sharq.queue(gold).describe().orElseThrow().concurrency()).isEqualTo(4);
        sharq.type("sms").deleteDefaults("gold-*");
        assertThat(sharq.queue(gold).describe().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    private void take() {
        sharq.finish(sharq.dequeue("sms").orElseThrow());
    }
}
