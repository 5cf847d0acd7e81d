package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.redis.settings.RedisSection;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spring.Starter;
import io.sharq.worker.Queue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The properties {@code sharq.*}. */
class PropertiesTest {
    private static ApplicationContextRunner with(String... properties) {
        return Starter.inMemory().withPropertyValues(properties);
    }

    @Test
    void theyAreTheSettingsOfTheirSections() {
        with(
                        "sharq.retry-for=5s",
                        "sharq.job-expire-interval=250",
                        "sharq.maxPayloadSize=2MB",
                        "sharq.enable_requeue_script=off",
                        "sharq.worker.batch-size=9",
                        "sharq.worker.close-timeout=2m")
                .run(context -> {
                    SharQSettings settings = context.getBean(SharQ.class).settings();
                    assertThat(settings.retryFor()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(settings.jobExpireInterval()).isEqualTo(Duration.ofMillis(250));
                    assertThat(settings.maxPayloadSize()).isEqualTo(2 << 20);
                    assertThat(settings.runsUpkeep()).isFalse();
                    assertThat(context.getBean(Queue.class).settings().batchSize())
                            .isEqualTo(9);
                    assertThat(context.getBean(Queue.class).settings().closeTimeout())
                            .isEqualTo(Duration.ofMinutes(2));
                });
    }

    @Test
    void thoseOfABackendReachIt() {
        with(
                        "sharq.redis.host=there",
                        "sharq.redis.key-prefix=orders",
                        "sharq.redis.sentinels[0]=one:1",
                        "sharq.redis.sentinels[1]=two:2",
                        "sharq.redis.master-name=m")
                .run(context -> {
                    RedisSettings redis =
                            context.getBean(Configuration.class).read(RedisSection.SECTION, RedisSettings::of);
                    assertThat(redis.host()).isEqualTo("there");
                    assertThat(redis.keyPrefix()).isEqualTo("orders");
                    assertThat(redis.sentinels()).hasSize(2);
                });
    }

    /** The variables of the server mean the same, and the variables of other programs mean nothing. */
    @Test
    void environmentVariablesSetThemToo() {
        Starter.alone()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        Map.of(
                                                "SHARQ_BACKEND", "inmemory",
                                                "SHARQ_JOB_EXPIRE_INTERVAL", "321",
                                                "SHARQ_TEST_REDIS_URI", "redis://elsewhere",
                                                "SHARQ_RETRYFOR", "7s"))))
                .run(context -> {
                    SharQSettings settings = context.getBean(SharQ.class).settings();
                    assertThat(settings.jobExpireInterval()).isEqualTo(Duration.ofMillis(321));
                    assertThat(settings.retryFor()).isEqualTo(Duration.ofSeconds(7));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sharq.retry-for=soon | property sharq.retry-for: it must be a whole number of milliseconds",
                "sharq.retry-for=1500us | property sharq.retry-for: it must be a whole number of milliseconds",
                "sharq.max-batch-size=0 | property sharq.max-batch-size: it must be a whole number from 1 to 10000",
                "sharq.max-payload-size=1TB | property sharq.max-payload-size: it must be a whole number from 0",
                "sharq.retryfor2=1 | property sharq.retryfor2: unknown key; did you mean retry_for?",
                "sharq.redis.hots=a | property sharq.redis.hots: unknown key; did you mean host?",
                "sharq.worker.threads=a | property sharq.worker.threads: unknown key; known are",
                "sharq.worker.batch-size=many | property sharq.worker.batch-size: it must be a whole number",
                "sharq.listeners.concurrency=0 | sharq.listeners.concurrency",
                "sharq.listeners.cuncurrency=2 | cuncurrency",
            })
    void aWrongOneFailsTheStartWithItsName(String property, String fault) {
        with(property).run(context -> {
            assertThat(context.getStartupFailure()).isNotNull();
            assertThat(context.getStartupFailure()).hasStackTraceContaining(fault);
        });
    }

    @Test
    void allFaultsOfASectionAreReportedAtOnce() {
        with("sharq.retry-for=soon", "sharq.max-batch-size=0", "sharq.redis.hots=a")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContainingAll("sharq.retry-for", "sharq.max-batch-size", "sharq.redis.hots"));
    }

    @Test
    void aPropertyOfTheApplicationMayHaveThePrefix() {
        with("sharq.sms.concurrency=3", "sharq.campaign=spring", "sharq.listeners.concurrency=2")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
