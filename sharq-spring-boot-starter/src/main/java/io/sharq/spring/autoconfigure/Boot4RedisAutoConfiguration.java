package io.sharq.spring.autoconfigure;

import io.sharq.api.ConfigurationException;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The Redis of an application on Spring Boot 4. */
@AutoConfiguration(
        before = SharQAutoConfiguration.class,
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(name = "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails")
public class Boot4RedisAutoConfiguration {
    /**
     * The Redis of the connection details.
     *
     * @param details where it is, and how to log in
     * @param environment has the URL, if there is one
     * @return the Redis
     * @throws ConfigurationException if it is a master with replicas that are named one by one
     */
    @Bean
    @ConditionalOnBean(DataRedisConnectionDetails.class)
    ApplicationRedis applicationRedis(DataRedisConnectionDetails details, Environment environment) {
        ApplicationRedis.Builder place =
                new ApplicationRedis.Builder().login("", details.getUsername(), details.getPassword());
        Sentinel sentinel = details.getSentinel();
        if (sentinel != null) {
            return place.with("master_name", sentinel.getMaster())
                    .with("db", sentinel.getDatabase())
                    .with(
                            "sentinels",
                            sentinel.getNodes().stream()
                                    .map(node -> node.host() + ":" + node.port())
                                    .collect(Collectors.joining(",")))
                    .login("sentinel_", sentinel.getUsername(), sentinel.getPassword())
                    .build(details.getSslBundle());
        }
        Cluster cluster = details.getCluster();
        if (cluster != null) {
            DataRedisConnectionDetails.Node node = cluster.getNodes().get(0);
            return place.cluster(node.host(), node.port()).build(details.getSslBundle());
        }
        Standalone standalone = details.getStandalone();
        if (standalone == null) {
            throw new ConfigurationException(
                    "the Redis of the application (spring.data.redis) is a list of a master and its"
                            + " replicas, which SharQ cannot follow; set sharq.redis.host to the master");
        }
        return place.standalone(
                        standalone.getHost(),
                        standalone.getPort(),
                        standalone.getDatabase(),
                        environment.getProperty(ApplicationRedis.URL))
                .build(details.getSslBundle());
    }
}
