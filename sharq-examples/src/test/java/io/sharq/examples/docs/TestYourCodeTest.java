package io.sharq.examples.docs;

import static io.sharq.test.SharQAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.spi.EnqueueRequest;
import io.sharq.test.SharQExtension;
import io.sharq.test.TestSharQ;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.SubQueueRules;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of the guide on tests. */
@ExtendWith(SharQExtension.class)
class TestYourCodeTest {
    // region a clock that you move
    @Test
    void aCustomerGetsOneMessageASecond(TestSharQ test) {
        SharQ sharq = test.sharq(); // for the code under test
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("one")).interval(Duration.ofSeconds(1)));
        sharq.enqueue(NewJob.of("sms", "user001", "job-2", new Sms("two")));

        assertThat(test.queue("sms", "user001"))
                .releases("job-1")
                .atOnce()
                .releases("job-2")
                .after(Duration.ofSeconds(1))
                .releasedNoTwoCloserThan(Duration.ofSeconds(1))
                .isEmpty();
    }
    // endregion

    // region a worker that dies
    @Test
    void aJobOfADeadWorkerComesBack(TestSharQ test) {
        test.sharq().enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
        Delivery lost = test.sharq().dequeue("sms").orElseThrow(); // and this worker never finishes it

        test.faults().expire(lost);

        assertThat(test.sharq().dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
    }
    // endregion

    // region a dequeue that waits
    @Test
    void aWaitingDequeueWakesAtTheInstant(TestSharQ test) {
        CompletableFuture<Optional<Delivery>> waiting = test.sharq().async().dequeue("sms", Duration.ofMinutes(1));

        test.sharq()
                .enqueue(NewJob.of("sms", "user001", "job-1", new Sms("later")).delay(Duration.ofSeconds(10)));
        assertThat(waiting).isNotDone();

        test.advance(Duration.ofSeconds(10));
        assertThat(waiting.join().orElseThrow().releasedAt()).isEqualTo(test.now());
    }
    // endregion

    // region a lost answer
    @Test
    void anAnswerIsLost(TestSharQ test) {
        NewJob job = NewJob.of("sms", "user001", "job-1", new Sms("hello"));
        test.faults().loseAnswer(EnqueueRequest.class);

        assertThatThrownBy(() -> test.sharq().enqueue(job)).isInstanceOf(BackendException.class);

        test.sharq().enqueue(job); // what your code should do: the same id again
        assertThat(test.queue("sms", "user001")).hasLength(1);
    }
    // endregion

    // region a worker without threads
    @Test
    void aHandlerSendsOneMessageASecond(TestSharQ test) {
        List<Instant> sent = new ArrayList<>();
        Handler<Sms> sender = new Handler<>() {
            @Override
            public Class<Sms> requestType() {
                return Sms.class;
            }

            @Override
            public String name() {
                return "sms";
            }

            @Override
            public SubQueueRules rules(String subQueue) {
                return SubQueueRules.every(Duration.ofSeconds(1));
            }

            @Override
            public void perform(List<Sms> requests) {
                requests.forEach(sms -> sent.add(test.now()));
            }
        };
        Queue queue = new Queue(test.sharq());
        queue.register(sender, new Sms("one"), new Sms("two"));

        try (Worker worker =
                Worker.builder(queue).handlers(sender).alarms(test.time()).build()) {
            test.run(Duration.ofMinutes(1), worker);
        }

        assertThat(sent).containsExactly(TestSharQ.START, TestSharQ.START.plusSeconds(1));
    }
    // endregion
}
