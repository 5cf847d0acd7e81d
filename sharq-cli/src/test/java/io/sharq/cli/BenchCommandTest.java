package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.benchmarks.load.Workload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BenchCommandTest {
    private static Ran bench(String... options) {
        return Ran.sharq(Stream.concat(Stream.of("bench"), Stream.of(options)).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadMovesAllJobsInMemory(Workload workload) {
        Ran ran = bench(
                "inmemory",
                "--workload=" + workload,
                "--types=3",
                "--queues=7",
                "--jobs=1000",
                "--batch=4",
                "--clients=3",
                "--pipeline=2",
                "--warmup=100",
                "--json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode report = ran.json();
        assertThat(report.at("/checks/enqueued").asInt()).isEqualTo(1_000);
        assertThat(report.at("/checks/delivered").asInt()).isEqualTo(1_000);
        assertThat(report.at("/checks/finished").asInt()).isEqualTo(1_000);
        assertThat(report.at("/checks/missing").asInt()).isZero();
        assertThat(report.at("/jobsASecond").asDouble()).isPositive();
        assertThat(report.at("/faults")).isEmpty();
        assertThat(report.at("/redis").isNull()).isTrue();
    }

    @Test
    void limitedQueuesAreMeasuredForSpacing() {
        Ran ran = bench("inmemory", "--workload=mixed", "--queues=5", "--jobs=50", "--interval=10", "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().at("/spacing/early").asInt()).isZero();
        assertThat(ran.json().at("/spacing/lateness/count").asInt()).isEqualTo(50);
        assertThat(ran.json().at("/seconds").asDouble()).isGreaterThan(0.09);
    }

    @Test
    void aLatenessWithoutAHeldJobFails() {
        // Each queue gets one job, so that none is held on a slow machine either.
        Ran ran = bench("inmemory", "--workload=mixed", "--queues=20", "--jobs=20", "--interval=1", "--rate=100");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("held by their limit: 0 of 20", "WRONG: no limit was met");
    }

    @Test
    void queuesAreDrawnByChanceFromASeed() {
        Ran ran = bench("inmemory", "--jobs=200", "--queues=5", "--draw=chance", "--seed=7", "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().at("/checks/delivered").asInt()).isEqualTo(200);
    }

    @Test
    void limitedQueuesAreCheckedAfterAnEnqueueWithoutWaitingForTheirTurn() {
        Ran ran = bench("inmemory", "--workload=enqueue", "--queues=2", "--jobs=100", "--interval=3600000", "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().at("/checks/delivered").asInt()).isEqualTo(100);
    }

    @Test
    void aRateIsKept() {
        Ran ran = bench("inmemory", "--jobs=100", "--rate=500", "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().at("/seconds").asDouble()).isGreaterThanOrEqualTo(0.197);
    }

    @Test
    void theTableSaysWhatWasMoved() {
        Ran ran = bench("inmemory", "--workload=dequeue", "--jobs=200", "--queues=10");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("dequeue: 200 jobs of 1 types and 10 queues in ")
                .contains("checked: 200 enqueued, 200 delivered with their payloads, 200 finished, 0 missing")
                .contains("largest difference of two queues' counts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inmemory --queues=0       | --queues: it must be at least 1
            inmemory --types=0        | --types: it must be at least 1
            inmemory --jobs=0         | --jobs: it must be at least 1
            inmemory --payload=17     | --payload: it must be at least 18
            inmemory --interval=-1    | --interval: it must be at least 0
            inmemory --batch=0        | --batch: it must be at least 1
            inmemory --batch=10001    | --batch: it is at most 10000 on this target
            inmemory --clients=0      | --clients: it must be at least 1
            inmemory --clients=1 --workload=mixed | --clients: it must be at least 2
            inmemory --pipeline=0     | --pipeline: it must be at least 1
            inmemory --connections=0  | --connections: it must be at least 1
            inmemory --rate=NaN       | --rate: it must be at least 0
            inmemory --warmup=-1      | --warmup: it must be at least 0
            inmemory --patience=0     | --patience: it must be more than 0
            inmemory --no-ops         | --no-ops: it needs a Redis as the target
            inmemory --clustered      | --clustered: it needs a Redis as the target
            inmemory --workload=sleep | Invalid value for option '--workload'
            inmemory --jobs=many      | Invalid value for option '--jobs'
            inmemory --types=100000 --queues=100000 | --queues: it times --types must be at most
            inmemory --draw=best      | Invalid value for option '--draw'
            inmemory --colour         | Unknown option: '--colour'
            http://127.0.0.1:1 --batch=1001 | --batch: it is at most 1000 on this target
            http:/nowhere             | TARGET: "http:/nowhere" is no target: it names no host
            somewhere                 | TARGET: "somewhere" is no target
            redis://127.0.0.1:1       | TARGET: redis://127.0.0.1:1 cannot be opened
            redis://                  | TARGET: "redis://" is no target
            """)
    void anOptionThatCannotBeUsedIsNamed(String arguments, String fault) {
        Ran ran = bench(arguments.split(" ", -1));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq bench: ").contains(fault).contains("Try 'sharq bench --help'.");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void theHelpNamesTheExitCodes() {
        assertThat(bench("--help").out()).contains("Exit codes:", "--workload", "TARGET");
    }
}
