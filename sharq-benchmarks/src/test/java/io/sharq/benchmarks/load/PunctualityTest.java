package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class PunctualityTest {
    private static final long INTERVAL_MILLIS = 10;

    private final Jobs jobs = new Jobs(1, Plans.of(Workload.MIXED, 1, 3, INTERVAL_MILLIS, 1));
    private final Ledger ledger = new Ledger(jobs);

    private void moved(int job, long enqueued, long released, long received) {
        Job own = jobs.job(job);
        Payload payload = jobs.payload(job);
        ledger.enqueued(job, List.of(Window.at(enqueued)));
        ledger.delivered(
                List.of(new Handed(own.type(), own.queueId(), own.id(), payload, Window.at(released), job, null)),
                received);
    }

    private Punctuality punctuality(long aheadMicros) {
        return Punctuality.of(jobs, ledger, INTERVAL_MILLIS, aheadMicros);
    }

    @Test
    void aJobIsHeldIfItsQueueReleasedOneLessThanAnIntervalBefore() {
        moved(0, 1_000, 1_100, 1_300);
        // Allowed at 11,100 by the release before, and received 400 later.
        moved(1, 2_000, 11_200, 11_500);
        // The release before was longer ago than the interval.
        moved(2, 40_000, 40_050, 40_200);
        Punctuality punctuality = punctuality(0);
        assertThat(punctuality.heldCount()).isEqualTo(1);
        assertThat(punctuality.freeCount()).isEqualTo(2);
        assertThat(punctuality.held())
                .isNotNull()
                .satisfies(late -> assertThat(late.max()).isBetween(399.0, 401.0));
        assertThat(punctuality.free()).isNotNull().satisfies(late -> {
            assertThat(late.max()).isBetween(299.0, 301.0);
            assertThat(late.count()).isEqualTo(2);
        });
    }

    @Test
    void aClockThatIsAheadMakesNoJobEarlier() {
        moved(0, 1_000, 1_100, 1_300 - 1_000);
        assertThat(punctuality(1_000).free())
                .isNotNull()
                .satisfies(late -> assertThat(late.max()).isBetween(299.0, 301.0));
    }

    @Test
    void withoutAHeldJobNothingIsSaidOfThem() {
        moved(0, 1_000, 1_100, 1_300);
        assertThat(punctuality(0).heldCount()).isZero();
        assertThat(punctuality(0).held()).isNull();
    }
}
