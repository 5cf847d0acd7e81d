package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Payload;
import io.sharq.spi.EndListener;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Rule 27: results, and the notification of listeners that a watched job has ended. */
public interface Results extends Fixture {
    /** A retention, in microseconds. */
    long RETENTION = 60_000_000;

    /** The queue of most jobs. */
    String QUEUE = "queue";

    /**
     * A result is found until the retention has passed, and meanwhile the id is taken.
     *
     * @param bytes the result
     * @param retention how long it is kept
     */
    @Property(tries = 20)
    @Label(RESULTS + "a lookup returns what the finish left, until the retention has passed")
    default void aLookupReturnsTheResultUntilTheRetentionHasPassed(
            @ForAll @Size(max = 64) byte[] bytes, @ForAll @LongRange(min = 2, max = 86_400_000_000L) long retention) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            Payload result = Payload.of(bytes);
            trial.enqueue(QUEUE, "job");
            assertThat(trial.finish(trial.take(), result, retention)).isEqualTo(LeaseStatus.DONE);

            assertThat(result(trial, "job")).contains(result);
            trial.pass(retention - 1);
            trial.requeue();
            assertThat(trial.enqueue(QUEUE, "job")).isEqualTo(EnqueueStatus.DUPLICATE);
            assertThat(result(trial, "job")).contains(result);
            trial.pass(1);
            assertThat(trial.find(QUEUE, "job")).isEmpty();
        }
    }

    /** A job that has taken the id of a finished one has no result until it leaves one of its own. */
    @Example
    @Label(RESULTS + "a new job of the same id has nothing of the result before")
    default void aNewJobHasNothingOfTheResultBefore() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            trial.enqueue(QUEUE, "job");
            trial.finish(trial.take(), text("old"), RETENTION);
            trial.pass(RETENTION);
            trial.enqueue(QUEUE, "job");
            assertThat(result(trial, "job")).isEmpty();
            LeasedJob again = trial.take();
            assertThat(again.payload()).isNotEqualTo(text("old"));
            trial.requeue();
            assertThat(trial.state(QUEUE, "job")).contains(JobState.ACTIVE);
            trial.finish(again, null, RETENTION);
            assertThat(trial.state(QUEUE, "job")).contains(JobState.FINISHED);
            assertThat(result(trial, "job")).isEmpty();
        }
    }

    /** Nothing of a result is left once its job and its queue may be forgotten. */
    @Example
    @Label(RESULTS + "nothing is left of a result after its retention")
    default void nothingIsLeftOfAResult() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            trial.enqueue(QUEUE, "job");
            trial.enqueue(QUEUE, "cancelled");
            trial.watch(QUEUE, "job");
            trial.watch(QUEUE, "cancelled");
            trial.cancel(QUEUE, "cancelled");
            trial.finish(trial.take(), text("result"), RETENTION);
            // The upkeep of the next seconds removes the records from the store.
            trial.pass(RETENTION + 600_000_000 + 5_000_000);
            trial.requeue();
            assertThat(stored(trial.backend())).as("records in the store").isZero();
        }
    }

    /** Only what was done is stored: a lease that has ended leaves no result. */
    @Example
    @Label(RESULTS + "a lease that has ended leaves no result")
    default void aLeaseThatHasEndedLeavesNoResult() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            trial.enqueue(QUEUE, "job");
            LeasedJob lost = trial.take();
            trial.pass(Trial.LEASE_MICROS);
            trial.requeue();
            assertThat(trial.finish(lost, text("late"), RETENTION)).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(result(trial, "job")).isEmpty();
            trial.finish(trial.take(), text("right"), RETENTION);
            assertThat(trial.finish(lost, text("later"), RETENTION)).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(result(trial, "job")).contains(text("right"));
        }
    }

    /** Each job of a batch leaves its own result, or none. */
    @Example
    @Label(RESULTS + "each job of a batch leaves its own result")
    default void eachJobOfABatchLeavesItsOwn() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            List<FinishItem> items = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                trial.enqueue(i % 2 == 0 ? QUEUE : "other", "job-" + i);
            }
            for (int i = 0; i < 6; i++) {
                LeasedJob job = trial.take();
                boolean hasResult = !job.jobId().equals("job-2") && !job.jobId().equals("job-3");
                items.add(new FinishItem(Trial.lease(job), hasResult ? text(job.jobId()) : null));
            }
            Trial.get(trial.backend().finish(new FinishRequest(Trial.TYPE, items, RETENTION)));
            for (int i = 0; i < 6; i++) {
                String id = "job-" + i;
                JobDescription found =
                        trial.find(i % 2 == 0 ? QUEUE : "other", id).orElseThrow();
                assertThat(found.result()).isEqualTo(i == 2 || i == 3 ? Optional.empty() : Optional.of(text(id)));
            }
        }
    }

    /** The greatest result is kept byte for byte, and a longer one, or one that nothing would keep, is refused. */
    @Example
    @Label(RESULTS + "a result of 64 KiB is kept; a longer one, and one without a retention, are refused")
    default void theGreatestResultIsKept() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            byte[] greatest = new byte[Bounds.MAX_RESULT_BYTES];
            new Random(26).nextBytes(greatest);
            trial.enqueue(QUEUE, "job");
            LeasedJob job = trial.take();
            refuse(() -> trial.finish(job, Payload.of(new byte[Bounds.MAX_RESULT_BYTES + 1]), RETENTION));
            refuse(() -> trial.finish(job, text("nowhere"), 0));
            assertThat(trial.state(QUEUE, "job")).contains(JobState.ACTIVE);
            assertThat(trial.finish(job, Payload.of(greatest), RETENTION)).isEqualTo(LeaseStatus.DONE);
            assertThat(result(trial, "job")).contains(Payload.of(greatest));
        }
    }

    private static void refuse(Runnable finish) {
        assertThatThrownBy(finish::run)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`result` has an invalid value.");
    }

    /** Each end of a job that is watched is notified, and then a lookup shows it. */
    @Example
    @Label(RESULTS + "the end of a watched job is notified: finish, death, cancel and clear")
    default void theEndOfAWatchedJobIsNotified() {
        expectEnd(trial -> trial.finish(trial.take()), Optional.empty());
        expectEnd(trial -> trial.finish(trial.take(), text("result"), RETENTION), Optional.of(JobState.FINISHED));
        expectEnd(trial -> trial.fail(trial.take(), 0), Optional.of(JobState.DEAD));
        expectEnd(
                trial -> {
                    trial.take();
                    trial.pass(Trial.LEASE_MICROS);
                    trial.requeue();
                },
                Optional.of(JobState.DEAD));
        expectEnd(trial -> trial.cancel(QUEUE, "job"), Optional.empty());
        expectEnd(trial -> trial.clear(QUEUE), Optional.empty());
    }

    private void expectEnd(Consumer<Trial> end, Optional<JobState> after) {
        for (boolean isActiveAlready : List.of(false, true)) {
            try (Trial trial = begin()) {
                if (!trial.offers(Feature.RESULTS)) {
                    return;
                }
                Ends ends = Ends.of(trial);
                trial.enqueue(Trial.item(QUEUE, "job", new JobOptions(0, 0, 0, null), QueueChange.NONE));
                if (isActiveAlready) {
                    // A job that has been released and returned has other records than a new one.
                    trial.release(trial.take());
                }
                assertThat(trial.watch(QUEUE, "job")).isEqualTo(trial.find(QUEUE, "job"));
                end.accept(trial);
                ends.expect("job");
                assertThat(trial.state(QUEUE, "job")).isEqualTo(after);
            }
        }
    }

    /** A job dies at its deadline before the first call that comes after it, also if that call only reads. */
    @Example
    @Label(RESULTS + "the death of a watched job at its deadline is notified, whichever call comes first")
    default void theDeathAtADeadlineIsNotified() {
        expectDeathAtDeadline(trial -> {});
        expectDeathAtDeadline(trial -> trial.find(QUEUE, "job"));
        expectDeathAtDeadline(trial -> trial.describe(QUEUE));
        expectDeathAtDeadline(trial -> assertThat(trial.dequeue()).isEmpty());
        expectDeathAtDeadline(trial -> trial.enqueue("other", "job"));
        expectDeathAtDeadline(trial -> trial.clear(QUEUE));
    }

    private void expectDeathAtDeadline(Consumer<Trial> first) {
        for (boolean isDelivered : List.of(false, true)) {
            try (Trial trial = begin()) {
                if (!trial.offers(Feature.RESULTS) || !trial.offers(Feature.DEADLINES)) {
                    return;
                }
                Ends ends = Ends.of(trial);
                JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, 1_000L);
                trial.enqueue(Trial.item(QUEUE, "job", options, QueueChange.NONE));
                if (isDelivered) {
                    trial.release(trial.take());
                }
                JobDescription watched = trial.watch(QUEUE, "job").orElseThrow();
                assertThat(watched.deadline()).isPresent();
                assertThat(trial.find(QUEUE, "job")).hasValue(watched);
                trial.pass(1_000);
                first.accept(trial);
                trial.requeueDue(Trial.MANY_DEAD);
                ends.expect("job");
                assertThat(trial.state(QUEUE, "job")).hasValue(JobState.DEAD);
                assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            }
        }
    }

    /** A job that comes back after its deadline ends by that. */
    @Example
    @Label(RESULTS + "the death of a watched job that comes back after its deadline is notified")
    default void theDeathOfALateJobIsNotified() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS) || !trial.offers(Feature.DEADLINES)) {
                return;
            }
            Ends ends = Ends.of(trial);
            for (String id : List.of("released", "failed", "expired")) {
                JobOptions options = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null, 1_000L);
                trial.enqueue(Trial.item(QUEUE, id, options, QueueChange.NONE));
                trial.watch(QUEUE, id);
            }
            LeasedJob released = trial.take();
            LeasedJob failed = trial.take();
            trial.take();
            trial.pass(1_000);
            trial.release(released);
            ends.expect("released");
            trial.fail(failed, 0);
            ends.expect("failed");
            trial.pass(Trial.LEASE_MICROS);
            trial.requeueDue(Trial.MANY_DEAD);
            ends.expect("expired");
        }
    }

    /** A job that is watched while it is under a lease, or while it waits for its delay, is notified too. */
    @Example
    @Label(RESULTS + "a job is watched in any state before its end")
    default void aJobIsWatchedInAnyState() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            Ends ends = Ends.of(trial);
            trial.enqueue(QUEUE, "active");
            LeasedJob active = trial.take();
            trial.watch(QUEUE, "active");
            JobOptions later = new JobOptions(0, 1_000, Bounds.REQUEUE_ALWAYS, null);
            trial.enqueue(Trial.item(QUEUE, "scheduled", later, QueueChange.NONE));
            assertThat(trial.watch(QUEUE, "scheduled").orElseThrow().state()).isEqualTo(JobState.SCHEDULED);
            trial.finish(active);
            ends.expect("active");
            trial.pass(999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            trial.finish(trial.take());
            ends.expect("scheduled");
        }
    }

    /** Whatever happens to a job before its end is not notified. A watched job after it shows that nothing is on its way. */
    @Example
    @Label(RESULTS + "a watched job is not notified before its end")
    default void aWatchedJobIsNotNotifiedBeforeItsEnd() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            Ends ends = Ends.of(trial);
            trial.enqueue(QUEUE, "job");
            trial.watch(QUEUE, "job");
            trial.release(trial.take());
            trial.fail(trial.take(), 0);
            trial.take();
            trial.pass(Trial.LEASE_MICROS);
            trial.requeue();
            trial.watch(QUEUE, "job");
            LeasedJob last = trial.take();
            trial.enqueue(QUEUE, "probe");
            trial.watch(QUEUE, "probe");
            trial.finish(trial.take());
            assertThat(ends.next()).isEqualTo("probe");
            trial.finish(last);
            assertThat(ends.next()).isEqualTo("job");
        }
    }

    /** A watch of what has ended, or is not there, shows that, and notifies nothing later. */
    @Example
    @Label(RESULTS + "a watch of a job that has ended shows its end")
    default void aWatchOfAnEndedJobShowsItsEnd() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.RESULTS)) {
                return;
            }
            assertThat(trial.watch(QUEUE, "none")).isEmpty();
            trial.enqueue(QUEUE, "job");
            trial.finish(trial.take(), text("result"), RETENTION);
            assertThat(trial.watch(QUEUE, "job")).isEqualTo(trial.find(QUEUE, "job"));
            assertThat(result(trial, "job")).contains(text("result"));
            trial.enqueue(Trial.item(QUEUE, "dead", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            trial.fail(trial.take(), 0);
            assertThat(trial.watch(QUEUE, "dead").orElseThrow().state()).isEqualTo(JobState.DEAD);
        }
    }

    private static Optional<Payload> result(Trial trial, String jobId) {
        return trial.find(QUEUE, jobId).flatMap(JobDescription::result);
    }

    private static Payload text(String text) {
        return Payload.of(text.getBytes(UTF_8));
    }

    /** The jobs whose ends were notified. Waits in real time, because notifications take time to arrive. */
    final class Ends implements EndListener {
        private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

        private Ends() {}

        static Ends of(Trial trial) {
            Ends ends = new Ends();
            trial.backend().onEnded(ends);
            return ends;
        }

        @Override
        public void ended(JobKey job) {
            if (job.queue().type().equals(Trial.TYPE)) {
                ended.add(job.id());
            }
        }

        @Override
        public void missed() {}

        String next() {
            try {
                return String.valueOf(ended.poll(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        void expect(String jobId) {
            assertThat(next()).isEqualTo(jobId);
        }
    }
}
