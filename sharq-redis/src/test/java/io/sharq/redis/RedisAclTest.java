package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PageRequest;
import io.sharq.spi.PauseRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rights of docs/redis-keys.md are enough for everything. */
class RedisAclTest {
    private static final String RULE = "on >s@cret resetkeys resetchannels -@all ~app:* &app:*"
            + " +eval +evalsha +time +del +publish +subscribe +hello +auth +select +ping +client|setname"
            + " +hget +hmget +hset +hdel +hexists +hlen +hscan"
            + " +zadd +zrem +zcard +zscore +zrange +zrangebyscore +zrangebylex +zlexcount";

    private final RedisProcess redis = RedisProcess.start();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aUserWithTheLeastRightsMayDoEverything() {
        TestRedis.on(
                redis.uri(),
                commands -> commands.dispatch(
                        CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments("SETUSER app " + RULE)));
        String uri = redis.uri().replace("redis://", "redis://app:s%40cret@");
        try (RedisBackend backend =
                RedisBackend.open(RedisSettings.uri(uri).keyPrefix("app").build())) {
            Operations operations = new Operations(backend);
            operations.enqueue("user001", "job-1", 0);
            operations.enqueue("user001", "job-2", 0);
            LeasedJob job = operations.dequeue(1).jobs().get(0);
            assertThat(operations.finish(job)).isEqualTo(LeaseStatus.DONE);
            operations.requeue();
            QueueKey queue = new QueueKey("sms", "user001");
            assertThat(Operations.get(backend.describe(queue))).isPresent();
            assertThat(Operations.get(backend.find(new JobKey(queue, "job-2")))).isPresent();
            assertThat(Operations.get(backend.metrics(MetricsScope.ALL)).length())
                    .isEqualTo(1);
            assertThat(Operations.get(backend.types(PageRequest.first(9))).items())
                    .containsExactly("sms");
            assertThat(Operations.get(backend.queues("sms", PageRequest.first(9)))
                            .items())
                    .containsExactly("user001");
            assertThat(Operations.get(backend.deadJobs("sms", PageRequest.first(9)))
                            .items())
                    .isEmpty();
            assertThat(Operations.get(backend.pause(new PauseRequest("sms", null, true)))
                            .found())
                    .isTrue();
            assertThat(Operations.get(backend.clear(new ClearRequest(queue, true, 9)))
                            .removed())
                    .isEqualTo(1);
            assertThat(Operations.get(backend.health()).available()).isTrue();
        }
    }

    private static CommandArgs<String, String> arguments(String words) {
        var arguments = new CommandArgs<>(StringCodec.UTF8);
        for (String word : words.split(" ", -1)) {
            arguments.add(word);
        }
        return arguments;
    }
}
