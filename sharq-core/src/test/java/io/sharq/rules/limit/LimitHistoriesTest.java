package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Each part of a limit over random histories: never early by a microsecond, never more than the part says, and never closed
 * without a reason. {@code -Plong} plays 100,000 histories of each kind.
 */
class LimitHistoriesTest {
    private static final int STEPS = 60;

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void anInterval(@ForAll long seed) {
        play(seed, RandomParts.Kind.INTERVAL);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aRate(@ForAll long seed) {
        play(seed, RandomParts.Kind.RATE);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aRollingQuota(@ForAll long seed) {
        play(seed, RandomParts.Kind.ROLLING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aCalendarQuota(@ForAll long seed) {
        play(seed, RandomParts.Kind.CALENDAR);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void concurrency(@ForAll long seed) {
        play(seed, RandomParts.Kind.CONCURRENCY);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void hours(@ForAll long seed) {
        play(seed, RandomParts.Kind.HOURS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void allPartsTogether(@ForAll long seed) {
        play(seed, RandomParts.Kind.ALL);
    }

    private static void play(long seed, RandomParts.Kind kind) {
        new LimitHistory(seed, kind).play(STEPS);
    }

    /** A history that releases nothing would prove nothing. */
    @Example
    void mostHistoriesReleaseSeveralJobs() {
        for (RandomParts.Kind kind : RandomParts.Kind.values()) {
            IntStream releases = IntStream.range(0, 100).map(seed -> new LimitHistory(seed, kind).play(STEPS));
            assertThat(releases.filter(count -> count > 2)).as(kind.name()).hasSizeGreaterThan(60);
        }
    }
}
