package io.sharq.cli;

import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.redis.RedisBackendProvider;
import io.sharq.redis.settings.RedisSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that name the keys of the Python SharQ. By default they are under the prefix of the target. */
final class OriginalOptions {
    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--from-config",
            paramLabel = "FILE",
            description = "the configuration file of the Python SharQ; default: the Redis and the prefix of the target")
    private @Nullable Path config;

    @Option(
            names = "--from",
            paramLabel = "URI",
            description = "the Redis of the Python SharQ, as redis://HOST:PORT/DB")
    private @Nullable String redis;

    @Option(
            names = "--from-prefix",
            paramLabel = "PREFIX",
            description = "the key_prefix of the Python SharQ; in a cluster a hash tag, such as {sms}")
    private @Nullable String prefix;

    @Option(names = "--from-clustered", description = "the Redis of --from is a node of a cluster")
    private boolean clustered;

    /** A Redis with the prefix of the original's keys in it. */
    record Keyspace(RedisSettings redis, String prefix) {}

    /**
     * The keyspace that was named.
     *
     * @param target the target's Redis, for what the options do not say
     * @throws ParameterException if an option contradicts another, or a value cannot be used
     * @throws io.sharq.api.ConfigurationException if the file has a fault
     */
    Keyspace keyspace(Supplier<RedisSettings> target) {
        if (config != null && redis != null) {
            throw refused("--from-config and --from exclude each other: both name a Redis");
        }
        if (clustered && redis == null) {
            throw refused(
                    "--from-clustered needs --from: otherwise the configuration says whether the Redis is a cluster");
        }
        RedisSettings settings = redis != null ? ofUri(redis) : config != null ? ofFile(config) : target.get();
        return new Keyspace(settings, prefix == null ? settings.keyPrefix() : prefix);
    }

    private RedisSettings ofUri(String uri) {
        try {
            return RedisSettings.uri(uri).clustered(clustered).build();
        } catch (InvalidValueException e) {
            throw refused("--from: " + e.fault());
        }
    }

    /** The environment is the target's. */
    private RedisSettings ofFile(Path file) {
        return RedisBackendProvider.settings(Configuration.load(file, Map.of()))
                .orElseThrow(() -> refused("--from-config: " + file + ": it has no section [redis]"));
    }

    private ParameterException refused(String fault) {
        if (command == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return new ParameterException(command.commandLine(), fault);
    }
}
