package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.AsyncSharQ;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spring.SharQBuilderCustomizer;
import io.sharq.spring.SharQListeners;
import io.sharq.spring.Starter;
import io.sharq.worker.Queue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;

/** The beans of the starter, and how they give way to those of the application. */
class SharQBeansTest {
    private static final SharQ OWN = SharQ.open(InMemoryBackend.create());

    /** A SharQ that the application closes itself. */
    static class OwnSharQ {
        @Bean(destroyMethod = "")
        SharQ own() {
            return OWN;
        }
    }

    static class OwnConfiguration {
        @Bean
        Configuration own() {
            return Configuration.empty(Map.of("SHARQ_BACKEND", "inmemory", "SHARQ_RETRY_FOR", "77"));
        }
    }

    static class Customized {
        @Bean
        SharQBuilderCustomizer settings() {
            return builder ->
                    builder.settings(SharQSettings.builder().maxBatchSize(7).build());
        }
    }

    @Test
    void anApplicationGetsASharQThatIsClosedWithItsContext() {
        AtomicReference<SharQ> left = new AtomicReference<>();

        Starter.inMemory().run(context -> {
            SharQ sharq = context.getBean(SharQ.class);
            left.set(sharq);
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", "hello"));
            assertThat(context.getBean(AsyncSharQ.class)).isSameAs(sharq.async());
            assertThat(context).hasSingleBean(Queue.class).hasSingleBean(SharQListeners.class);
        });

        assertThatThrownBy(() -> left.get().enqueue(NewJob.of("sms", "user001", "job-2", "hello")))
                .hasMessageContaining("closed");
    }

    @Test
    void aSharQOfTheApplicationIsUsedAndNotClosed() {
        Starter.inMemory().withUserConfiguration(OwnSharQ.class).run(context -> {
            assertThat(context.getBean(SharQ.class)).isSameAs(OWN);
            assertThat(context.getBean(AsyncSharQ.class)).isSameAs(OWN.async());
        });

        assertThat(OWN.health().available()).isTrue();
    }

    @Test
    void aConfigurationOfTheApplicationReplacesTheProperties() {
        Starter.inMemory()
                .withUserConfiguration(OwnConfiguration.class)
                .withPropertyValues("sharq.retry-for=1")
                .run(context -> assertThat(
                                context.getBean(SharQ.class).settings().retryFor())
                        .isEqualTo(Duration.ofMillis(77)));
    }

    @Test
    void aCustomizerHasTheLastWord() {
        Starter.inMemory()
                .withUserConfiguration(Customized.class)
                .withPropertyValues("sharq.max-batch-size=3")
                .run(context -> assertThat(
                                context.getBean(SharQ.class).settings().maxBatchSize())
                        .isEqualTo(7));
    }

    @Test
    void severalBackendsNeedAName() {
        Starter.alone()
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage(
                                "property sharq.backend: it is not set, and there are several backends on the class path;"
                                        + " name one of inmemory, redis"));
    }

    @Test
    void aBackendThatIsNotThereIsNamedWithItsArtifact() {
        Starter.alone()
                .withPropertyValues("sharq.backend=sql")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("property sharq.backend: there is no backend \"sql\""));
    }

    /** Each is on the class path of this test, and on that of an application only if it wants it. */
    @Test
    void itStartsWithoutWhatIsOptional() {
        for (List<String> absent : List.of(
                List.of("io.micrometer"),
                List.of("org.springframework.boot.actuate", "org.springframework.boot.health"),
                List.of("org.springframework.data", "org.springframework.boot.data"),
                List.of("io.sharq.test"))) {
            Starter.inMemory()
                    .withClassLoader(new FilteredClassLoader(absent.toArray(String[]::new)))
                    .run(context -> assertThat(context).as(absent.toString()).hasSingleBean(SharQListeners.class));
        }
    }
}
