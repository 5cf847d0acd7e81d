package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static int[] queues(Draw draw, int jobs, int queues) {
        return IntStream.range(0, jobs).map(job -> draw.queue(job, queues)).toArray();
    }

    @Test
    void inTurnEveryQueueComesOnceBeforeOneComesAgain() {
        assertThat(queues(new Draw.InTurn(), 7, 3)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void theSameSeedDrawsTheSameQueues() {
        assertThat(queues(new Draw.ByChance(5), 1_000, 50)).isEqualTo(queues(new Draw.ByChance(5), 1_000, 50));
        assertThat(queues(new Draw.ByChance(5), 1_000, 50)).isNotEqualTo(queues(new Draw.ByChance(6), 1_000, 50));
    }

    @Test
    void byChanceAllQueuesAreDrawnAndSomeTwiceInARow() {
        int[] drawn = queues(new Draw.ByChance(1), 10_000, 10);
        long[] counts = new long[10];
        Arrays.stream(drawn).forEach(queue -> counts[queue]++);
        // The standard deviation is 30.
        assertThat(Arrays.stream(counts).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(850L, 1_150L));
        assertThat(IntStream.range(1, drawn.length)
                        .filter(i -> drawn[i] == drawn[i - 1])
                        .count())
                .isBetween(850L, 1_150L);
    }
}
