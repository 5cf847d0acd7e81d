package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.config.Configuration;
import io.sharq.redis.settings.RedisSection;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spring.Starter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** The properties {@code spring.data.redis.*}, by the connection details that Boot makes of them. */
class ApplicationRedisTest {
    /** No SharQ is opened: only its settings matter. */
    static class NoSharQ {
        @Bean
        io.sharq.SharQ sharq() {
            return io.sharq.SharQ.open(io.sharq.inmemory.InMemoryBackend.create());
        }
    }

    private static ApplicationContextRunner with(String... properties) {
        return Starter.with(
                        "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
                        "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration",
                        "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
                .withUserConfiguration(NoSharQ.class)
                .withPropertyValues(properties);
    }

    private static void assertThatRedisOf(ApplicationContextRunner runner, Consumer<RedisSettings> expectation) {
        runner.run(context -> {
            Configuration configuration = context.getBean(Configuration.class);
            assertThat(configuration.backendName()).isEqualTo("redis");
            expectation.accept(configuration.read(RedisSection.SECTION, RedisSettings::of));
        });
    }

    @Test
    void aSingleRedis() {
        assertThatRedisOf(
                with(
                        "spring.data.redis.host=there",
                        "spring.data.redis.port=1234",
                        "spring.data.redis.database=3",
                        "spring.data.redis.username=me",
                        "spring.data.redis.password=secret",
                        "sharq.redis.key-prefix=orders"),
                redis -> {
                    assertThat(redis.host()).isEqualTo("there");
                    assertThat(redis.port()).isEqualTo(1234);
                    assertThat(redis.database()).isEqualTo(3);
                    assertThat(redis.username()).isEqualTo("me");
                    assertThat(redis.password()).isEqualTo("secret");
                    assertThat(redis.keyPrefix()).isEqualTo("orders");
                    assertThat(redis.isTls()).isFalse();
                });
    }

    @Test
    void aUrl() {
        assertThatRedisOf(with("spring.data.redis.url=rediss://:secret@there:1234/2"), redis -> {
            assertThat(redis.host()).isEqualTo("there");
            assertThat(redis.password()).isEqualTo("secret");
            assertThat(redis.isTls()).isTrue();
        });
    }

    @Test
    void sentinels() {
        assertThatRedisOf(
                with(
                        "spring.data.redis.sentinel.master=the-master",
                        "spring.data.redis.sentinel.nodes=one:1,two:2",
                        "spring.data.redis.sentinel.password=guard",
                        "spring.data.redis.password=secret"),
                redis -> {
                    assertThat(redis.masterName()).isEqualTo("the-master");
                    assertThat(redis.sentinels()).hasSize(2);
                    assertThat(redis.sentinelPassword()).isEqualTo("guard");
                    assertThat(redis.password()).isEqualTo("secret");
                });
    }

    @Test
    void aCluster() {
        assertThatRedisOf(with("spring.data.redis.cluster.nodes=one:1,two:2"), redis -> {
            assertThat(redis.isClustered()).isTrue();
            assertThat(redis.host()).isEqualTo("one");
            assertThat(redis.port()).isEqualTo(1);
        });
    }

    @Test
    void tlsWithTheCertificatesOfJava() {
        assertThatRedisOf(
                with("spring.data.redis.ssl.enabled=true"),
                redis -> assertThat(redis.isTls()).isTrue());
    }

    @Test
    void certificatesInABundleAreRefusedWithASentence(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        String[] bundle = {
            "spring.data.redis.ssl.bundle=own",
            "spring.ssl.bundle.jks.own.truststore.type=PKCS12",
            "spring.ssl.bundle.jks.own.truststore.location=" + file.toUri(),
            "spring.ssl.bundle.jks.own.truststore.password=secret"
        };

        with(bundle)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("set the property sharq.redis.tls-ca-file"));
        with(bundle)
                .withPropertyValues("sharq.redis.tls-ca-file=ca.pem")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theOwnPlaceOfSharQGoesFirst() {
        assertThatRedisOf(with("spring.data.redis.host=there", "sharq.redis.host=elsewhere"), redis -> {
            assertThat(redis.host()).isEqualTo("elsewhere");
            assertThat(redis.port()).isEqualTo(6379);
        });
    }

    @Test
    void anotherBackendGoesFirst() {
        with("spring.data.redis.host=there", "sharq.backend=inmemory")
                .run(context -> assertThat(context.getBean(Configuration.class).backendName())
                        .isEqualTo("inmemory"));
        with("spring.data.redis.host=there", "sharq.inmemory.max-types=3")
                .run(context -> assertThat(context.getBean(Configuration.class).backendName())
                        .isEqualTo("inmemory"));
    }
}
