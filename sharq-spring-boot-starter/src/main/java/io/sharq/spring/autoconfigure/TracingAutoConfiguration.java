package io.sharq.spring.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.sharq.JobTracing;
import io.sharq.observation.ObservationTracing;
import io.sharq.observation.WaitSpans;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Observations of enqueues and performances at the registry of the application, and the spans of waits. */
@AutoConfiguration(
        before = SharQAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
        })
@ConditionalOnClass(name = "io.micrometer.observation.ObservationRegistry")
public class TracingAutoConfiguration {
    /**
     * The tracing of the application's SharQ.
     *
     * @param registry the registry of the application
     * @return the tracing
     */
    @Bean
    @ConditionalOnBean(ObservationRegistry.class)
    @ConditionalOnMissingBean
    JobTracing sharqTracing(ObservationRegistry registry) {
        return ObservationTracing.of(registry);
    }

    /** Boot registers it at the registry, like every handler of observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.micrometer.tracing.propagation.Propagator")
    static class Waits {
        @Bean
        @ConditionalOnBean({ObservationRegistry.class, Propagator.class})
        @ConditionalOnMissingBean
        WaitSpans sharqWaitSpans(Propagator propagator) {
            return new WaitSpans(propagator);
        }
    }
}
