package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.BAD_INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Rule 17, and valid values at the limits. */
public interface BadInput extends Fixture {

    /** A bad value is refused, and its field is named, before the backend is called. */
    @Example
    @Label(BAD_INPUT + "a bad value is refused and named")
    default void aBadValueIsRefusedAndNamed() {
        refuse("queue_type", () -> new QueueKey("", "queue"));
        refuse("queue_type", () -> new QueueKey("x".repeat(101), "queue"));
        refuse("queue_type", () -> new QueueKey("s.ms", "queue"));
        for (char c : " \"'\\<>{}^`|\u0000\n\u007f\u0080\u00e9".toCharArray()) {
            refuse("queue_id", () -> new QueueKey("sms", "a" + c));
            refuse("job_id", () -> Trial.item("queue", c + "a", JobOptions.DEFAULT, QueueChange.NONE));
        }
        refuse("queue_id", () -> new QueueKey("sms", "a b"));
        refuse("queue_id", () -> new QueueKey("sms", "K\u212A"));
        refuse("job_id", () -> Trial.item("queue", "x".repeat(201), JobOptions.DEFAULT, QueueChange.NONE));
        refuse("interval", () -> QueueChange.interval(-1));
        refuse("interval", () -> QueueChange.interval(Bounds.MAX_INTERVAL_MILLIS + 1));
        refuse("order", () -> new JobOptions(Bounds.MAX_ORDER + 1, 0, 0, null));
        refuse("delay", () -> new JobOptions(0, -1, 0, null));
        refuse("requeue_limit", () -> new JobOptions(0, 0, -2, null));
        refuse("concurrency", () -> new QueueChange(null, null, -1));
    }

    private static void refuse(String field, Runnable call) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`" + field + "` has an invalid value.");
    }

    /** A cursor that no listing returned is refused. */
    @Example
    @Label(BAD_INPUT + "a cursor that no listing gave is refused and named")
    default void aMadeUpCursorIsRefused() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            PageRequest madeUp = new PageRequest("no cursor", 10);
            refuse("cursor", () -> Trial.get(trial.backend().types(madeUp)));
            refuse("cursor", () -> Trial.get(trial.backend().queues(Trial.TYPE, madeUp)));
            refuse("cursor", () -> Trial.get(trial.backend().deadJobs(Trial.TYPE, madeUp)));
        }
    }

    /** The limits of every range, empty and large payloads, and payloads that are not text are valid. */
    @Example
    @Label(BAD_INPUT + "the values at the edges are good")
    default void theValuesAtTheEdgesAreGood() {
        try (Trial trial = begin()) {
            byte[] large = new byte[1 << 20];
            new Random(7).nextBytes(large);
            Payload[] payloads = {
                Payload.of(new byte[0]), Payload.of(large), Payload.of(new byte[] {(byte) 0xff, 0, (byte) 0xc3, 13, 10})
            };
            String longest = "q".repeat(200);
            for (Payload payload : payloads) {
                EnqueueItem item = new EnqueueItem(
                        longest,
                        "j".repeat(200),
                        payload,
                        new JobOptions(Bounds.MIN_ORDER, 0, Bounds.MAX_COUNT, Bounds.MAX_COUNT),
                        new QueueChange(0L, null, Bounds.MAX_COUNT));
                assertThat(trial.enqueue(item).status()).isEqualTo(EnqueueStatus.QUEUED);
                LeasedJob job = trial.take();
                assertThat(job.payload()).isEqualTo(payload);
                assertThat(job.queueId()).isEqualTo(longest);
                trial.finish(job);
            }
            trial.interval(longest, Bounds.MAX_INTERVAL_MILLIS);
            assertThat(trial.describe(longest).orElseThrow().interval()).hasMillis(Bounds.MAX_INTERVAL_MILLIS);
        }
    }

    /** Half of a surrogate pair is kept as U+FFFD, whatever encoding the backend stores text in. */
    @Example
    @Label(BAD_INPUT + "half of a surrogate pair in a reason is kept as U+FFFD")
    default void halfOfAPairIsReplaced() {
        String given = "a\uD800b\uDC00c\uD83D\uDE00d\uD83D";
        String kept = "a\uFFFDb\uFFFDc\uD83D\uDE00d\uFFFD";
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            LeasedJob job = trial.take();
            LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
            Trial.get(trial.backend()
                    .fail(new FailRequest(
                            Trial.TYPE,
                            List.of(new FailItem(lease, 0, given)),
                            new DeadLimits(1, Bounds.MAX_SPAN_MICROS))));
            trial.configure("queue", QueueChange.NONE, null, new Hold.Span(Bounds.MAX_SPAN_MICROS, given));

            assertThat(trial.find("queue", "job").orElseThrow().lastFailure()).isEqualTo(Optional.ofNullable(kept));
            assertThat(trial.describe("queue").orElseThrow().holdReason()).isEqualTo(kept);
        }
    }
}
