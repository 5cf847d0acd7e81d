package io.sharq.redis.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Stamp;
import java.util.BitSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final BitSet NONE = new BitSet();

    private final Turns turns = new Turns(3);

    @Test
    void whoHasBeenReadyLongestIsFirstAndThenWhoGotItsTurnFirst() {
        answer(0, 10, 500, 7);
        answer(1, 10, 400, 9);
        answer(2, 10, 400, 8);

        assertThat(turns.first(NONE)).isEqualTo(2);
        assertThat(turns.first(bits(2))).isEqualTo(1);
        assertThat(turns.first(bits(1, 2))).isZero();
        assertThat(turns.first(bits(0, 1, 2))).isEqualTo(-1);
        assertThat(turns.earliest()).hasValue(400);
    }

    @Test
    void anAnswerThatIsOlderThanTheNewsChangesNothing() {
        Turns.Asked news = turns.asking(0);
        turns.changed(0, 20, OptionalLong.of(300));
        turns.answered(0, news, head(0, 10, OptionalLong.empty(), 0));

        assertThat(turns.headMicros(0)).isEqualTo(300);
    }

    @Test
    void newsThatAreOlderThanAnAnswerChangeNothing() {
        answer(0, 20, 500, 7);
        turns.changed(0, 20, OptionalLong.of(300));

        assertThat(turns.headMicros(0)).isEqualTo(500);
        assertThat(turns.isSure(0)).isTrue();
    }

    @Test
    void aChangeThatBringsNothingForwardLeavesAnInstantThatIsNotSure() {
        answer(0, 20, 500, 7);
        turns.changed(0, 21, OptionalLong.empty());

        assertThat(turns.headMicros(0)).isEqualTo(500);
        assertThat(turns.isSure(0)).isFalse();
    }

    @Test
    void aPartitionThatIsNotThereIsEmptyUnlessNewsCameMeanwhile() {
        answer(0, 20, 500, 7);
        Turns.Asked news = turns.asking(0);
        turns.answered(0, news, head(0, 0, OptionalLong.empty(), 0));
        assertThat(turns.headMicros(0)).isEqualTo(Turns.NEVER);

        news = turns.asking(0);
        turns.changed(0, 5, OptionalLong.of(300));
        turns.answered(0, news, head(0, 0, OptionalLong.empty(), 0));
        assertThat(turns.headMicros(0)).isEqualTo(300);
    }

    @Test
    void aPartitionThatFailedIsAskedLast() {
        answer(0, 10, 100, 1);
        answer(1, 10, 200, 1);
        answer(2, 10, 300, 1);
        turns.failed(0);

        assertThat(turns.first(NONE)).isEqualTo(1);
        assertThat(turns.first(bits(1, 2))).isZero();
    }

    @Test
    void aClockThatHasSteppedBackMakesEverythingUnknown() {
        answer(0, 10, 100, 1);
        answer(1, 10, 100, 1);
        assertThat(turns.unknown()).isEqualTo(bits(2));

        turns.answered(0, turns.asking(0), new PartitionHead(new Stamp(0, 11, 900), OptionalLong.empty(), 0));

        assertThat(turns.unknown()).isEqualTo(bits(1, 2));
    }

    /** Two threads may take two answers in another order than they were given: that is no clock that stepped back. */
    @Test
    void anEarlierInstantThatWasAskedForBeforeTheLaterOneCameTellsNothing() {
        Turns.Asked first = turns.asking(0);
        answer(0, 10, 100, 1);
        turns.answered(0, first, new PartitionHead(new Stamp(0, 9, 900), OptionalLong.empty(), 0));

        assertThat(turns.unknown()).isEqualTo(bits(1, 2));
        assertThat(turns.headMicros(0)).isEqualTo(100);
    }

    @Test
    void whatHasNeverAnsweredIsStaleAndIsTakenOnce() {
        answer(0, 10, 100, 1);

        assertThat(turns.takeStale()).isEqualTo(bits(1, 2));
        assertThat(turns.takeStale()).isEqualTo(NONE);
    }

    private void answer(int partition, long revision, long headMicros, long turn) {
        Turns.Asked news = turns.asking(partition);
        turns.answered(partition, news, head(partition, revision, OptionalLong.of(headMicros), turn));
    }

    private static PartitionHead head(int partition, long revision, OptionalLong headMicros, long turn) {
        return new PartitionHead(new Stamp(partition, revision, 1_000), headMicros, turn);
    }

    private static BitSet bits(int... partitions) {
        BitSet bits = new BitSet();
        for (int partition : partitions) {
            bits.set(partition);
        }
        return bits;
    }
}
