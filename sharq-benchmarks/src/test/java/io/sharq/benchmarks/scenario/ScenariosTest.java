package io.sharq.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.Draw;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.redis.RedisProcess;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each scenario with tiny numbers. Whether a figure is good is not their point, but whether it is there and true. */
class ScenariosTest {
    private static final Rounds ONE = new Rounds(1, 0, step -> {});
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static String place(String word) {
        return word.equals("redis") ? redis.uri() : word;
    }

    private static Outcome run(Scenario scenario) throws IOException, InterruptedException {
        return scenario.run(ONE);
    }

    private static Lateness lateness(String place, Draw draw, double rate, int jobs) {
        return new Lateness(List.of(place(place)), 5, 40, rate, jobs, 4, draw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inmemory", "redis"})
    void latenessIsOfJobsThatTheirLimitHeld(String place) throws IOException, InterruptedException {
        Outcome outcome = run(lateness(place, new Draw.ByChance(1), 200, 60));
        assertThat(outcome.unmet()).isEmpty();
        var figures = outcome.sides().get(place(place));
        assertThat(figures.get("jobs held by their limit").median()).isPositive();
        assertThat(figures.get("jobs held by their limit").median()
                        + figures.get("jobs that no limit held").median())
                .isEqualTo(60);
        assertThat(figures.get("late, held, p99 ms").median())
                .isGreaterThanOrEqualTo(figures.get("late, held, p50 ms").median());
        assertThat(outcome.ratios()).containsKey(place(place) + ": held p50 to the floor's");
    }

    @Test
    void aLatenessThatMetNoLimitFails() throws IOException, InterruptedException {
        // One job a queue: no job can be held.
        Outcome outcome = run(lateness("inmemory", new Draw.InTurn(), 200, 5));
        assertThat(outcome.unmet()).singleElement().asString().contains("no limit was met");
    }

    @Test
    void theFloorKeepsItsPromisesAndIsCheaper() throws IOException, InterruptedException {
        Outcome outcome = run(new Floor(redis.uri(), 500, 50, 10));
        assertThat(outcome.unmet()).isEmpty();
        assertThat(outcome.ratios().keySet())
                .contains(
                        "enqueue: single calls, to the floor",
                        "dequeue + finish: batches, to the floor",
                        "SharQ: dequeue alone, in no-op scripts",
                        "floor: finish alone, in no-op scripts");
        assertThat(outcome.ratios()
                        .get("SharQ: enqueue alone, in no-op scripts")
                        .median())
                .isGreaterThan(1);
        assertThat(outcome.table()).contains("Redis ", "no-op scripts/s; load average");
    }

    @Test
    void aFloorThatKeepsLessFails() {
        try (MeasuredRedis measured = new MeasuredRedis(redis.uri(), false);
                FloorTarget floor = new FloorTarget(measured, 60_000)) {
            // The second job of the queue comes a minute later, so its order is not seen within the second.
            Sample sample = FloorCheck.of(Sample.empty(), floor);
            assertThat(sample.unmet()).containsExactly("the floor did not keep the order");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inmemory", "redis"})
    void manyTypesAreComparedWithOne(String place) throws IOException, InterruptedException {
        Outcome outcome = run(new ManyTypes(place(place), 20, 200, 4));
        assertThat(outcome.unmet()).isEmpty();
        assertThat(outcome.ratios()).containsKey("rate over many types to one");
        assertThat(outcome.ratios().containsKey("Redis time over many types to one"))
                .isEqualTo(place.equals("redis"));
    }

    @Test
    void moreTypesThanJobsFail() throws IOException, InterruptedException {
        assertThat(run(new ManyTypes("inmemory", 20, 30, 4)).unmet())
                .contains("20 types: not every type was used twice: there are 30 jobs for 20 types");
    }

    @Test
    void typesAtRestKeepTheirJobs() throws IOException, InterruptedException {
        Outcome outcome = run(new TypesAtRest(redis.uri(), 30, 0.2));
        assertThat(outcome.unmet()).isEmpty();
        assertThat(outcome.sides().get("30 types at rest")).containsKeys("Redis ms a second", "scripts a second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inmemory", "redis"})
    void aBackloggedQueueKeepsSomeOfItsRateAndNeverMore(String place) throws IOException, InterruptedException {
        Outcome outcome = run(new KeptRate(place(place), List.of(5L, 20L), 0.2, 2));
        assertThat(outcome.unmet()).isEmpty();
        assertThat(outcome.sides()
                        .get("a queue of 5 ms")
                        .get("kept, share of the promised rate")
                        .median())
                .isGreaterThan(0)
                .isLessThanOrEqualTo(1);
        assertThat(outcome.ratios()).containsKey("kept at 20 ms, to the timer's");
    }

    @Test
    void waitingJobsTakeMemory() throws IOException, InterruptedException {
        Outcome outcome = run(new WaitingBytes(redis.uri(), 1_000));
        assertThat(outcome.unmet()).isEmpty();
        assertThat(outcome.sides()
                        .get("SharQ, 1 a queue")
                        .get("bytes a waiting job")
                        .median())
                .isGreaterThan(outcome.sides()
                        .get("SharQ, 100 a queue")
                        .get("bytes a waiting job")
                        .median());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inmemory", "http://127.0.0.1:1", "nowhere"})
    void aScenarioOfRedisNeedsARedis(String place) {
        assertThatThrownBy(() -> run(new WaitingBytes(place, 1_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`target`");
    }

    @Test
    void settingsThatCannotBeUsedAreNamed() {
        assertThatThrownBy(() -> new Lateness(List.of(), 5, 40, 1, 1, 1, new Draw.InTurn()))
                .hasMessageContaining("`target`");
        assertThatThrownBy(() -> new Lateness(List.of("a"), 5, 0, 1, 1, 1, new Draw.InTurn()))
                .hasMessageContaining("`interval`");
        assertThatThrownBy(() -> new Lateness(List.of("a"), 5, 1, Double.NaN, 1, 1, new Draw.InTurn()))
                .hasMessageContaining("`rate`");
        assertThatThrownBy(() -> new KeptRate("inmemory", List.of(100L), 0.1, 1))
                .hasMessageContaining("`seconds`");
        assertThatThrownBy(() -> new KeptRate("inmemory", List.of(), 1, 1)).hasMessageContaining("`intervals`");
        assertThatThrownBy(() -> new ManyTypes("inmemory", 1, 1, 1)).hasMessageContaining("`types`");
        assertThatThrownBy(() -> new WarmUp(3, 1, 1)).hasMessageContaining("`seconds`");
    }
}
