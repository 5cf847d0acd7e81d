package io.sharq.cli;

import io.sharq.SharQ;
import io.sharq.SharQBuilder;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisBackendProvider;
import io.sharq.redis.settings.RedisSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The options that name a Redis: {@code --config}, or {@code --redis} with {@code --prefix}; without either the environment
 * must name it. There is no default: a command touches no Redis that was not named.
 */
final class RedisOptions {
    private final Map<String, String> environment;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration file whose section [redis] names the Redis")
    private @Nullable Path config;

    @Option(names = "--redis", paramLabel = "URI", description = "the Redis, as redis://HOST:PORT/DB")
    private @Nullable String redis;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "the prefix of the keys in the Redis of --redis; default: sharq")
    private @Nullable String prefix;

    RedisOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Opens a SharQ without upkeep on the Redis that was named, with the section {@code [sharq]} of the configuration.
     *
     * @throws ParameterException if none was named, an option contradicts another, or a value cannot be used
     * @throws ConfigurationException if the file or the environment has a fault
     * @throws io.sharq.api.BackendException if the Redis cannot be reached
     */
    SharQ open() {
        RedisSettings settings = settings();
        SharQBuilder builder = SharQ.builder().upkeep(false);
        if (redis == null) {
            builder.settings(configuration().settings());
        }
        return builder.backend(RedisBackend.open(settings)).open();
    }

    /**
     * The settings of the Redis that was named.
     *
     * @throws ParameterException if none was named, an option contradicts another, or a value cannot be used
     * @throws ConfigurationException if the file or the environment has a fault
     */
    RedisSettings settings() {
        if (config != null && redis != null) {
            throw refused("--config and --redis exclude each other: both name a Redis");
        }
        if (config != null && prefix != null) {
            throw refused("--config and --prefix exclude each other: the prefix is `key_prefix` of the file");
        }
        if (prefix != null && redis == null) {
            throw refused("--prefix needs --redis: otherwise the prefix is `key_prefix` of the configuration");
        }
        return redis == null ? configured() : ofUri(redis);
    }

    private RedisSettings ofUri(String uri) {
        RedisSettings.Builder builder;
        try {
            builder = RedisSettings.uri(uri);
        } catch (InvalidValueException e) {
            throw refused("--redis: " + e.fault());
        }
        try {
            return (prefix == null ? builder : builder.keyPrefix(prefix)).build();
        } catch (InvalidValueException e) {
            throw refused((e.field().equals("key_prefix") ? "--prefix: " : "--redis: ") + e.fault());
        }
    }

    private RedisSettings configured() {
        return RedisBackendProvider.settings(configuration())
                .orElseThrow(() -> refused((config == null ? "" : "--config: " + config + ": ")
                        + "no Redis is named; name it with --redis URI, in the section [redis] of a --config FILE, or in"
                        + " the environment, as SHARQ_REDIS_URI or SHARQ_REDIS_HOST"));
    }

    private Configuration configuration() {
        return config == null ? Configuration.empty(environment) : Configuration.load(config, environment);
    }

    private ParameterException refused(String fault) {
        if (command == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return new ParameterException(command.commandLine(), fault);
    }
}
