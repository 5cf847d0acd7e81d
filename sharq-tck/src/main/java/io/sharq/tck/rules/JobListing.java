package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LOOKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.Bounds;
import io.sharq.api.EpochMicros;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobState;
import io.sharq.api.PageRequest;
import io.sharq.api.WaitingJob;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The listing of a queue's waiting jobs. */
public interface JobListing extends Fixture {
    /**
     * The queued jobs are listed in the order of their release, each with the earliest instant.
     *
     * @param jobs how many there are
     */
    @Property(tries = 10)
    @Label(LOOKING + "a queue's waiting jobs are listed in the order of their release")
    default void waitingJobsAreListedInOrder(@ForAll @IntRange(max = 8) int jobs) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_LISTING)) {
                return;
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                int order = -i / 3;
                trial.enqueue(Trial.item(
                        "queue",
                        "job-" + i,
                        new JobOptions(order, 0, Bounds.REQUEUE_ALWAYS, null),
                        QueueChange.interval(1)));
                expected.add(i / 3 == 0 ? expected.size() : i % 3, "job-" + i);
            }
            List<WaitingJob> listed = trial.jobs("queue");

            assertThat(listed).extracting(job -> job.job().id()).containsExactlyElementsOf(expected);
            for (int i = 0; i < jobs; i++) {
                assertThat(listed.get(i).state()).isEqualTo(JobState.QUEUED);
                assertThat(listed.get(i).dueAt()).isEmpty();
                assertThat(listed.get(i).earliestRelease()).hasValue(EpochMicros.toInstant(trial.now() + 1_000L * i));
            }
        }
    }

    /** Scheduled jobs follow, by the instants at which they are due. Jobs that do not wait are not listed. */
    @Example
    @Label(LOOKING + "scheduled jobs are listed after the queued ones, and no others")
    default void scheduledJobsFollow() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_LISTING)) {
                return;
            }
            trial.enqueue("queue", "leased");
            trial.take();
            for (long delay : new long[] {3_000, 1_000, 0, 2_000}) {
                trial.enqueue(Trial.item(
                        "queue",
                        "in-" + delay,
                        new JobOptions(0, delay, Bounds.REQUEUE_ALWAYS, null),
                        QueueChange.NONE));
            }
            assertThat(trial.jobs("queue"))
                    .extracting(job -> job.job().id())
                    .containsExactly("in-0", "in-1000", "in-2000", "in-3000");
            assertThat(trial.jobs("queue").get(1).dueAt()).hasValue(EpochMicros.toInstant(trial.now() + 1_000));
            trial.pass(2_000);
            assertThat(trial.jobs("queue"))
                    .extracting(WaitingJob::state)
                    .containsExactly(JobState.QUEUED, JobState.QUEUED, JobState.QUEUED, JobState.SCHEDULED);
            assertThat(trial.jobs("nowhere")).isEmpty();
        }
    }

    /** A cursor that no listing returned is refused, whatever the backend. */
    @Example
    @Label(LOOKING + "a cursor that no listing of jobs returned is refused")
    default void aForeignCursorIsRefused() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.JOB_LISTING)) {
                return;
            }
            trial.enqueue("queue", "job");
            for (String cursor : List.of("", "no cursor", "-1", "\u0000", "99999999999999999999")) {
                assertThatThrownBy(() ->
                                Trial.get(trial.backend().jobs(Trial.queue("queue"), new PageRequest(cursor, 10))))
                        .as(cursor)
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageContaining("cursor");
            }
        }
    }
}
