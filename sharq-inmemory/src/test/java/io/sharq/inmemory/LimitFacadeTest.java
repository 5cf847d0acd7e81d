package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.Finish;
import io.sharq.Limit;
import io.sharq.LimitHandle;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.QueueSetting;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.Used;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the facade offers of limits: each call does what it says, and bad input is refused by name. */
class LimitFacadeTest {
    private static final LimitKey TOKENS = new LimitKey("llm", "tokens");
    private static final QueueKey QUEUE = new QueueKey("llm", "tenant");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String[] NINE = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final SharQ sharq = SharQ.builder()
            .backend(backend)
            .alarms(time)
            .settings(SharQSettings.builder()
                    .finishedRetention(Duration.ofHours(1))
                    .build())
            .open();
    private final LimitHandle tokens = sharq.limit(TOKENS);

    @AfterEach
    void close() {
        sharq.close();
    }

    private static NewJob job(String id) {
        return NewJob.of("llm", "tenant", id, Map.of());
    }

    private long level() {
        return tokens.describe().orElseThrow().level();
    }

    private Delivery take() {
        return sharq.dequeue("llm").orElseThrow();
    }

    @Test
    void aLimitIsMadeDescribedListedAndDeleted() {
        assertThat(tokens.key()).isEqualTo(TOKENS);
        assertThat(tokens.describe()).isEmpty();
        assertThat(tokens.resume()).isFalse();
        assertThat(tokens.delete()).isEqualTo(DeleteLimitStatus.NOT_FOUND);
        tokens.configure(Limit.rate(10, MINUTE).burst(3));
        assertThat(tokens.describe().orElseThrow().parts().rate()).isEqualTo(new Rate(10, MINUTE, 3));
        assertThat(sharq.type("llm").limits(PageRequest.first(9)).items()).containsExactly("tokens");
        assertThat(tokens.delete()).isEqualTo(DeleteLimitStatus.DELETED);
        assertThat(sharq.type("llm").limits(PageRequest.first(9)).items()).isEmpty();
    }

    @Test
    void aChangeNamesSomePartsAndLeavesTheOthers() {
        tokens.configure(Limit.rate(10, MINUTE).and(Limit.concurrency(2)).maxCost(5));
        tokens.configure(Limit.interval(MINUTE).without(LimitPart.CONCURRENCY));
        var parts = tokens.describe().orElseThrow().parts();
        assertThat(parts.rate()).isEqualTo(new Rate(10, MINUTE, 1));
        assertThat(parts.interval()).isEqualTo(MINUTE);
        assertThat(parts.concurrency()).isNull();
        assertThat(parts.maxCost()).isEqualTo(5);
    }

    @Test
    void theLaterOfTwoChangesCounts() {
        tokens.configure(Limit.concurrency(2).without(LimitPart.CONCURRENCY));
        assertThat(tokens.describe().orElseThrow().parts().concurrency()).isNull();
        tokens.configure(Limit.change().without(LimitPart.CONCURRENCY).and(Limit.concurrency(3)));
        assertThat(tokens.describe().orElseThrow().parts().concurrency()).isEqualTo(3);
        tokens.configure(
                Limit.change().holdFor(MINUTE, "one").and(Limit.change().liftHold()));
        assertThat(tokens.describe().orElseThrow().heldUntil()).isEmpty();
    }

    @Test
    void aPausedOrHeldLimitIsClosed() {
        tokens.pause();
        assertThat(tokens.describe().orElseThrow().opensAt()).isEmpty();
        assertThat(tokens.resume()).isTrue();
        Instant then = time.now().plus(MINUTE);
        tokens.configure(Limit.change().holdUntil(then, "421"));
        assertThat(tokens.describe().orElseThrow().opensAt()).hasValue(then);
        assertThat(tokens.describe().orElseThrow().holdReason()).isEqualTo("421");
    }

    /** Settings of one kind do not undo those of another, in whatever order they are named. */
    @Test
    void limitsAndCostsStayBesideOtherSettings() {
        tokens.configure(Limit.rate(1, MINUTE).burst(100));
        sharq.queue(QUEUE)
                .configure(QueueSettings.change()
                        .limits("tokens")
                        .interval(Duration.ZERO)
                        .ordered(false)
                        .concurrency(9));
        assertThat(sharq.queue(QUEUE).describe().orElseThrow().limits()).isEqualTo(LimitNames.of("tokens"));
        NewJob job = job("job")
                .limits("tokens")
                .cost(0)
                .cost("tokens", 7)
                .interval(Duration.ZERO)
                .ordered(false)
                .concurrency(9)
                .order(1)
                .delay(Duration.ZERO)
                .deadline(MINUTE)
                .requeueLimit(3)
                .maxQueueLength(5);
        assertThat(sharq.enqueue(job).status()).isEqualTo(EnqueueStatus.QUEUED);
        take();
        assertThat(level()).isEqualTo(7);
    }

    @Test
    void everyEndSettles() {
        tokens.configure(Limit.rate(1, MINUTE).burst(1_000));
        for (String id : List.of("a", "b", "c", "d")) {
            sharq.enqueue(job(id).limits("tokens").cost(10));
        }
        sharq.finish(take(), Used.of("tokens", 1));
        sharq.finish(take().lease(), Used.of("tokens", 2));
        sharq.finishEach(List.of(Finish.of(take().lease(), Map.of("sent", true)).used(Used.of("tokens", 4))));
        sharq.fail(take().lease(), Failure.because("full").used(Used.of("tokens", 8)));
        assertThat(level()).isEqualTo(15);
    }

