package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.DeadJob;
import io.sharq.api.InvalidValueException;
import io.sharq.api.PageRequest;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What registrations of equal requests do, on a clock that the test moves. */
class RegisterTest {
    private static final RegisterOptions ONCE = RegisterOptions.DEFAULT.onlyIfNotQueued();
    private static final RegisterOptions LATER = RegisterOptions.DEFAULT.after(Duration.ofHours(1));

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create(time))
            .settings(SharQSettings.defaults())
            .alarms(time)
            .upkeep(false)
            .open();
    private final Queue queue = new Queue(sharq, WorkerSettings.defaults());
    private final NotifyHandler handler = new NotifyHandler(1);

    @AfterEach
    void close() {
        sharq.close();
    }

    private Registered register(RegisterOptions options, Integer... users) {
        return queue.register(handler, Arrays.stream(users).map(Notify::new).toList(), options);
    }

    private Delivery take() {
        return sharq.dequeue("notify").orElseThrow();
    }

    private List<Integer> performAll() {
        List<Integer> users = new ArrayList<>();
        for (Optional<Delivery> job = sharq.dequeue("notify"); job.isPresent(); job = sharq.dequeue("notify")) {
            users.add(job.get().payloadAs(Notify.class).user());
            sharq.finish(job.get());
        }
        return users;
    }

    @Test
    void anEqualRequestThatWasRegisteredPlainlyIsFound() {
        register(RegisterOptions.DEFAULT, 1);
        assertThat(register(ONCE, 1, 2, 2)).isEqualTo(new Registered(1, 2));
        assertThat(performAll()).containsExactly(1, 2);
        assertThat(register(ONCE, 1)).isEqualTo(new Registered(1, 0));
    }

    @Test
    void aRequestIsNotPerformedAfterItsDeadlineAndAnEqualOneMayComeThen() {
        RegisterOptions shortLived = ONCE.deadline(Duration.ofMinutes(10));
        register(shortLived, 1, 2);
        time.advance(Duration.ofMinutes(10).minusNanos(1_000));
        Delivery inWork = take();
        time.advance(Duration.ofNanos(1_000));
        assertThat(register(shortLived, 2)).isEqualTo(new Registered(1, 0));
        assertThat(sharq.type("notify").deadJobs(PageRequest.first(10)).items())
                .extracting(DeadJob::reason)
                .containsExactly(Optional.of(DeadJob.DEADLINE));
        sharq.finish(inWork);
        assertThat(performAll()).containsExactly(2);
    }

    @Test
    void aDeadlineOfNoSpanIsRefused() {
        assertThatThrownBy(() -> RegisterOptions.DEFAULT.deadline(Duration.ZERO))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("deadline")
                .hasMessageContaining("PT0S");
    }

    @Test
    void oneOfSeveralEqualRequestsIsEnoughAndOneInWorkToo() {
        register(RegisterOptions.DEFAULT, 1, 1);
        register(RegisterOptions.DEFAULT, 1);
        assertThat(sharq.type("notify").metrics().length()).isEqualTo(3);
        sharq.finish(take());
        sharq.finish(take());
        assertThat(register(ONCE, 1).known()).isEqualTo(1);
        Delivery inWork = take();
        assertThat(register(ONCE, 1).known()).isEqualTo(1);
        sharq.finish(inWork);
        assertThat(register(ONCE, 1).queued()).isEqualTo(1);
    }

    @Test
    void plainRegistrationsOfEqualRequestsAllCountAndKeepTheirOrder() {
        register(RegisterOptions.DEFAULT, 1);
        register(RegisterOptions.DEFAULT, 2, 1, 3, 1);
        register(RegisterOptions.DEFAULT, Collections.nCopies(20, 5).toArray(Integer[]::new));
        List<Integer> expected = new ArrayList<>(List.of(1, 2, 1, 3, 1));
        expected.addAll(Collections.nCopies(20, 5));
        assertThat(performAll()).containsExactlyElementsOf(expected);
    }

    @Test
    void aDeadRequestIsNotQueued() {
        Queue strict = new Queue(sharq, WorkerSettings.builder().requeueLimit(0).build());
        strict.register(handler, new Notify(1));
        sharq.fail(take().lease());
        assertThat(sharq.type("notify").metrics().dead()).isEqualTo(1);
        assertThat(register(ONCE, 1)).isEqualTo(new Registered(1, 0));
        assertThat(register(ONCE, 1)).isEqualTo(new Registered(0, 1));
    }

    @Test
    void aRequestThatIsDeferredTwiceComesOnce() {
        assertThat(register(LATER, 1)).isEqualTo(new Registered(1, 0));
        assertThat(register(RegisterOptions.DEFAULT.after(Duration.ofHours(2)), 1))
                .isEqualTo(new Registered(0, 1));
        time.advance(Duration.ofHours(1));
        assertThat(performAll()).containsExactly(1);
        time.advance(Duration.ofHours(5));
        assertThat(performAll()).isEmpty();
        assertThat(register(LATER, 1)).isEqualTo(new Registered(1, 0));
    }

    @Test
    void aRequestForNowAndOneForLaterAreTwo() {
        register(RegisterOptions.DEFAULT, 1);
        assertThat(register(LATER, 1)).isEqualTo(new Registered(1, 0));
        assertThat(performAll()).containsExactly(1);
        time.advance(Duration.ofHours(1));
        assertThat(performAll()).containsExactly(1);
    }

    @Test
    void routesThatCannotBeUsedAreRefusedByName() {
        for (List<Route> odd : Arrays.asList(null, List.<Route>of(), Arrays.asList((Route) null))) {
            NotifyHandler broken = new NotifyHandler(1) {
                @Override
                public List<Route> route(List<Notify> requests) {
                    return odd;
                }
            };
            assertThatThrownBy(() -> queue.register(broken, new Notify(1)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`route` has an invalid value. notify gave");
        }
        NotifyHandler unruly = new NotifyHandler(1) {
            @Override
            public SubQueueRules rules(String subQueue) {
                return null;
            }
        };
        assertThatThrownBy(() -> queue.register(unruly, new Notify(1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("rules");
        assertThatThrownBy(() -> new SubQueueRules(Duration.ofMillis(-1), 0)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aRouteToNoneOfSeveralSubQueuesIsRefused() {
        for (int threads : new int[] {0, -3}) {
            assertThatThrownBy(() -> Route.modulo(7, threads))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`threads`");
        }
        assertThat(Route.modulo(-1, 3)).isEqualTo(Route.to("2"));
    }
}
