package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code sharq bench} that measure in rounds. */
final class BenchScenariosTest {
    private static final String[] ONE_ROUND = {"--rounds=1", "--warmup-rounds=0"};

    private static Ran bench(String line) {
        return Ran.sharq(Stream.concat(
                        Stream.of("bench"), Stream.concat(Stream.of(line.split(" ", -1)), Stream.of(ONE_ROUND)))
                .toArray(String[]::new));
    }

    @Test
    void latenessOfHeldJobsThroughAServer() {
        Ran ran = bench("lateness server --queues=5 --interval=40 --rate=100 --jobs=50 --waiters=4 --json");
        assertThat(ran.exitCode()).as(ran.err() + ran.out()).isZero();
        JsonNode server = ran.json().at("/sides/server");
        assertThat(server.at("/jobs held by their limit/median").asInt()).isPositive();
        assertThat(server.at("/late, held, p50 ms/median").asDouble()).isPositive();
        assertThat(ran.json().at("/machine/redis").asText()).isNotEmpty();
    }

    @Test
    void aLatenessThatMetNoLimitEndsWithOne() {
        Ran ran = bench("lateness inmemory --queues=20 --interval=1 --rate=200 --jobs=20 --draw=turn");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("NOT MET: inmemory: no limit was met");
        assertThat(ran.err()).contains("round 1 of 1: inmemory");
    }

    @Test
    void aFreshServerIsMeasuredFromItsStart() {
        Ran ran = bench("warm --seconds=4 --clients=2 --queues=2");
        // Four seconds are no plateau on every machine. A call that failed would be named.
        assertThat(ran.out())
                .contains("start to the first response, s", "second 4, requests/s", "first 10 s to the plateau")
                .doesNotContain("a call failed");
    }

    @Test
    void theRateOfABackloggedQueueIsKeptInMemory() {
        Ran ran = bench("rate inmemory --intervals=10,20 --seconds=0.2 --json");
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(ran.json().at("/ratios/kept at 20 ms, to the timer's/median").asDouble())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types --types=5 --jobs=50",
                "rest --types=5 --seconds=0.1",
                "memory --jobs=5000",
                "floor --jobs=100 --queues=10 --batch=5"
            })
    void aRedisOfItsOwnIsStartedAndMeasured(String line) {
        Ran ran = bench(line);
        assertThat(ran.exitCode()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.out()).contains("no-op scripts/s; load average", "ratios");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lateness --interval=0              | --interval: it must be at least 1
            lateness inmemory inmemory         | TARGET: it must be one or several different places
            lateness nowhere                   | TARGET: "nowhere" is no target
            rate inmemory --intervals=0        | --intervals: it must be at least 1
            rate inmemory --seconds=0.1        | --seconds: it must be at least two intervals of 100 ms
            floor inmemory                     | TARGET: it must be a Redis
            types --types=1                    | --types: it must be at least 2
            rest --seconds=0                   | --seconds: it must be at least 0.1
            memory --jobs=1                    | --jobs: it must be at least 100
            warm --seconds=1                   | --seconds: it must be at least 4
            compare --peers=cron               | --peers: "cron" is none of
            versions --other=pom.xml --own=no  | --own: "no" is no file
            versions --other=no --own=pom.xml  | --other: "no" is no file
            versions                           | Missing required option: '--other=JAR'
            compare --batch=0                  | --batch: it must be at least 1
            """)
    void anOptionThatCannotBeUsedIsNamed(String line, String fault) {
        Ran ran = bench(line);
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq bench ").contains(fault).contains("--help'.");
    }

    @Test
    void roundsAreChecked() {
        Ran ran = Ran.sharq("bench", "types", "inmemory", "--rounds=0");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--rounds: it must be at least 1, but is 0");
    }
}
