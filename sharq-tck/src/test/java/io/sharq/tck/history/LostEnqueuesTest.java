package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check of histories, where two clients enqueued one id and the answers of both were lost. */
class LostEnqueuesTest {
    private final Backend model = new ModelBackend(ManualTime.startingAt(Trial.START));

    private static EnqueueRequest enqueue(int requeueLimit) {
        JobOptions options = new JobOptions(0, 0, requeueLimit, null);
        return new EnqueueRequest(Trial.TYPE, List.of(Trial.item("queue", "job", options, QueueChange.NONE)));
    }

    /** The rules broken, where an enqueue with one limit was done, and those with others heard that it was. */
    private List<String> rules(int done, int... asked) {
        Trial.get(model.enqueue(enqueue(done)));
        DequeueRequest dequeue = new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, 1);
        DequeueReply taken = Trial.get(model.dequeue(dequeue));
        Stream<Call> again = IntStream.of(asked).mapToObj(limit -> {
            EnqueueRequest request = enqueue(limit);
            return new Call(request, Trial.get(model.enqueue(request)), 0, 2, 1);
        });
        List<Call> calls =
                Stream.concat(Stream.of(new Call(dequeue, taken, 0, 1)), again).toList();
        return BrokenRules.in(calls, model);
    }

    @Test
    void eitherMayBeTheOneThatWasDone() {
        assertThat(rules(1, 1, -1)).isEmpty();
    }

    @Test
    void theOtherMayBeTheOneThatWasDone() {
        assertThat(rules(-1, 1, -1)).isEmpty();
    }

    @Test
    void noneThatWasNotAskedForWasDone() {
        assertThat(rules(5, 1, -1)).containsExactly("I9 (rule 9)");
    }
}
