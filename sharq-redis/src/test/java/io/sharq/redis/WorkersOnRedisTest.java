package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.FailStatus;
import io.sharq.api.JobDescription;
import io.sharq.time.ManualTime;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Recurrence;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Registered;
import io.sharq.worker.Worker;
import io.sharq.worker.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers and recurrences keep in Redis, on a clock that the test moves. */
@Timeout(120)
class WorkersOnRedisTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * A request.
     *
     * @param user a user
     */
    record Notify(int user) {}

    private static final class NotifyHandler implements Handler<Notify> {
        final LinkedBlockingQueue<Integer> performed = new LinkedBlockingQueue<>();

        @Override
        public Class<Notify> requestType() {
            return Notify.class;
        }

        @Override
        public String name() {
            return "notify";
        }

        @Override
        public void perform(List<Notify> requests) {
            requests.forEach(request -> performed.add(request.user()));
        }
    }

    private final ManualTime time = ManualTime.startingAt(START);
    private final SharQ sharq = SharQ.builder()
            .backend(TestRedis.open(time))
            .settings(SharQSettings.defaults())
            .alarms(time)
            .upkeep(false)
            .open();
    private final Queue queue = new Queue(sharq, WorkerSettings.defaults());
    private final NotifyHandler handler = new NotifyHandler();

    @AfterEach
    void close() {
        sharq.close();
    }

    private Delivery tick() {
        return sharq.dequeue(DequeueOptions.of("notify-recurring").lease(Duration.ofSeconds(30)))
                .first()
                .orElseThrow();
    }

    @Test
    void whenATickIsDueOutlivesTheWorkerThatHeldIt() {
        queue.recur("leap", handler, new Notify(7), Recurrence.cron("0 0 29 2 *", ZoneOffset.UTC));
        Instant due = Instant.parse("2028-02-29T00:00:00Z");
        time.advance(Duration.ofDays(365));
        Delivery held = tick();
        assertThat(queue.recurrences())
                .singleElement()
                .satisfies(leap -> assertThat(leap.next()).isEqualTo(due));
        time.advance(HOUR);
        sharq.requeue();
        JobDescription tick = sharq.find(held.job()).orElseThrow();
        assertThat(tick.lastFailure())
                .hasValueSatisfying(state -> assertThat(state).contains("due_micros"));
        assertThat(queue.recurrences())
                .singleElement()
                .satisfies(leap -> assertThat(leap.next()).isEqualTo(due));
    }

    @Test
    void aWorkerCarriesOutARecurrenceAtItsInstant() throws InterruptedException {
        queue.recur(handler, new Notify(7), Recurrence.every(HOUR));
        try (Worker worker =
                Worker.builder(queue).handlers(handler).alarms(time).build()) {
            worker.start(1);
            time.advance(HOUR.minusMillis(1));
            assertThat(queue.recurrences())
                    .singleElement()
                    .satisfies(hourly -> assertThat(hourly.next()).isEqualTo(START.plus(HOUR)));
            assertThat(handler.performed).isEmpty();
            while (handler.performed.poll(5, TimeUnit.MILLISECONDS) == null) {
                time.advance(Duration.ofMillis(1));
            }
        }
        assertThat(time.now()).isBetween(START.plus(HOUR), START.plus(HOUR.multipliedBy(2)));
        assertThat(handler.performed).isEmpty();
    }

    @Test
    void aRecurrenceIsReplacedAndCancelledAlsoWhileAWorkerHoldsItsTick() {
        assertThat(queue.recur("it", handler, new Notify(7), Recurrence.every(HOUR)))
                .isTrue();
        assertThat(queue.recur("it", handler, new Notify(7), Recurrence.every(HOUR)))
                .isFalse();
        time.advance(HOUR);
        Delivery first = tick();
        assertThat(queue.recur("it", handler, new Notify(8), Recurrence.every(HOUR.multipliedBy(2))))
                .isTrue();
        assertThat(sharq.fail(first.lease())).isEqualTo(FailStatus.LEASE_LOST);
        assertThat(queue.recurrences())
                .singleElement()
                .satisfies(it -> assertThat(it.next()).isEqualTo(START.plus(HOUR.multipliedBy(2))));
        time.advance(HOUR);
        Delivery second = tick();
        assertThat(queue.cancelRecurrence(handler, "it")).isTrue();
        assertThat(queue.cancelRecurrence(handler, "it")).isFalse();
        assertThat(sharq.fail(second.lease())).isEqualTo(FailStatus.LEASE_LOST);
        assertThat(queue.recurrences()).isEmpty();
        assertThat(sharq.type("notify-recurring").metrics().length()).isZero();
    }

    @Test
    void equalRequestsAreFoundByTheirContent() {
        List<Notify> requests = List.of(new Notify(1), new Notify(1));
        RegisterOptions once = RegisterOptions.DEFAULT.onlyIfNotQueued();
        queue.register(handler, requests, RegisterOptions.DEFAULT);
        assertThat(queue.register(handler, requests, once)).isEqualTo(new Registered(0, 2));
        sharq.finish(sharq.dequeue("notify").orElseThrow());
        assertThat(queue.register(handler, requests, once)).isEqualTo(new Registered(0, 2));
        Delivery last = sharq.dequeue("notify").orElseThrow();
        assertThat(queue.register(handler, requests, once)).isEqualTo(new Registered(0, 2));
        sharq.finish(last);
        assertThat(queue.register(handler, requests, once)).isEqualTo(new Registered(1, 1));
        RegisterOptions later = RegisterOptions.DEFAULT.after(HOUR);
        assertThat(queue.register(handler, requests, later)).isEqualTo(new Registered(1, 1));
        assertThat(queue.register(handler, requests, later)).isEqualTo(new Registered(0, 2));
    }
}
