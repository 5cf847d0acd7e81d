package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.BOUNDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Metrics;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.StoreBounds;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The refusals of a backend with bounds. A backend without bounds passes. The numbers are exact for one partition; a
 * backend with several may divide the bounds among them.
 */
public interface StoreSize extends Fixture {
    /** More than any bound in these properties. */
    int MANY = 12;

    /** The time, but for a few seconds, after which nothing is left of a drained queue without an interval. */
    long MEMORY_MICROS = 600_000_000;

    /** A refused job changes nothing. It affects neither the enqueue nor the release of the other jobs of its batch. */
    @Example
    @Label(BOUNDS + "an enqueue to a queue too many changes nothing, and the others of its batch go on")
    default void aQueueTooManyIsRefused() {
        bounded(new StoreBounds(10, 4), trial -> {
            List<String> kept = fill(trial);
            String refused = refused(kept);
            assertThat(listed(trial)).containsExactlyInAnyOrderElementsOf(kept);
            assertThat(trial.describe(refused)).isEmpty();
            assertThat(trial.find(refused, "job")).isEmpty();
            assertCounted(trial, kept.size());

            String there = kept.get(0);
            assertThat(trial.enqueueAll(List.of(
                            item(there, "second"), item(refused, "second"), item(there, "third"), item(there, "job"))))
                    .containsExactly(
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.TOO_MANY_QUEUES,
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.DUPLICATE);
            assertCounted(trial, kept.size() + 2);
            assertThat(trial.drain()).hasSize(kept.size() + 2);
        });
    }

    /** Existing queues are not affected, and operations that need no new queue succeed. */
    @Example
    @Label(BOUNDS + "a configure or a pause of a queue too many is refused, and one of a queue that is there is not")
    default void aChangeOfAQueueTooManyIsRefused() {
        bounded(new StoreBounds(10, 4), trial -> {
            List<String> kept = fill(trial);
            String refused = refused(kept);
            assertRefused(StoreBounds.MAX_QUEUES, () -> trial.interval(refused, 5));
            assertRefused(StoreBounds.MAX_QUEUES, () -> trial.pause(refused, true));
            assertThat(trial.describe(refused)).isEmpty();
            assertThat(trial.pause(refused, false).found()).isFalse();
            assertThat(trial.clear(refused).found()).isFalse();
            assertThat(Trial.get(trial.backend().configure(change(Trial.TYPE, refused, true)))
                            .found())
                    .isFalse();

            assertThat(trial.interval(kept.get(0), 5).found()).isTrue();
            assertThat(trial.pause(kept.get(0), true).found()).isTrue();
            assertThat(trial.describe(kept.get(0)).orElseThrow().interval()).hasMillis(5);
        });
    }

    /** The bound on types refuses whole operations, since each names one type. */
    @Example
    @Label(BOUNDS + "what needs a type too many is refused, and what finds nothing in it is not")
    default void aTypeTooManyIsRefused() {
        bounded(new StoreBounds(2, 10), trial -> {
            List<String> kept = fillTypes(trial);
            String refused = "type-" + kept.size();
            Backend backend = trial.backend();
            assertRefused(StoreBounds.MAX_TYPES, () -> get(backend.pause(new PauseRequest(refused, null, true))));
            assertRefused(StoreBounds.MAX_TYPES, () -> get(backend.pause(new PauseRequest(refused, "queue", true))));
            assertRefused(StoreBounds.MAX_TYPES, () -> get(backend.configure(change(refused, "queue", false))));
            assertThat(get(backend.configure(change(refused, "queue", true))).found())
                    .isFalse();
            assertThat(get(backend.pause(new PauseRequest(refused, null, false)))
                            .found())
                    .isFalse();
            assertThat(trial.dequeueOne(refused)).isEmpty();
            assertThat(get(backend.types(PageRequest.first(MANY * MANY))).items())
                    .containsExactlyInAnyOrderElementsOf(kept);

            assertThat(trial.enqueue(kept.get(0), "queue", "second")).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(get(backend.pause(new PauseRequest(kept.get(0), null, true)))
                            .found())
                    .isTrue();
        });
    }

