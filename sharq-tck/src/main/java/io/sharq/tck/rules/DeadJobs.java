package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.DEAD_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.FailStatus;
import io.sharq.api.JobState;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Rule 14: dead jobs. */
public interface DeadJobs extends Fixture {

    /** Dead jobs are listed oldest first, with payload and reason, page by page. */
    @Example
    @Label(DEAD_JOBS + "dead jobs are listed, oldest first")
    default void deadJobsAreListed() {
        try (Trial trial = begin()) {
            kill(trial, 5, Trial.MANY_DEAD);
            List<String> listed = new ArrayList<>();
            PageRequest page = PageRequest.first(2);
            while (page != null) {
                Page<DeadJob> dead = Trial.get(trial.backend().deadJobs(Trial.TYPE, page));
                for (DeadJob job : dead.items()) {
                    listed.add(job.job().id());
                    assertThat(job.payload()).isEqualTo(Trial.payload(job.job().id()));
                    assertThat(job.reason()).hasValue("it failed");
                    assertThat(job.deliveries()).isEqualTo(2);
                }
                page = dead.next() == null ? null : new PageRequest(dead.next(), 2);
            }
            assertThat(listed).containsExactly("job-0", "job-1", "job-2", "job-3", "job-4");
        }
    }

    /** A redriven job goes back to its queue with its requeues counted from 0; a discarded one is removed. */
    @Example
    @Label(DEAD_JOBS + "a dead job can be redriven and discarded")
    default void aDeadJobCanBeRedrivenAndDiscarded() {
        try (Trial trial = begin()) {
            kill(trial, 2, Trial.MANY_DEAD);
            RedriveRequest first = new RedriveRequest(Trial.TYPE, List.of(new JobRef("queue", "job-0")));
            DiscardRequest second = new DiscardRequest(Trial.TYPE, List.of(new JobRef("queue", "job-1")));
            assertThat(Trial.get(trial.backend().redrive(first)))
                    .extracting(DeadJobResult::done)
                    .containsExactly(true);
            assertThat(Trial.get(trial.backend().redrive(first)))
                    .extracting(DeadJobResult::done)
                    .containsExactly(false);
            assertThat(Trial.get(trial.backend().discard(second)))
                    .extracting(DeadJobResult::done)
                    .containsExactly(true);
            assertThat(trial.state("queue", "job-1")).isEmpty();
            LeasedJob again = trial.take();
            assertThat(again.jobId()).isEqualTo("job-0");
            assertThat(again.requeues()).isZero();
            assertThat(again.deliveries()).isEqualTo(3);
            assertThat(trial.fail(again, 0)).isEqualTo(FailStatus.REQUEUED);
        }
    }

    /** A death pushes out every dead job beyond the count. */
    @Example
    @Label(DEAD_JOBS + "a death pushes out all that are too many")
    default void aDeathPushesOutAllThatAreTooMany() {
        try (Trial trial = begin()) {
            kill(trial, 6, Trial.MANY_DEAD);
            trial.enqueue(Trial.item("queue", "last", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            FailItem last = new FailItem(Trial.lease(trial.take()), 0, "it failed");
            DeadLimits two = new DeadLimits(2, Bounds.MAX_SPAN_MICROS);
            Trial.get(trial.backend().fail(new FailRequest(Trial.TYPE, List.of(last), two)));
            assertThat(Trial.get(trial.backend().deadJobs(Trial.TYPE, PageRequest.first(10)))
                            .items())
                    .extracting(job -> job.job().id())
                    .containsExactly("job-5", "last");
        }
    }

    /** Jobs beyond the count are pushed out at once; jobs beyond the age are removed by upkeep. */
    @Example
    @Label(DEAD_JOBS + "dead jobs are kept up to a count and an age")
    default void deadJobsAreKeptUpToACountAndAnAge() {
        try (Trial trial = begin()) {
            kill(trial, 5, new DeadLimits(3, 1_000_000));
            assertThat(trial.state("queue", "job-1")).isEmpty();
            assertThat(trial.state("queue", "job-2")).contains(JobState.DEAD);
            trial.pass(900_000);
            trial.requeue(100, new DeadLimits(3, 1_000_000));
            assertThat(trial.state("queue", "job-4")).contains(JobState.DEAD);
            trial.pass(200_000);
            trial.requeue(100, new DeadLimits(3, 1_000_000));
            assertThat(trial.state("queue", "job-4")).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().dead()).isZero();
        }
    }

    private static void kill(Trial trial, int jobs, DeadLimits limits) {
        for (int i = 0; i < jobs; i++) {
            trial.enqueue(Trial.item("queue", "job-" + i, new JobOptions(0, 0, 1, null), QueueChange.NONE));
            trial.fail(trial.take(), 0);
            FailItem last = new FailItem(Trial.lease(trial.take()), 0, "it failed");
            Trial.get(trial.backend().fail(new FailRequest(Trial.TYPE, List.of(last), limits)));
        }
    }
}
