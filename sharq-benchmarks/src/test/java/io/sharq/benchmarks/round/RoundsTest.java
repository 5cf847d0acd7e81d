package io.sharq.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.sharq.api.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> order = new ArrayList<>();

    private Side side(String name, double... values) {
        Iterator<Double> next = java.util.Arrays.stream(values).boxed().toList().iterator();
        return new Side(name, () -> {
            order.add(name);
            return Sample.empty().with("rate", next.next());
        });
    }

    private Outcome run(int rounds, int warmup, List<Quotient> quotients, Side... sides)
            throws IOException, InterruptedException {
        return new Rounds(rounds, warmup, step -> {})
                .alternate("a title", List.of(sides), quotients, () -> new Reference("7.0", 1_000.0));
    }

    @Test
    void everySecondRoundGoesBackwards() throws IOException, InterruptedException {
        run(3, 0, List.of(), side("a", 1, 1, 1), side("b", 1, 1, 1));
        assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
    }

    @Test
    void aRatioIsFormedInEachRoundAndThenItsMedianIsTaken() throws IOException, InterruptedException {
        // The medians are 3 and 2, but no round has 1.5 of them.
        Outcome outcome = run(
                3,
                0,
                List.of(new Quotient("a to b", "a", "rate", "b", "rate")),
                side("a", 1, 3, 8),
                side("b", 1, 6, 2));
        assertThat(outcome.ratios()).containsExactly(entry("a to b", new Spread(1, 0.5, 4)));
        assertThat(outcome.sides().get("a")).containsExactly(entry("rate", new Spread(3, 1, 8)));
    }

    @Test
    void aWarmUpRoundDoesNotCount() throws IOException, InterruptedException {
        Outcome outcome = run(1, 2, List.of(), side("a", 100, 200, 5));
        assertThat(outcome.sides().get("a")).containsExactly(entry("rate", new Spread(5, 5, 5)));
    }

    @Test
    void aRatioWithoutItsFigureIsLeftOut() throws IOException, InterruptedException {
        Side dash = new Side("b", () -> Sample.empty().without("rate", "it has none"));
        Outcome outcome = run(1, 0, List.of(new Quotient("a to b", "a", "rate", "b", "rate")), side("a", 1), dash);
        assertThat(outcome.ratios()).isEmpty();
        assertThat(outcome.isMet()).isTrue();
        assertThat(outcome.table()).containsPattern("rate +- +it has none");
    }

    @Test
    void aClaimThatOneRoundDidNotMeetFails() throws IOException, InterruptedException {
        Iterator<Boolean> holds = List.of(true, false, true).iterator();
        Side side = new Side("a", () -> Sample.empty().claim(holds.next(), "no limit was met"));
        Outcome outcome = run(3, 0, List.of(), side);
        assertThat(outcome.isMet()).isFalse();
        assertThat(outcome.unmet()).containsExactly("a: no limit was met");
        assertThat(outcome.table()).contains("NOT MET: a: no limit was met");
    }

    @Test
    void theMachineAndItsLoadStandBesideTheFigures() throws IOException, InterruptedException {
        Outcome outcome = run(1, 0, List.of(), side("a", 1));
        assertThat(outcome.table())
                .contains(Runtime.getRuntime().availableProcessors() + " cores, JDK " + Runtime.version())
                .contains("Redis 7.0, 1,000 no-op scripts/s; load average ");
        assertThat(outcome.json())
                .contains("\"cores\":", "\"loadBefore\":", "\"loadAfter\":", "\"noOpsASecond\":1000.0");
    }

    @Test
    void roundsThatCannotBeRunAreNamed() {
        assertThatThrownBy(() -> new Rounds(0, 1, step -> {}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`rounds`")
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Rounds(1, -1, step -> {})).hasMessageContaining("`warmup-rounds`");
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
    }
}
