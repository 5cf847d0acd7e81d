package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.Limit;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.api.Blocker;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.Used;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on limits. */
class LimitsTest {
    /** A Thursday, 19:00 in New York. */
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-02T00:00:00Z"));

    private final SharQ sharq =
            SharQ.builder().backend(InMemoryBackend.create(time)).alarms(time).open();

    @AfterEach
    void close() {
        sharq.close();
    }

    private void campaign() {
        // region create
        sharq.limit(new LimitKey("sms", "campaign-7"))
                .configure(Limit.rate(75, Duration.ofMinutes(1)).burst(10));
        // endregion
    }

    @Test
    void queuesShareALimit() {
        campaign();
        // region draw
        for (String number : new String[] {"num-1", "num-2"}) {
            sharq.queue(new QueueKey("sms", number))
                    .configure(QueueSettings.change()
                            .interval(Duration.ofSeconds(1))
                            .limits("campaign-7"));
        }
        // endregion
        for (int i = 0; i < 30; i++) {
            sharq.enqueue(NewJob.of("sms", "num-" + (1 + i % 2), "job-" + i, Map.of()));
        }
        int released = 0;
        for (int second = 0; second < 5; second++) {
            while (sharq.dequeue("sms").isPresent()) {
                released++;
            }
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(released).isEqualTo(10);
    }

    @Test
    void allQueuesOfAType() {
        campaign();
        // region default
        sharq.type("sms").setDefaults("*", QueueSettings.change().limits("campaign-7"));
        // endregion
        sharq.enqueue(NewJob.of("sms", "num-9", "job-1", Map.of()));
        assertThat(sharq.limit(new LimitKey("sms", "campaign-7"))
                        .describe()
                        .orElseThrow()
                        .queues())
                .isEqualTo(1);
    }

    @Test
    void partsAreCombined() {
        // region parts
        sharq.limit(new LimitKey("sms", "brand"))
                .configure(Limit.quota(200_000, CalendarPeriod.DAY, "America/Los_Angeles")
                        .and(Limit.hours(
                                "America/New_York",
                                new HourWindow(
                                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                        LocalTime.of(8, 0),
                                        LocalTime.of(21, 0))))
                        .and(Limit.concurrency(20)));
        // endregion
        LimitDescription brand =
                sharq.limit(new LimitKey("sms", "brand")).describe().orElseThrow();
        assertThat(brand.opensAt()).hasValue(time.now());
        time.advance(Duration.ofHours(2));
        assertThat(sharq.limit(new LimitKey("sms", "brand"))
                        .describe()
                        .orElseThrow()
                        .opensAt())
                .hasValue(Instant.parse("2026-01-02T13:00:00Z"));
        // region end
        sharq.limit(new LimitKey("sms", "brand")).configure(Limit.change().without(LimitPart.HOURS));
        // endregion
        assertThat(sharq.limit(new LimitKey("sms", "brand"))
                        .describe()
                        .orElseThrow()
                        .opensAt())
                .hasValue(time.now());
    }

    @SuppressWarnings("UnusedVariable") // A program would look into the response to this call.
    private static int tokensOf(Delivery delivery) {
        return 2_310;
    }

    @Test
    void aJobHasACost() {
        // region cost
        sharq.limit(new LimitKey("llm", "requests"))
                .configure(Limit.rate(60, Duration.ofMinutes(1)).burst(60));
        sharq.limit(new LimitKey("llm", "tokens"))
                .configure(Limit.rate(90_000, Duration.ofMinutes(1)).burst(90_000));
        sharq.enqueue(NewJob.of("llm", "tenant-1", "call-1", Map.of("prompt", "…"))
                .limits("requests", "tokens")
                .cost("tokens", 4_000));
        // endregion
        // region settle
        Delivery delivery = sharq.dequeue("llm").orElseThrow();
        int tokens = tokensOf(delivery);
        sharq.finish(delivery, Used.of("tokens", tokens));
        // endregion
        assertThat(sharq.limit(new LimitKey("llm", "tokens"))
                        .describe()
                        .orElseThrow()
                        .level())
                .isEqualTo(2_310);
        assertThat(sharq.limit(new LimitKey("llm", "requests"))
                        .describe()
                        .orElseThrow()
                        .level())
                .isEqualTo(1);
    }

    @Test
    void aQueueSaysWhyItWaits() {
        sharq.limit(new LimitKey("sms", "campaign-7")).configure(Limit.rate(1, Duration.ofMinutes(1)));
        for (int i = 0; i < 2; i++) {
            sharq.enqueue(NewJob.of("sms", "num-1", "job-" + i, Map.of()).limits("campaign-7"));
        }
        assertThat(sharq.dequeue("sms")).isPresent();
        // region why
        QueueDescription queue =
                sharq.queue(new QueueKey("sms", "num-1")).describe().orElseThrow();
        Blocker why = queue.blocker(); // LIMIT
        Optional<Instant> notBefore = queue.nextRelease();
        for (String name : queue.limits().names()) {
            sharq.limit(new LimitKey("sms", name)).describe().ifPresent(limit -> {
                System.out.println(name + " opens at " + limit.opensAt() + ", level " + limit.level());
            });
        }
        // endregion
        assertThat(why).isEqualTo(Blocker.LIMIT);
        assertThat(notBefore).hasValue(time.now().plus(Duration.ofMinutes(1)));
    }

    @Test
    void aLimitIsHeldAndDeleted() {
        sharq.limit(new LimitKey("mail", "account")).configure(Limit.concurrency(20));
        for (int i = 0; i < 2; i++) {
            sharq.enqueue(NewJob.of("mail", "sender-" + i, "job", Map.of()).limits("account"));
        }
        Delivery delivery = sharq.dequeue("mail").orElseThrow();
        // region throttled
        sharq.throttled(delivery, RetryAfter.in(Duration.ofMinutes(1)), "account");
        // endregion
        assertThat(sharq.dequeue("mail")).isEmpty();
        // region hold
        sharq.limit(new LimitKey("mail", "account")).configure(Limit.change().holdFor(Duration.ofHours(1), "421"));
        sharq.limit(new LimitKey("mail", "account")).configure(Limit.change().liftHold());
        // endregion
        assertThat(sharq.dequeue("mail")).isPresent();
        // region delete
        DeleteLimitStatus status = sharq.limit(new LimitKey("mail", "account")).delete(); // IN_USE: queues draw from it
        // endregion
        assertThat(status).isEqualTo(DeleteLimitStatus.IN_USE);
        // region unknown
        EnqueueResult result =
                sharq.enqueue(NewJob.of("mail", "sender-1", "next", Map.of()).limits("acount"));
        boolean misspelt = result.status() == EnqueueStatus.UNKNOWN_LIMIT;
        // endregion
        assertThat(misspelt).isTrue();
    }
}
