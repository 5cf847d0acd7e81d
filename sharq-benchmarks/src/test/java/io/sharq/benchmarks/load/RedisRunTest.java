package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.sharq.redis.RedisProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisRunTest {
    private final RedisProcess redis = RedisProcess.start();

    @AfterEach
    void close() {
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadMovesAllJobsAndLeavesNothing(Workload workload) {
        Tested ran = Tested.run(LoadTest.of(redis.uri() + "/3")
                .workload(workload)
                .queues(9)
                .jobs(900)
                .batch(3)
                .pipeline(4)
                .connections(2));
        assertThat(ran.faults()).isEmpty();
        JsonNode report = ran.json();
        assertThat(report.at("/checks/finished").asInt()).isEqualTo(900);
        assertThat(report.at("/redis/cpuMicrosAJob").asDouble()).isPositive();
        // How many calls share a script depends on what comes at the same time; none carries more than 128 jobs.
        assertThat(report.at("/redis/callsAJob").asDouble()).isGreaterThanOrEqualTo(1.0 / 128);
        assertThat(report.at("/redis/commandsAJob").asDouble()).isGreaterThan(1);
        boolean isFilled = workload == Workload.ENQUEUE || workload == Workload.DEQUEUE;
        assertThat(report.at("/bytesAJob").isNull()).isEqualTo(!isFilled);
        if (workload == Workload.DEQUEUE) {
            assertThat(report.at("/countDifference").asInt()).isLessThanOrEqualTo(1);
        }
        assertThat(keys()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void twoCallersShareNoScript(Workload workload) {
        Tested ran = Tested.run(LoadTest.of(redis.uri() + "/3")
                .workload(workload)
                .queues(9)
                .jobs(900)
                .batch(3)
                .clients(2)
                .pipeline(1));
        assertThat(ran.faults()).isEmpty();
        assertThat(ran.json().at("/redis/callsAJob").asDouble()).isGreaterThanOrEqualTo(1.0 / 3);
    }

    private long keys() {
        RedisClient client = RedisClient.create(redis.uri() + "/3");
        try {
            return client.connect().sync().dbsize();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aUnixSocketWillDo() {
        Tested ran =
                Tested.run(LoadTest.of("redis-socket://" + redis.unixSocket()).jobs(100));
        assertThat(ran.faults()).isEmpty();
    }

    @Test
    void limitedQueuesAreReleasedInTimeAtARate() {
        Tested ran = Tested.run(LoadTest.of(redis.uri())
                .workload(Workload.MIXED)
                .queues(20)
                .jobs(200)
                .interval(Duration.ofMillis(40))
                .draw(new Draw.ByChance(1))
                .rate(400)
                .clients(8));
        assertThat(ran.faults()).isEmpty();
        assertThat(ran.json().at("/punctuality/heldCount").asInt()).isPositive();
        assertThat(ran.table()).contains("held by their limit: ", "held ", "free ");
        assertThat(ran.json().at("/spacing/lateness/count").asInt()).isEqualTo(200);
    }

    /** In turn, each queue gets a job every 100 ms at an interval of 1 ms. */
    @Test
    void aLatenessThatMetNoLimitIsAFault() {
        Tested ran = Tested.run(LoadTest.of(redis.uri())
                .workload(Workload.MIXED)
                .queues(20)
                .jobs(40)
                .interval(Duration.ofMillis(1))
                .rate(200)
                .clients(8));
        assertThat(ran.json().at("/punctuality/heldCount").asInt()).isZero();
        assertThat(ran.faults()).singleElement().asString().startsWith("no limit was met");
    }
}
