package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.Requeued;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A facade's upkeep goes by itself, and only where something is due. */
class UpkeepTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final List<String> visited = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final SharQ sharq = SharQ.builder()
            .backend(watched())
            .alarms(time)
            .settings(SharQSettings.builder()
                    .jobExpireInterval(LEASE)
                    .jobRequeueInterval(INTERVAL)
                    .retryFor(Duration.ZERO)
                    .build())
            .open();

    private Backend watched() {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                boolean fails = false;
                if (operation instanceof RequeueRequest request) {
                    visited.add(request.type());
                    fails = failing.contains(request.type());
                }
                return fails
                        ? CompletableFuture.failedFuture(
                                new BackendException(Outcome.NOT_DONE, "requeue", "the store is away", null))
                        : operation.on(backend());
            }
        };
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    private List<String> fill(int types) {
        List<String> names =
                IntStream.range(0, types).mapToObj(i -> "type-" + i).toList();
        names.forEach(type -> sharq.enqueue(NewJob.of(type, "queue", "job", type)));
        return names;
    }

    private Delivery take(String type) {
        return sharq.dequeue(type).orElseThrow();
    }

    private long active(String type) {
        return sharq.type(type).metrics().active();
    }

    @Test
    void typesInWhichNothingIsDueAreNotVisited() {
        fill(1_000);
        time.advance(Duration.ofMinutes(10));

        assertThat(visited).isEmpty();
    }

    /** What {@code enable_requeue_script : false} means: another process of the store returns the jobs. */
    @Test
    void aSharQWhoseSettingsRunNoUpkeepLeavesExpiredLeases() {
        SharQSettings settings = SharQSettings.builder()
                .jobExpireInterval(LEASE)
                .jobRequeueInterval(INTERVAL)
                .runUpkeep(false)
                .build();
        try (SharQ idle = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .alarms(time)
                .settings(settings)
                .open()) {
            idle.enqueue(NewJob.of("type-0", "queue", "job", 1));
            idle.dequeue("type-0");
            time.advance(LEASE.multipliedBy(10));

            assertThat(idle.type("type-0").metrics().active()).isEqualTo(1);
            assertThat(idle.type("type-0").requeue()).isEqualTo(new Requeued(1, 0));
        }
    }

    @Test
    void theUpkeepOfOneTypeVisitsNoOther() {
        fill(3);
        take("type-1");
        take("type-2");
        time.stepMicros(LEASE.toMillis() * 1_000);

        assertThat(sharq.type("type-1").requeue()).isEqualTo(new Requeued(1, 0));
        assertThat(visited).containsOnly("type-1");
        assertThat(active("type-2")).isEqualTo(1);
    }

    @Test
    void theUpkeepOfOneTypeFailsWithIt() {
        failing.add("type-1");

        assertThatThrownBy(() -> sharq.type("type-1").requeue()).hasMessageContaining("the store is away");
        assertThatThrownBy(() -> sharq.type("no type").requeue())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`queue_type`");
    }

    @Test
    void aLeaseThatEndsIsBackInTheNextRoundAndCostsOneVisit() {
        fill(5_000);
        take("type-77");
        time.advance(LEASE.minusMillis(1));
        assertThat(visited).isEmpty();
        time.advance(INTERVAL);

        assertThat(active("type-77")).isZero();
        assertThat(visited).containsExactly("type-77");
    }

    /** More than one part of a listing, and more than a stack holds where each is done at once. */
    @Test
    void leasesOfManyTypesThatEndAtOnceAreBackInOneRound() {
        List<String> types = fill(20_000);
        types.forEach(this::take);
        time.advance(LEASE.plus(INTERVAL));

        assertThat(sharq.metrics().active()).isZero();
        assertThat(visited).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void aTypeWhoseVisitFailsIsVisitedInEachRoundAndKeepsNoOtherFromItsOwn() {
        List<String> types = fill(300);
        types.forEach(this::take);
        failing.addAll(List.of("type-3", "type-150"));
        time.advance(LEASE.plus(INTERVAL));
        assertThat(sharq.metrics().active()).isEqualTo(2);
        visited.clear();
        time.advance(INTERVAL);
        assertThat(visited).containsExactlyInAnyOrder("type-3", "type-150");
        failing.clear();
        time.advance(INTERVAL);

        assertThat(sharq.metrics().active()).isZero();
    }

    @Test
    void manyLeasesOfOneTypeAreBackInOneRound() {
        IntStream.range(0, 3_500).forEach(i -> sharq.enqueue(NewJob.of("sms", "queue", "job-" + i, i)));
        for (int taken = 0; taken < 3_500; ) {
            taken += sharq.dequeue(DequeueOptions.of("sms").count(1_000)).jobs().size();
        }
        time.advance(LEASE.plus(INTERVAL));

        assertThat(active("sms")).isZero();
        assertThat(visited).hasSize(4);
    }

    /** What is left of a drained queue goes by upkeep alone. */
    @Test
    void aDrainedTypeIsForgotten() {
        fill(10).forEach(type -> sharq.finish(take(type)));
        time.advance(Duration.ofMinutes(10).plusSeconds(5));

        assertThat(sharq.types(PageRequest.first(100)).items()).isEmpty();
    }

    @Test
    void allTypesAreVisitedByHand() {
        List<String> types = fill(10);
        sharq.requeue();

        assertThat(visited).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void afterTheClockWasSetBackEveryTypeIsVisitedOnce() {
        List<String> types = fill(10);
        take("type-0");
        time.advance(Duration.ofSeconds(10));
        time.stepMicros(-3_600_000_000L);
        time.advance(INTERVAL);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(types);
        // A type's time goes on from its last operation, so the step costs at most what passed since then.
        time.advance(LEASE);

        assertThat(active("type-0")).isZero();
    }
}
