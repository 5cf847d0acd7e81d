package io.sharq.inmemory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.tck.history.Call;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check of histories, on 10,000 good ones and on 10,000 with a lie in them. */
class MutatedHistoriesTest {
    private static final int HISTORIES = 10_000;

    @Test
    void noGoodHistoryIsFlagged() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            RecordedHistory.of(seed, seed % 2 == 0).check();
        }
    }

    @Test
    void everyLieIsFlagged() {
        Map<Lie, Integer> told = new EnumMap<>(Lie.class);
        List<String> missed = new ArrayList<>();
        int lies = 0;
        for (int seed = 0; lies < HISTORIES; seed++) {
            RecordedHistory history = RecordedHistory.of(seed, false);
            Random random = new Random(seed);
            for (Lie lie : Lie.values()) {
                List<Call> changed = lie.in(history.calls(), random);
                if (changed != null) {
                    lies++;
                    told.merge(lie, 1, Integer::sum);
                    if (history.isGood(changed)) {
                        missed.add(lie + " of seed " + seed);
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(told).containsOnlyKeys(Lie.values());
        System.out.printf("%,d lies of %d kinds, all found: %s%n", lies, told.size(), told);
    }
}
