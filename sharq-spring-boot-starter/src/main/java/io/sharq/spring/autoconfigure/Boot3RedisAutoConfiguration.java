package io.sharq.spring.autoconfigure;

import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Cluster;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Sentinel;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Standalone;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The Redis of an application on Spring Boot 3. */
@AutoConfiguration(
        before = SharQAutoConfiguration.class,
        afterName = "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration")
@ConditionalOnClass(name = "org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails")
public class Boot3RedisAutoConfiguration {
    /**
     * The Redis of the connection details.
     *
     * @param details where it is, and how to log in
     * @param environment has the URL, if there is one
     * @return the Redis
     */
    @Bean
    @ConditionalOnBean(RedisConnectionDetails.class)
    ApplicationRedis applicationRedis(RedisConnectionDetails details, Environment environment) {
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
                    .build(sentinel.getSslBundle());
        }
        Cluster cluster = details.getCluster();
        if (cluster != null) {
            RedisConnectionDetails.Node node = cluster.getNodes().get(0);
            return place.cluster(node.host(), node.port()).build(cluster.getSslBundle());
        }
        Standalone standalone = Objects.requireNonNull(details.getStandalone(), "the connection details name no Redis");
        return place.standalone(
                        standalone.getHost(),
                        standalone.getPort(),
                        standalone.getDatabase(),
                        environment.getProperty(ApplicationRedis.URL))
                .build(standalone.getSslBundle());
    }
}
