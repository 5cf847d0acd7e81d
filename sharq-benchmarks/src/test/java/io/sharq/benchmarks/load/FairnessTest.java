package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairnessTest {
    /** Job n of six is in queue n % 2. */
    @ParameterizedTest
    @CsvSource({"0 1 2 3 4 5, 1", "0 2 1 3 4 5, 2", "0 2 4 1 3 5, 3", "1 0 3 2 5 4, 1", "0 1 3 5 2 4, 2"})
    void theLargestDifferenceIsFound(String order, int difference) {
        Jobs jobs = new Jobs(7, Plans.of(Workload.DEQUEUE, 2, 6, 0, 1));
        Ledger ledger = new Ledger(jobs);
        long number = 0;
        for (String job : order.split(" ", -1)) {
            Job released = jobs.job(Integer.parseInt(job));
            number++;
            ledger.delivered(
                    List.of(new Handed(
                            released.type(),
                            released.queueId(),
                            released.id(),
                            released.payload(),
                            Window.at(1_000),
                            number,
                            null)),
                    0);
        }
        assertThat(Fairness.largestDifference(jobs, ledger)).isEqualTo(difference);
    }
}
