package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.sharq.JobTracing;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.observation.ObservationTracing;
import io.sharq.observation.WaitSpans;
import io.sharq.spring.SharQListener;
import io.sharq.spring.Sms;
import io.sharq.spring.Starter;
import io.sharq.worker.event.WorkerMetrics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Meters and observations of an application that has their registries. */
class ObservabilityTest {
    static class Sender {
        @SharQListener(type = "sms")
        void send(Sms sms) {}
    }

    static class Registries {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObservationRegistry observations() {
            return ObservationRegistry.create();
        }

        @Bean
        Propagator propagator() {
            return Propagator.NOOP;
        }
    }

    static class OwnTracing {
        @Bean
        JobTracing own() {
            return JobTracing.NONE;
        }
    }

    @Test
    void jobsAreCountedAndTraced() {
        Starter.inMemory().withUserConfiguration(Registries.class, Sender.class).run(context -> {
            assertThat(context.getBean(JobTracing.class)).isInstanceOf(ObservationTracing.class);
            assertThat(context).hasSingleBean(WaitSpans.class);
            assertThat(context.getBean(SharQ.class).tracing()).isNotSameAs(JobTracing.NONE);

            context.getBean(SharQ.class).enqueue(NewJob.of("sms", "q", "1", new Sms("one")));

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> meters.find("sharq.worker.performed").counter() != null
                            && meters.get("sharq.worker.performed")
                                            .tag("handler", "sms")
                                            .counter()
                                            .count()
                                    == 1);
        });
    }

    @Test
    void withoutRegistriesThereIsNeither() {
        Starter.inMemory().run(context -> {
            assertThat(context)
                    .doesNotHaveBean(WorkerMetrics.class)
                    .doesNotHaveBean(JobTracing.class)
                    .doesNotHaveBean(WaitSpans.class);
            assertThat(context.getBean(SharQ.class).tracing()).isSameAs(JobTracing.NONE);
        });
    }

    @Test
    void aTracingOfTheApplicationGoesFirst() {
        Starter.inMemory()
                .withUserConfiguration(Registries.class, OwnTracing.class)
                .run(context -> assertThat(context.getBean(JobTracing.class)).isSameAs(JobTracing.NONE));
    }

    /** With the auto-configurations of Boot, whose order counts. */
    @Test
    void theRegistriesOfBootAreUsed() {
        Starter.with(
                        "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
                        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
                        "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
                        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
                        "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
                        "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
                        "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
                        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
                .withPropertyValues("sharq.backend=inmemory")
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(WaitSpans.class)
                            .hasSingleBean(WorkerMetrics.class)
                            .hasSingleBean(ObservationTracing.class);
                });
    }
}
