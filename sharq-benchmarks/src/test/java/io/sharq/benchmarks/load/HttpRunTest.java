package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpRunTest {
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadMovesAllJobs(Workload workload) {
        Commands ran = Commands.run(
                server.uri(), "--workload=" + workload, "--queues=5", "--jobs=200", "--interval=2", "--json");
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadMovesAllJobsInBatches(Workload workload) {
        Commands ran = Commands.run(
                server.uri(),
                "--workload=" + workload,
                "--queues=5",
                "--jobs=203",
                "--batch=8",
                "--pipeline=2",
                "--json");
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(203);
    }

    @Test
    void aJobOfABatchThatIsRefusedIsSaid() {
        server.refuseOneOfABatch();
        Commands ran = Commands.run(server.uri(), "--jobs=20", "--batch=10");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("WRONG: a call failed: ", "answered with 200", "as the test wished");
    }

    @Test
    void aLostLeaseOfABatchIsSaid() {
        server.loseLeases();
        Commands ran = Commands.run(server.uri(), "--jobs=20", "--batch=10");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("0 finished", "WRONG: 20 leases");
    }

    @Test
    void anotherStatusIsSaidWithItsMessage() {
        Commands ran = Commands.run(server.uri() + "/elsewhere", "--jobs=20");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("WRONG: a call failed: ", "POST /elsewhere/enqueue/", "was answered with 404");
    }

    @Test
    void aServerThatForgetsTheSpacingIsCaught() {
        server.forgetIntervals();
        Commands ran =
                Commands.run(server.uri(), "--workload=dequeue", "--queues=2", "--jobs=20", "--interval=3600000");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("WRONG: 18 jobs were released early");
    }

    @Test
    void anErrorOfTheServersIsSaid() {
        server.close();
        Commands ran = Commands.run(server.uri(), "--jobs=20");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("WRONG: a call failed: ");
    }
}
