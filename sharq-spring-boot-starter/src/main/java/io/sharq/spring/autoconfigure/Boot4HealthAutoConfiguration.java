package io.sharq.spring.autoconfigure;

import io.sharq.SharQ;
import io.sharq.spring.SharQListeners;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the store and of the workers, on Spring Boot 4. */
@AutoConfiguration(after = {SharQAutoConfiguration.class, ListenerAutoConfiguration.class})
@ConditionalOnClass(
        name = "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator")
public class Boot4HealthAutoConfiguration {
    /**
     * The health of the store, for a readiness probe.
     *
     * @param sharq the SharQ
     * @return the contributor {@code sharq}
     */
    @Bean
    @ConditionalOnBean(SharQ.class)
    @ConditionalOnEnabledHealthIndicator("sharq")
    @ConditionalOnMissingBean(name = "sharqHealthIndicator")
    HealthIndicator sharqHealthIndicator(SharQ sharq) {
        return () -> health(HealthReport.ofStore(sharq));
    }

    /**
     * The health of the workers, for a liveness probe.
     *
     * @param listeners the workers
     * @return the contributor {@code sharqListeners}
     */
    @Bean
    @ConditionalOnBean(SharQListeners.class)
    @ConditionalOnEnabledHealthIndicator("sharq-listeners")
    @ConditionalOnMissingBean(name = "sharqListenersHealthIndicator")
    HealthIndicator sharqListenersHealthIndicator(SharQListeners listeners) {
        return () -> health(HealthReport.ofWorkers(listeners));
    }

    private static Health health(HealthReport report) {
        return (report.isUp() ? Health.up() : Health.down())
                .withDetails(report.details())
                .build();
    }
}
