package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
        Tested ran = Tested.run(
                LoadTest.of(server.uri()).workload(workload).queues(5).jobs(200).interval(Duration.ofMillis(10)));
        assertThat(ran.faults()).isEmpty();
        assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadMovesAllJobsInBatches(Workload workload) {
        Tested ran = Tested.run(LoadTest.of(server.uri())
                .workload(workload)
                .queues(5)
                .jobs(203)
                .batch(8)
                .pipeline(2));
        assertThat(ran.faults()).isEmpty();
        assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(203);
    }

    @Test
    void aJobOfABatchThatIsRefusedIsSaid() {
        server.refuseOneOfABatch();
        Tested ran = Tested.run(LoadTest.of(server.uri()).jobs(20).batch(10));
        assertThat(ran.faults()).isNotEmpty();
        assertThat(ran.table()).contains("WRONG: a call failed: ", "answered with 200", "as the test wished");
    }

    @Test
    void aLostLeaseOfABatchIsSaid() {
        server.loseLeases();
        Tested ran = Tested.run(LoadTest.of(server.uri()).jobs(20).batch(10));
        assertThat(ran.faults()).isNotEmpty();
        assertThat(ran.table()).contains("0 finished", "WRONG: 20 leases");
    }

    @Test
    void anotherStatusIsSaidWithItsMessage() {
        Tested ran = Tested.run(LoadTest.of(server.uri() + "/elsewhere").jobs(20));
        assertThat(ran.faults()).isNotEmpty();
        assertThat(ran.table()).contains("WRONG: a call failed: ", "POST /elsewhere/enqueue/", "was answered with 404");
    }

    @Test
    void aServerThatForgetsTheSpacingIsCaught() {
        server.forgetIntervals();
        Tested ran = Tested.run(LoadTest.of(server.uri())
                .workload(Workload.DEQUEUE)
                .queues(2)
                .jobs(20)
                .interval(Duration.ofHours(1)));
        assertThat(ran.faults()).isNotEmpty();
        assertThat(ran.table()).contains("WRONG: 18 jobs were released early");
    }

    @Test
    void anErrorOfTheServersIsSaid() {
        server.close();
        Tested ran = Tested.run(LoadTest.of(server.uri()).jobs(20));
        assertThat(ran.faults()).isNotEmpty();
        assertThat(ran.table()).contains("WRONG: a call failed: ");
    }
}
