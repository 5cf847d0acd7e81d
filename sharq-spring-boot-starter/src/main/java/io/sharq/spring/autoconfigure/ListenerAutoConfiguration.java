package io.sharq.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.sharq.SharQ;
import io.sharq.config.Configuration;
import io.sharq.spring.ListenerProperties;
import io.sharq.spring.SharQListeners;
import io.sharq.time.Alarms;
import io.sharq.worker.Queue;
import io.sharq.worker.WorkerSettings;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.event.WorkerMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The workers of {@link io.sharq.spring.SharQListener} methods and of handlers, and their meters. */
@AutoConfiguration(
        after = SharQAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@EnableConfigurationProperties(ListenerProperties.class)
public class ListenerAutoConfiguration {
    /**
     * The queue at which the application registers requests for its handlers.
     *
     * @param sharq where requests are kept
     * @param configuration has the properties {@code sharq.worker.*}
     * @return the queue
     */
    @Bean
    @ConditionalOnMissingBean
    Queue sharqQueue(SharQ sharq, Configuration configuration) {
        return new Queue(sharq, WorkerSettings.of(configuration));
    }

    /**
     * The workers, which start and stop with the application.
     *
     * @param queue where requests wait
     * @param properties the properties {@code sharq.listeners.*}
     * @param beans the beans that may have listeners
     * @param listeners receive the events of the workers
     * @param alarms the clock of a test
     * @return the workers
     */
    @Bean
    @ConditionalOnMissingBean
    SharQListeners sharqListeners(
            Queue queue,
            ListenerProperties properties,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<WorkerListener> listeners,
            ObjectProvider<Alarms> alarms) {
        return new SharQListeners(
                queue, properties, beans, listeners.orderedStream().toList(), alarms.getIfUnique());
    }

    /** The meters of the workers. */
    @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
    static class Meters {
        @Bean
        @ConditionalOnBean(MeterRegistry.class)
        @ConditionalOnMissingBean
        WorkerMetrics sharqWorkerMetrics(MeterRegistry registry) {
            return new WorkerMetrics(registry);
        }
    }
}
