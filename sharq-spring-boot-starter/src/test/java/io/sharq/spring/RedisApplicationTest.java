package io.sharq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.redis.TestRedis;
import io.sharq.spring.autoconfigure.StartFailures;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A listener on a real Redis, with the Lettuce and the Netty that the application has. */
@Timeout(120)
class RedisApplicationTest {
    static class Sender {
        final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        /** One at a time, or the second might overtake the first on its way to the list. */
        @SharQListener(type = "sms")
        void send(Sms sms) {
            sent.add(sms.text());
        }
    }

    private static void assertThatJobsAreSent(ApplicationContextRunner runner, String prefix) {
        runner.withUserConfiguration(Sender.class)
                .withPropertyValues("sharq.redis.timeout=1m", "sharq.redis.key-prefix=" + prefix)
                .run(context -> {
                    SharQ sharq = context.getBean(SharQ.class);
                    sharq.enqueue(
                            NewJob.of("sms", "user001", "job-1", new Sms("one")).interval(Duration.ofMillis(50)));
                    sharq.enqueue(NewJob.of("sms", "user001", "job-2", new Sms("two")));

                    BlockingQueue<String> sent = context.getBean(Sender.class).sent;
                    assertThat(sent.poll(60, TimeUnit.SECONDS)).isEqualTo("one");
                    assertThat(sent.poll(60, TimeUnit.SECONDS)).isEqualTo("two");
                    assertThat(sharq.health().description())
                            .startsWith("Redis at")
                            .contains(prefix);
                });
    }

    private static String prefix(String name) {
        return "spring-" + name + "-" + ProcessHandle.current().pid();
    }

    @Test
    void aRedisOfSharQsOwn() {
        assertThatJobsAreSent(Starter.alone().withPropertyValues("sharq.redis.uri=" + TestRedis.uri()), prefix("own"));
    }

    @Test
    void theRedisOfTheApplication() {
        assertThatJobsAreSent(
                Starter.with(
                                "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration",
                                "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
                        .withPropertyValues("spring.data.redis.url=" + TestRedis.uri()),
                prefix("application"));
    }

    @Test
    void aRedisThatDoesNotRespondFailsTheStartWithItsAddress() {
        Starter.alone()
                .withPropertyValues("sharq.redis.host=127.0.0.1", "sharq.redis.port=1")
                .run(context -> assertThat(StartFailures.sentence(context.getStartupFailure()))
                        .contains("cannot reach", "127.0.0.1:1"));
    }
}