    @Test
    void aThrottleHoldsTheLimitOrElseTheQueue() {
        tokens.configure(Limit.concurrency(5));
        sharq.enqueue(job("a").limits("tokens"));
        sharq.enqueue(NewJob.of("llm", "other", "b", Map.of()).limits("tokens"));
        assertThat(sharq.throttled(take(), RetryAfter.in(MINUTE), "tokens")).isPresent();
        assertThat(sharq.dequeue("llm")).isEmpty();
        tokens.configure(Limit.change().liftHold());
        assertThat(sharq.throttled(take().lease(), RetryAfter.in(MINUTE), "unknown"))
                .isPresent();
        assertThat(take().lease().job().queue().id()).isNotEmpty();
        assertThat(sharq.dequeue("llm")).isEmpty();
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void badValuesAreRefusedByName() {
        HourWindow window = new HourWindow(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(9, 0));
        refused("rate.units", () -> Limit.rate(0, MINUTE));
        refused("rate.period", () -> Limit.rate(1, Duration.ZERO));
        refused("rate.burst", () -> Limit.rate(1, MINUTE).burst(0));
        refused("rate.burst", () -> Limit.concurrency(1).burst(2));
        refused("interval", () -> Limit.interval(Duration.ofNanos(1)));
        refused("quota.units", () -> Limit.quota(0, MINUTE));
        refused("quota.zone", () -> Limit.quota(1, CalendarPeriod.DAY, "America/Gotham"));
        refused("zone", () -> Limit.hours("Mars", window));
        refused("hours", () -> Limit.hours("UTC"));
        refused("hours.days", () -> new HourWindow(Set.of(), LocalTime.MIN, LocalTime.NOON));
        refused("hours.to", () -> new HourWindow(Set.of(DayOfWeek.MONDAY), LocalTime.NOON, LocalTime.NOON));
        refused("concurrency", () -> Limit.concurrency(0));
        refused("max_cost", () -> Limit.concurrency(1).maxCost(0));
        refused("cost", () -> job("a").cost(-1));
        refused("costs", () -> job("a").cost("a b", 1));
        refused("costs.tokens", () -> job("a").cost("tokens", -1));
        refused("limits", () -> job("a").limits("same", "same"));
        refused("limits", () -> job("a").limits(NINE));
        refused("limits", () -> QueueSettings.change().limits(NINE));
        refused("limit", () -> sharq.limit(new LimitKey("llm", "a b")));
        refused("rate", () -> tokens.configure(Limit.rate(1, Duration.ofDays(365))));
        assertThat(tokens.describe()).isEmpty();
    }

    @Test
    void unknownLimitsAndHighCostsAreRefused() {
        assertThat(sharq.enqueue(job("a").limits("tokens")).status()).isEqualTo(EnqueueStatus.UNKNOWN_LIMIT);
        assertThatThrownBy(() ->
                        sharq.queue(QUEUE).configure(QueueSettings.change().limits("tokens")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("There is no limit llm/tokens.");
        assertThatThrownBy(() -> sharq.type("llm")
                        .setDefaults("*", QueueSettings.change().limits("tokens")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("There is no limit llm/tokens.");
        tokens.configure(Limit.rate(1, MINUTE).maxCost(5));
        assertThat(sharq.enqueue(job("a").limits("tokens").cost(6)).status()).isEqualTo(EnqueueStatus.COST_TOO_HIGH);
        assertThat(sharq.queue(QUEUE).describe()).isEmpty();
    }

    /** A backend that keeps all rules but those of limits. */
    private static final class WithoutLimits extends InterceptedBackend {
        WithoutLimits(Backend backend) {
            super(backend);
        }

        @Override
        public Set<Feature> features() {
            return super.features().stream()
                    .filter(feature -> feature != Feature.LIMITS)
                    .collect(Collectors.toSet());
        }

        @Override
        protected <R> CompletionStage<R> perform(Operation<R> operation) {
            return operation.on(backend());
        }
    }

    private static void notOffered(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("This backend does not offer limits.");
    }

    /** A program that lets every setting go back to its default need not know which the backend has. */
    @Test
    void whereThereAreNoLimitsThereAreNoneToRemove() {
        try (SharQ other = SharQ.open(new WithoutLimits(backend))) {
            other.enqueue(job("a"));
            other.queue(QUEUE).configure(QueueSettings.change().interval(Duration.ofSeconds(1)));
            other.queue(QUEUE).configure(QueueSettings.change().byDefault(QueueSetting.values()));

            assertThat(other.queue(QUEUE).describe().orElseThrow().interval()).isZero();
            other.type(QUEUE.type()).setDefaults("*", QueueSettings.change().byDefault(QueueSetting.values()));
        }
    }

    @Test
    void aBackendWithoutLimitsRefusesWhatNamesThem() {
        sharq.enqueue(job("job"));
        Delivery delivery = take();
        try (SharQ other = SharQ.open(new WithoutLimits(backend))) {
            notOffered(() -> other.enqueue(job("a").limits("tokens")));
            notOffered(() -> other.enqueue(job("a").cost(2)));
            notOffered(() -> other.enqueue(job("a").cost("tokens", 1)));
            notOffered(() -> other.queue(QUEUE).configure(QueueSettings.change().limits()));
            notOffered(() ->
                    other.type("llm").setDefaults("*", QueueSettings.change().limits()));
            notOffered(() -> other.finish(delivery, Used.of("tokens", 1)));
            notOffered(() -> other.fail(delivery.lease(), Failure.UNEXPLAINED.used(Used.of("tokens", 1))));
            notOffered(() -> other.throttled(delivery, RetryAfter.UNKNOWN, "tokens"));
            assertThat(other.finish(delivery, Used.NOTHING)).hasToString("DONE");
        }
    }
}
