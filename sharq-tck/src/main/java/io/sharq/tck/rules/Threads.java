package io.sharq.tck.rules;

import io.sharq.spi.Backend;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import io.sharq.tck.history.Crowd;
import io.sharq.tck.history.HistoryCheck;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The rules under concurrent threads, in real time. */
public interface Threads extends Fixture {
    /**
     * Many threads make all kinds of calls at once. Their calls are recorded and checked against the rules afterwards.
     *
     * @param seed the seed of the calls; their timing is not reproducible
     */
    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    @Label("rules 2, 5 to 13 and 15: what threads do at once is what one could have done after the other")
    default void whatThreadsDoAtOnceKeepsTheRules(@ForAll long seed) {
        try (Backend backend = openInRealTime()) {
            Crowd crowd = new Crowd(backend, Trial.TYPE, seed);
            crowd.run();
            HistoryCheck.check(
                    crowd.history().calls(),
                    id -> Trial.get(backend.describe(Trial.queue(id))).orElseThrow());
        }
    }
}
