package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.EXPIRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.FailStatus;
import io.sharq.api.JobState;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueReply;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 9: expiry, failure and release. */
public interface Requeueing extends Fixture {

    /**
     * A limit of n means n + 1 deliveries that count. Expiries and failures count; releases do not.
     *
     * @param limit the limit
     * @param fails whether it fails instead of expiring
     * @param releases how often it is released besides
     */
    @Property(tries = 30)
    @Label(EXPIRY + "a requeue limit of n means at most n + 1 deliveries that count")
    default void aLimitOfNMeansNPlusOneDeliveries(
            @ForAll @IntRange(max = 4) int limit, @ForAll boolean fails, @ForAll @IntRange(max = 2) int releases) {
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 0, limit, null), QueueChange.NONE));
            for (int i = 0; i < releases; i++) {
                trial.release(trial.take());
            }
            for (int delivery = 1; delivery <= limit + 1; delivery++) {
                LeasedJob job = trial.take();
                assertThat(job.deliveries()).isEqualTo(releases + delivery);
                assertThat(job.requeues()).isEqualTo(delivery - 1);
                if (fails) {
                    assertThat(trial.fail(job, 0)).isEqualTo(delivery <= limit ? FailStatus.REQUEUED : FailStatus.DEAD);
                } else {
                    trial.pass(Trial.LEASE_MICROS);
                    assertThat(trial.requeue()).isEqualTo(delivery <= limit ? 1 : 0);
                }
            }
            assertThat(trial.dequeue()).isEmpty();
            assertThat(trial.state("queue", "job")).contains(JobState.DEAD);
        }
    }

    /** A failed job waits for its delay. */
    @Example
    @Label(EXPIRY + "a failed job comes back after its delay")
    default void aFailedJobComesBackAfterItsDelay() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            trial.fail(trial.take(), 7_000);
            assertThat(trial.state("queue", "job")).contains(JobState.SCHEDULED);
            trial.pass(6_999);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** The last failure's reason is kept, none if it gave none; an expiry keeps the earlier one. */
    @Example
    @Label(EXPIRY + "the reason of the last failure is kept")
    default void theReasonOfTheLastFailureIsKept() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            trial.fail(trial.take(), 0);
            assertThat(trial.find("queue", "job").orElseThrow().lastFailure()).hasValue("it failed");
            trial.take();
            trial.pass(Trial.LEASE_MICROS);
            trial.requeue();
            assertThat(trial.find("queue", "job").orElseThrow().lastFailure()).hasValue("it failed");
            FailItem silent = new FailItem(Trial.lease(trial.take()), 0, null);
            Trial.get(trial.backend().fail(new FailRequest(Trial.TYPE, List.of(silent), Trial.MANY_DEAD)));
            assertThat(trial.find("queue", "job").orElseThrow().lastFailure()).isEmpty();
        }
    }

    /**
     * Upkeep requeues expired leases in steps, the earliest expiry first.
     *
     * @param jobs how many have expired
     * @param limit the limit of a step
     */
    @Property(tries = 20)
    @Label(EXPIRY + "requeue ends expired leases in bounded steps")
    default void requeueWorksInBoundedSteps(
            @ForAll @IntRange(min = 1, max = 12) int jobs, @ForAll @IntRange(min = 1, max = 5) int limit) {
        try (Trial trial = begin()) {
            for (int i = 0; i < jobs; i++) {
                trial.enqueue("queue", "job-" + i);
                trial.take();
            }
            trial.pass(Trial.LEASE_MICROS - 1);
            assertThat(trial.requeue(limit, Trial.MANY_DEAD).requeued()).isZero();
            trial.pass(1);
            int left = jobs;
            while (left > 0) {
                RequeueReply step = trial.requeue(limit, Trial.MANY_DEAD);
                assertThat(step.requeued()).isEqualTo(Math.min(left, limit));
                left -= step.requeued();
                assertThat(left == 0 || step.more()).isTrue();
            }
            assertThat(trial.describe("queue").orElseThrow().length()).isEqualTo(jobs);
        }
    }
}
