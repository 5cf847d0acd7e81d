package io.sharq.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of histories, where an enqueue whose answer was lost set its queue's interval at a time that nobody knows. */
class LostSettingsTest {
    private static final QueueKey QUEUE = new QueueKey(Trial.TYPE, "queue");

    private final ManualTime time = ManualTime.startingAt(Trial.START);
    private final Backend model = new ModelBackend(time);
    private final History history = new History(model);
    private final EnqueueRequest enqueue =
            new EnqueueRequest(Trial.TYPE, List.of(item("job-1"), item("job-2"), item("job-3")));

    private static EnqueueItem item(String job) {
        return Trial.item(QUEUE.id(), job, JobOptions.DEFAULT, QueueChange.interval(1));
    }

    private void configure(long intervalMillis) {
        history.call(
                Backend::configure,
                new ConfigureRequest(QUEUE, QueueChange.interval(intervalMillis), null, null, false));
    }

    private void dequeue(int count, long nonce) {
        assertThat(history.call(
                                Backend::dequeue,
                                new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, count, Trial.LEASE_MICROS, nonce))
                        .jobs())
                .hasSize(count);
    }

    /** The enqueue is made again, and hears that it was done. */
    private List<String> rules(int lost) {
        return rules(new ArrayList<>(history.calls()), lost);
    }

    private List<String> rules(List<Call> calls, int lost) {
        calls.add(new Call(
                enqueue, Trial.get(model.enqueue(enqueue)), calls.get(0).invokedNanos(), System.nanoTime(), lost));
        return BrokenRules.in(calls, model);
    }

    @Test
    void whatWasSetAfterItMayStillHold() {
        configure(2);
        Trial.get(model.enqueue(enqueue));
        configure(0);
        dequeue(2, 1);
        assertThat(rules(1)).isEmpty();
    }

    @Test
    void whatItSetMayHaveHeldBeforeItsJobsWereSeen() {
        history.call(
                Backend::enqueue,
                new EnqueueRequest(
                        Trial.TYPE,
                        List.of(
                                Trial.item(QUEUE.id(), "first", JobOptions.DEFAULT, QueueChange.interval(2)),
                                Trial.item(QUEUE.id(), "second", JobOptions.DEFAULT, QueueChange.interval(2)))));
        Trial.get(model.enqueue(enqueue));
        dequeue(1, 1);
        time.advanceMicros(1_000);
        dequeue(1, 2);
        assertThat(rules(1)).isEmpty();
    }

    @Test
    void noShorterIntervalMayHaveHeldThanAnyThatWasSet() {
        configure(3);
        Trial.get(model.enqueue(enqueue));
        configure(0);
        dequeue(2, 1);
        configure(3);
        List<Call> calls = new ArrayList<>(history.calls());
        // Nobody set the interval to 0.
        calls.remove(1);
        assertThat(rules(calls, 1)).containsExactly("I6 (rule 2)");
    }
}
