package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.ONE_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.LeaseStatus;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Rule 1: one clock. */
public interface ClockSteps extends Fixture {

    /**
     * Every reply carries the instant of the backend's clock.
     *
     * @param micros how much time passes
     */
    @Property(tries = 10)
    @Label(ONE_CLOCK + "time is the backend's own clock")
    default void timeIsTheBackendsOwnClock(@ForAll @LongRange(max = 10_000_000_000L) long micros) {
        try (Trial trial = begin()) {
            trial.pass(micros);
            assertThat(trial.enqueue(Trial.item("queue", "job", JobOptions.DEFAULT, QueueChange.NONE))
                            .stamp()
                            .atMicros())
                    .isEqualTo(trial.now());
            assertThat(trial.take().expiresAtMicros()).isEqualTo(trial.now() + Trial.LEASE_MICROS);
        }
    }

    /**
     * A clock that is set back delays a queue by at most its interval, and loses no lease.
     *
     * @param back how far it is set back
     */
    @Property(tries = 20)
    @Label(ONE_CLOCK + "a clock that is set back delays a queue by at most one interval")
    default void aClockSetBackDelaysByAtMostOneInterval(@ForAll @LongRange(min = 1, max = 86_400_000_000L) long back) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1", 10);
            trial.enqueue("queue", "job-2");
            trial.enqueue("free", "job-3");
            LeasedJob first = trial.take();
            trial.time().stepMicros(-back);
            assertThat(trial.take().queueId()).isEqualTo("free");
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(10_000);
            assertThat(trial.take().jobId()).isEqualTo("job-2");
            assertThat(trial.finish(first)).isEqualTo(LeaseStatus.DONE);
        }
    }
}
