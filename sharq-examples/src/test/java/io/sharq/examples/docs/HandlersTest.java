package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.BatchFailure;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Recurrence;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Registered;
import io.sharq.worker.Route;
import io.sharq.worker.SubQueueRules;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on handlers and workers. In real time, because workers are threads. */
class HandlersTest {
    private final SharQ sharq = SharQ.open(InMemoryBackend.create());
    private final List<Integer> notified = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch all = new CountDownLatch(3);

    @AfterEach
    void close() {
        sharq.close();
    }

    private void send(Notify request) {
        notified.add(request.userId());
        all.countDown();
    }

    // region a handler
    record Notify(int userId) {}

    final class NotifyHandler implements Handler<Notify> {
        @Override
        public Class<Notify> requestType() {
            return Notify.class;
        }

        @Override
        public List<Route> route(List<Notify> requests) { // users 1, 4 and 7 share a sub-queue
            return requests.stream()
                    .map(request -> Route.modulo(request.userId(), 3))
                    .toList();
        }

        @Override
        public void perform(List<Notify> requests) throws BatchFailure {
            Map<Integer, Exception> failed = new HashMap<>();
            for (int i = 0; i < requests.size(); i++) {
                try {
                    send(requests.get(i));
                } catch (IllegalStateException e) {
                    failed.put(i, e);
                }
            }
            if (!failed.isEmpty()) {
                throw new BatchFailure(failed);
            }
        }
    }
    // endregion

    // region a rate for each sub-queue
    final class LimitedNotifyHandler implements Handler<Notify> {
        @Override
        public Class<Notify> requestType() {
            return Notify.class;
        }

        @Override
        public SubQueueRules rules(String subQueue) {
            return SubQueueRules.every(Duration.ofMillis(200));
        }

        @Override
        public void perform(List<Notify> requests) {
            requests.forEach(HandlersTest.this::send);
        }
    }
    // endregion

    @Test
    void requestsAreRegisteredAndPerformed() throws Exception {
        // region register and perform
        Queue queue = new Queue(sharq); // reads [worker] and the environment of the SharQ's configuration
        NotifyHandler handler = new NotifyHandler();
        queue.register(handler, new Notify(1), new Notify(2), new Notify(3));

        try (Worker worker = Worker.of(queue, handler).start(3)) { // three loops, until it is closed
            assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(worker.health().lastFailure()).isEmpty();
        }
        // endregion
        assertThat(notified).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void equalRequestsAndRecurrences() {
        Queue queue = new Queue(sharq);
        LimitedNotifyHandler handler = new LimitedNotifyHandler();
        // region once, later, again and again
        List<Notify> requests = List.of(new Notify(1));
        queue.register(handler, requests, RegisterOptions.DEFAULT.after(Duration.ofMinutes(5)));
        Registered second = queue.register(handler, requests, RegisterOptions.DEFAULT.onlyIfNotQueued());
        assertThat(second).isEqualTo(new Registered(0, 1)); // an equal request is queued

        Recurrence weekdays = Recurrence.cron("0 9 * * 1-5", ZoneId.of("Europe/Berlin"));
        queue.recur("morning", handler, new Notify(4), weekdays);
        queue.cancelRecurrence(handler, "morning");
        // endregion
        assertThat(queue.recurrences()).isEmpty();
    }
}
