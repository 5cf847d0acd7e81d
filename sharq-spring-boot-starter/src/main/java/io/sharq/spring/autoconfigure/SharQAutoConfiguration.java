package io.sharq.spring.autoconfigure;

import io.sharq.AsyncSharQ;
import io.sharq.JobTracing;
import io.sharq.SharQ;
import io.sharq.SharQBuilder;
import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.settings.Section;
import io.sharq.spring.SharQBuilderCustomizer;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The beans {@link SharQ} and {@link AsyncSharQ}, with the configuration of the properties {@code sharq.*}. Each gives way to a
 * bean of the application.
 */
@AutoConfiguration
public class SharQAutoConfiguration {
    /**
     * The settings of all properties {@code sharq.*}.
     *
     * @param environment the properties
     * @param redis the Redis of the application, if it has one
     * @return the configuration
     * @throws ConfigurationException if a property cannot be used; it names all that cannot
     */
    @Bean
    @ConditionalOnMissingBean
    Configuration sharqConfiguration(ConfigurableEnvironment environment, ObjectProvider<ApplicationRedis> redis) {
        SharQProperties properties = SharQProperties.of(environment, Configuration.librarySections());
        List<Section> backends = Configuration.backendSections();
        return Configuration.of(
                redis.stream()
                        .findFirst()
                        .map(own -> own.under(properties.settings(), backends))
                        .orElse(properties.settings()),
                properties.otherVariables());
    }

    /**
     * The open SharQ, which the context closes.
     *
     * @param configuration its backend and settings
     * @param tracing its tracing, if there is one
     * @param customizers change the builder
     * @return an open SharQ
     * @throws ConfigurationException if no backend can be chosen
     */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SharQ sharq(
            Configuration configuration,
            ObjectProvider<JobTracing> tracing,
            ObjectProvider<SharQBuilderCustomizer> customizers) {
        checkChoice(configuration);
        SharQBuilder builder = SharQ.builder().configuration(configuration);
        tracing.ifUnique(builder::tracing);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.open();
    }

    /** The words of the configuration would name a file, which an application does not have. */
    private static void checkChoice(Configuration configuration) {
        List<Section> backends = Configuration.backendSections();
        if (backends.size() > 1 && !configuration.choosesBackend()) {
            throw new ConfigurationException(
                    "property sharq.backend: it is not set, and there are several backends on the"
                            + " class path; name one of "
                            + backends.stream().map(Section::name).collect(Collectors.joining(", ")));
        }
    }

    /**
     * The asynchronous API of the application's SharQ.
     *
     * @param sharq the SharQ
     * @return its asynchronous API, which needs no closing
     */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    AsyncSharQ asyncSharq(SharQ sharq) {
        return sharq.async();
    }
}
