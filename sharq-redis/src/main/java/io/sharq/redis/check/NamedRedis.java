package io.sharq.redis.check;

import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import io.sharq.redis.RedisBackendProvider;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.BackendSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the Redis of a command is: {@code --config}, {@code --redis} with {@code --prefix}, or the environment says so. */
public final class NamedRedis {
    private NamedRedis() {}

    /** What contradicts itself in the options, or null. */
    public static @Nullable String fault(Map<String, String> options) {
        if (options.containsKey("--config") && options.containsKey("--redis")) {
            return "--config and --redis both say where the Redis is: one of the two has to go";
        }
        if (options.containsKey("--config") && options.containsKey("--prefix")) {
            return "with --config the prefix is the file's `key_prefix`: --prefix has to go";
        }
        if (options.containsKey("--prefix") && !options.containsKey("--redis")) {
            return "--prefix goes with --redis alone; else the prefix is `key_prefix` of the configuration";
        }
        return null;
    }

    /**
     * The settings.
     *
     * @throws ConfigurationException if nothing says where the Redis is, or a setting is wrong
     */
    public static RedisSettings settings(Map<String, String> environment, Map<String, String> options) {
        String uri = options.get("--redis");
        if (uri != null) {
            RedisSettings.Builder builder = RedisSettings.uri(uri);
            String prefix = options.get("--prefix");
            return (prefix == null ? builder : builder.keyPrefix(prefix)).build();
        }
        String file = options.get("--config");
        RedisBackendProvider provider = new RedisBackendProvider();
        Section section = (file == null
                        ? Configuration.empty(environment)
                        : Configuration.load(Path.of(file), environment))
                .section(provider.name());
        if (provider.keys().stream().allMatch(key -> section.text(key).isEmpty())) {
            throw new ConfigurationException((file == null ? "" : file + ": ")
                    + "nothing says where the Redis is; name it with --redis URI, in the section [redis] of a --config"
                    + " FILE, or in the environment, as SHARQ_REDIS_URI or SHARQ_REDIS_HOST");
        }
        return RedisBackendProvider.settings(new BackendSettings() {
            @Override
            public Optional<String> get(String key) {
                return section.text(key);
            }

            @Override
            public ConfigurationException invalid(String key, String fault) {
                return section.invalid(key, fault);
            }
        });
    }
}
