package io.sharq.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffTest {
    @Property
    @Label("a pause is between half of it and all of it, twice as long each time, and never longer than the longest")
    void pausesGrowUpToTheLongest(
            @ForAll @LongRange(min = 1, max = 31_536_000_000L) long first,
            @ForAll @LongRange(min = 1, max = 31_536_000_000L) long longest,
            @ForAll @IntRange(min = 1) int failures,
            @ForAll long seed) {
        assertInBounds(first, longest, failures, seed);
    }

    @Example
    void aLongestPauseThatIsNoDoublingOfTheFirstComesNotTooEarly() {
        for (int seed = 0; seed < 100; seed++) {
            assertInBounds(1, 1_056, 11, seed);
        }
    }

    private static void assertInBounds(long first, long longest, int failures, long seed) {
        double doubled = (double) first * (1L << Math.min(failures - 1, 30));
        double whole = Math.min(doubled, (double) longest);
        // A pause of less than two milliseconds has no half; a division leaves less than one.
        assertThat((double) new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest), new Random(seed))
                        .after(failures)
                        .toMillis())
                .isBetween(Math.floor(whole / 2), whole);
    }
}