    /** Upkeep removes what is left of a drained queue, which frees its place in the bounds. */
    @Example
    @Label(BOUNDS + "queues and types that are forgotten make room for others")
    default void whatIsForgottenMakesRoom() {
        bounded(new StoreBounds(10, 4), trial -> {
            List<String> kept = fill(trial);
            String refused = refused(kept);
            trial.drain();
            assertThat(trial.enqueue(refused, "job")).isEqualTo(EnqueueStatus.TOO_MANY_QUEUES);
            trial.pass(MEMORY_MICROS);
            trial.requeue();
            trial.pass(5_000_000);
            trial.requeue();
            assertThat(trial.enqueue(refused, "job")).isEqualTo(EnqueueStatus.QUEUED);
        });
        bounded(new StoreBounds(2, 10), trial -> {
            List<String> kept = fillTypes(trial);
            String refused = "type-" + kept.size();
            for (String type : kept) {
                trial.dequeueOne(type).forEach(job -> {
                    List<LeaseRef> leases = List.of(Trial.lease(job));
                    get(trial.backend().finish(FinishRequest.of(type, leases, 0)));
                });
            }
            assertRefused(StoreBounds.MAX_TYPES, () -> trial.enqueue(refused, "queue", "job"));
            trial.pass(MEMORY_MICROS);
            kept.forEach(trial::requeue);
            trial.pass(5_000_000);
            kept.forEach(trial::requeue);
            assertThat(trial.enqueue(refused, "queue", "job")).isEqualTo(EnqueueStatus.QUEUED);
        });
    }

    private void bounded(StoreBounds bounds, Consumer<Trial> body) {
        beginBounded(bounds).ifPresent(opened -> {
            try (Trial trial = opened) {
                body.accept(trial);
            }
        });
    }

    /** Enqueues to more queues than the bound, and returns the queues that exist then. */
    private List<String> fill(Trial trial) {
        List<String> queues = queues().toList();
        List<EnqueueStatus> statuses = trial.enqueueAll(
                queues.stream().map(queue -> item(queue, "job")).toList());
        List<String> kept = IntStream.range(0, MANY)
                .filter(i -> statuses.get(i) == EnqueueStatus.QUEUED)
                .mapToObj(queues::get)
                .toList();
        assertThat(statuses).containsOnly(EnqueueStatus.QUEUED, EnqueueStatus.TOO_MANY_QUEUES);
        boolean isSpread = queues.stream().map(this::partition).distinct().count() > 1;
        assertThat(kept).hasSizeBetween(isSpread ? 1 : 4, 4);
        return kept;
    }

    private static String refused(List<String> kept) {
        return queues().filter(queue -> !kept.contains(queue)).findFirst().orElseThrow();
    }

    private static Stream<String> queues() {
        return IntStream.range(0, MANY).mapToObj(i -> "queue-" + i);
    }

    /** Creates types until one is refused, and returns the types that exist then. */
    private List<String> fillTypes(Trial trial) {
        List<String> kept = new ArrayList<>();
        while (kept.size() < MANY * MANY) {
            String type = "type-" + kept.size();
            Throwable refusal = catchThrowable(() -> trial.enqueue(type, "queue", "job"));
            if (refusal != null) {
                assertRefusal(StoreBounds.MAX_TYPES, refusal);
                break;
            }
            kept.add(type);
        }
        boolean isSpread = queues().map(this::partition).distinct().count() > 1;
        assertThat(kept).hasSizeBetween(2, isSpread ? MANY : 2);
        return kept;
    }

    private static EnqueueItem item(String queueId, String jobId) {
        return Trial.item(queueId, jobId, JobOptions.DEFAULT, QueueChange.NONE);
    }

    private static ConfigureRequest change(String type, String queueId, boolean mustExist) {
        return new ConfigureRequest(new QueueKey(type, queueId), QueueChange.interval(5), null, null, mustExist);
    }

    private static List<String> listed(Trial trial) {
        return get(trial.backend().queues(Trial.TYPE, PageRequest.first(MANY))).items();
    }

    private static void assertCounted(Trial trial, int jobs) {
        Metrics metrics = get(trial.backend().metrics(new MetricsScope.Type(Trial.TYPE)));
        assertThat(metrics.length()).isEqualTo(jobs);
        assertThat(metrics.minutes().stream()
                        .mapToLong(Metrics.Minute::enqueued)
                        .sum())
                .isEqualTo(jobs);
    }

    private static void assertRefused(String bound, ThrowingCallable call) {
        assertRefusal(bound, catchThrowable(call));
    }

    private static void assertRefusal(String bound, Throwable thrown) {
        assertThat(thrown.getCause()).isInstanceOfSatisfying(BackendException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.bound()).contains(bound);
        });
    }

    private static <T> T get(CompletionStage<T> stage) {
        return Trial.get(stage);
    }
}
