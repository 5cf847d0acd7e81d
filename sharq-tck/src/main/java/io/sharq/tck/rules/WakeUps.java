package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReadinessListener;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Wake-ups: from the next instant in turn and the notifications, a caller can wait without polling. */
public interface WakeUps extends Fixture {

    /** A dequeue that finds nothing names the instant at which the earliest queue is ready. None is ready before. */
    @Example
    @Label(WAITING + "a dequeue that finds nothing says when to come back")
    default void aDequeueThatFindsNothingSaysWhenToComeBack() {
        try (Trial trial = begin()) {
            assertThat(trial.dequeue(DequeueFrom.ANY, 1).nextReadyAtMicros()).isEmpty();
            trial.enqueue("queue", "job-1", 10);
            trial.enqueue("queue", "job-2");
            trial.enqueue(Trial.item(
                    "later", "job-3", new JobOptions(0, 4_000, Bounds.REQUEUE_ALWAYS, null), QueueChange.NONE));
            trial.take();
            assertThat(trial.dequeue(DequeueFrom.ANY, 1).nextReadyAtMicros()).hasValue(trial.now() + 4_000);
            trial.pass(4_000);
            assertThat(trial.take().jobId()).isEqualTo("job-3");
            assertThat(trial.dequeue(DequeueFrom.ANY, 1).nextReadyAtMicros()).hasValue(trial.now() + 6_000);
        }
    }

    /** A dequeue that got all its jobs names the next instant in turn if it requests it. */
    @Example
    @Label(WAITING + "a dequeue that got all says when to come back if it is asked to")
    default void aDequeueThatGotAllSaysWhenToComeBack() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 10);
            trial.enqueue("queue", "job-2");
            trial.enqueue("other", "job-3");
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).hasValue(trial.now());
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).hasValue(trial.now() + 10_000);
            trial.pass(10_000);
            assertThat(trial.dequeueNamingNext().nextReadyAtMicros()).isEmpty();
        }
    }

    /**
     * Every change that makes a queue ready earlier notifies the listeners. Uses real time, because notifications take
     * time to arrive.
     */
    @Example
    @Label(WAITING + "whatever makes a queue ready earlier is told")
    default void whateverMakesAQueueReadyEarlierIsTold() {
        try (Trial trial = begin()) {
            BlockingQueue<Long> news = new LinkedBlockingQueue<>();
            trial.backend().onReady(new ReadinessListener() {
                @Override
                public void ready(String type, long atMicros) {
                    if (type.equals(Trial.TYPE)) {
                        news.add(atMicros);
                    }
                }

                @Override
                public void missed() {}
            });
            trial.enqueue("queue", "job-1", 60_000);
            expect(news, trial.now());
            LeasedJob first = trial.take();
            trial.enqueue("queue", "job-2");
            expect(news, trial.now() + 60_000_000);
            trial.interval("queue", 5);
            expect(news, trial.now() + 5_000);
            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(60_000_000, ""));
            trial.configure("queue", QueueChange.NONE, null, Hold.LIFT);
            expect(news, trial.now() + 5_000);
            trial.pause("queue", true);
            trial.pause("queue", false);
            expect(news, trial.now() + 5_000);
            trial.pause(null, true);
            trial.pause(null, false);
            expect(news, trial.now() + 5_000);
            trial.configure("queue", new QueueChange(null, null, 1), null, null);
            trial.finish(first);
            expect(news, trial.now() + 5_000);
            trial.pass(5_000);
            LeasedJob second = trial.take();
            trial.release(second);
            expect(news, trial.now() + 5_000);
        }
    }

    private static void expect(BlockingQueue<Long> news, long atMicros) {
        try {
            Long heard = news.poll(10, TimeUnit.SECONDS);
            while (heard != null && heard != atMicros) {
                heard = news.poll(10, TimeUnit.SECONDS);
            }
            assertThat(heard).isEqualTo(atMicros);
            news.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
