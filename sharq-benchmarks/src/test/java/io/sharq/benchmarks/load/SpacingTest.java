package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpacingTest {
    private final Jobs jobs = new Jobs(7, Plans.of(Workload.DEQUEUE, 1, 3, 1, 1));
    private final Ledger ledger = new Ledger(jobs);

    private Spacing released(Window... windows) {
        for (int i = 0; i < windows.length; i++) {
            Job job = jobs.job(i);
            ledger.enqueued(i, List.of(Window.at(0)));
            ledger.delivered(
                    List.of(new Handed(job.type(), job.queueId(), job.id(), job.payload(), windows[i], 0, null)), 0);
        }
        return Spacing.of(jobs, ledger, 1);
    }

    @Test
    void aReleaseAtTheVeryInstantIsNeitherEarlyNorLate() {
        Spacing spacing = released(Window.at(0), Window.at(1_000), Window.at(2_000));
        assertThat(spacing.early()).isZero();
        assertThat(Objects.requireNonNull(spacing.lateness()).max()).isZero();
    }

    @Test
    void aMicrosecondTooEarlyIsEarly() {
        Spacing spacing = released(Window.at(0), Window.at(999), Window.at(2_000));
        assertThat(spacing.early()).isEqualTo(1);
        assertThat(spacing.worstEarlyMicros()).isEqualTo(1);
    }

    @Test
    void latenessCountsFromTheEndOfTheInterval() {
        Spacing spacing = released(Window.at(0), Window.at(1_500), Window.at(2_500));
        assertThat(Objects.requireNonNull(spacing.lateness()).max()).isBetween(495.0, 505.0);
    }

    @Test
    void whatMayHaveBeenInTimeIsNotCalledEarly() {
        assertThat(released(new Window(0, 900), new Window(700, 1_000), new Window(1_400, 2_100))
                        .early())
                .isZero();
    }

    @Test
    void whatCannotHaveBeenInTimeIsEarlyWhereverItLay() {
        Spacing spacing = released(new Window(0, 200), new Window(700, 900), new Window(1_900, 2_000));
        assertThat(spacing.early()).isEqualTo(1);
        assertThat(spacing.worstEarlyMicros()).isEqualTo(100);
    }
}
