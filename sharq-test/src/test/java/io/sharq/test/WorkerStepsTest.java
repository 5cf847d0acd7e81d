package io.sharq.test;

import static io.sharq.test.SharQAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Recurrence;
import io.sharq.worker.Route;
import io.sharq.worker.SubQueueRules;
import io.sharq.worker.Worker;
import io.sharq.worker.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers without threads, on the clock of the test. Nothing here waits in real time. */
@Timeout(60)
class WorkerStepsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestSharQ test = TestSharQ.open();
    private final Queue queue = new Queue(
            test.sharq(),
            WorkerSettings.builder().firstBackoff(SECOND).longestBackoff(SECOND).build());
    private final List<String> performed = new ArrayList<>();

    record Message(String number, String text) {}

    /** Sends one message a second to each number. */
    private class Sender implements Handler<Message> {
        @Override
        public Class<Message> requestType() {
            return Message.class;
        }

        @Override
        public String name() {
            return "sms";
        }

        @Override
        public List<Route> route(List<Message> requests) {
            return requests.stream().map(message -> Route.to(message.number())).toList();
        }

        @Override
        public SubQueueRules rules(String subQueue) {
            return SubQueueRules.every(SECOND);
        }

        @Override
        public void perform(List<Message> requests) throws Exception {
            for (Message message : requests) {
                performed.add(Duration.between(TestSharQ.START, test.now()).toMillis() + " " + message.text());
            }
        }
    }

    private Worker worker(Handler<?> handler) {
        return Worker.builder(queue).handlers(handler).alarms(test.time()).build();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aWorkerPerformsWhatIsReadyAndNoMore() {
        Sender sender = new Sender();
        queue.register(sender, new Message("1", "one"), new Message("1", "two"), new Message("2", "three"));
        try (Worker worker = worker(sender)) {
            assertThat(worker.performReady(1)).isEqualTo(1);
            assertThat(worker.performReady()).isEqualTo(1);
            assertThat(worker.performReady()).isZero();
            assertThat(performed).containsExactly("0 one", "0 three");

            test.advance(SECOND);
            assertThat(worker.performReady()).isEqualTo(1);
            assertThat(performed).containsExactly("0 one", "0 three", "1000 two");
            assertThat(worker.health().started()).isZero();
        }
    }

    @Test
    void workersWorkAtEachInstantOfASpan() {
        Sender sender = new Sender();
        for (int i = 0; i < 5; i++) {
            queue.register(sender, new Message("1", "one-" + i));
        }
        try (Worker one = worker(sender);
                Worker other = worker(sender)) {
            assertThat(test.run(Duration.ofMillis(3_500), one, other)).isEqualTo(4);
            assertThat(performed).containsExactly("0 one-0", "1000 one-1", "2000 one-2", "3000 one-3");
            assertThat(test.now()).isEqualTo(TestSharQ.START.plusMillis(3_500));
            assertThat(test.run(SECOND, one, other)).isEqualTo(1);
        }
        assertThat(test.queue("sms", "1")).isEmpty().releasedNoTwoCloserThan(SECOND);
    }

    @Test
    void aRequestThatFailsComesAgainAfterItsBackoff() {
        Sender failing = new Sender() {
            @Override
            public void perform(List<Message> requests) throws Exception {
                super.perform(requests);
                if (performed.size() == 1) {
                    throw new IllegalStateException("no signal");
                }
            }
        };
        queue.register(failing, new Message("1", "one"));
        try (Worker worker = worker(failing)) {
            assertThat(test.run(Duration.ofSeconds(10), worker)).isEqualTo(2);
        }
        assertThat(performed).hasSize(2);
        assertThat(performed.get(0)).isEqualTo("0 one");
        assertThat(test.queue("sms", "1")).isEmpty();
    }

    @Test
    void recurrencesComeAtTheirInstants() {
        Sender sender = new Sender();
        queue.recur(sender, new Message("1", "again"), Recurrence.every(Duration.ofMinutes(1)));
        try (Worker worker = worker(sender)) {
            assertThat(test.run(Duration.ofMinutes(3), worker)).isEqualTo(3);
        }
        assertThat(performed).containsExactly("60000 again", "120000 again", "180000 again");
        Instant last = test.releases().get(test.releases().size() - 1).at();
        assertThat(last).isEqualTo(TestSharQ.START.plus(Duration.ofMinutes(3)));
    }
}
