package io.sharq.redis;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens a {@link RedisBackend} from the section {@code [redis]} of a configuration. */
public final class RedisBackendProvider implements BackendProvider {
    private static final String NAME = "redis";

    /** Where the Redis is: what a URI says in one word. */
    private static final List<String> PLACE = List.of(
            "host",
            "port",
            "db",
            "conn_type",
            "unix_socket_path",
            "username",
            "password",
            "tls",
            "sentinels",
            "master_name");

    private static final Set<String> KEYS = Stream.concat(
                    PLACE.stream(),
                    Stream.of(
                            "uri",
                            "sentinel_username",
                            "sentinel_password",
                            "key_prefix",
                            "clustered",
                            "shards",
                            "durability",
                            "max_types",
                            "max_queues",
                            "tls_ca_file",
                            "tls_cert_file",
                            "tls_key_file",
                            "timeout"))
            .collect(Collectors.toUnmodifiableSet());

    /** For {@link java.util.ServiceLoader}. */
    public RedisBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> keys() {
        return KEYS;
    }

    @Override
    public Backend open(BackendSettings section) {
        return RedisBackend.open(settings(section));
    }

    /**
     * The settings of the Redis that a configuration names in its section {@code [redis]}, or by the environment.
     *
     * @param configuration the configuration; whether it chooses this backend is not looked at
     * @return the settings, empty if no key of the section is set
     * @throws ConfigurationException if a value cannot be used
     */
    public static Optional<RedisSettings> settings(Configuration configuration) {
        Section section = configuration.section(NAME);
        if (KEYS.stream().allMatch(key -> section.text(key).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(settings(new BackendSettings() {
            @Override
            public Optional<String> get(String key) {
                return section.text(key);
            }

            @Override
            public ConfigurationException invalid(String key, String fault) {
                return section.invalid(key, fault);
            }
        }));
    }

    static RedisSettings settings(BackendSettings section) {
        List<ConfigurationException> faults = new ArrayList<>();
        RedisSettings.Builder builder = section.get("uri").isPresent() ? ofUri(section) : RedisSettings.builder();
        apply(section, faults, "host", text -> text, builder::host);
        apply(section, faults, "port", Integer::valueOf, builder::port);
        apply(section, faults, "db", Integer::valueOf, builder::database);
        apply(section, faults, "key_prefix", text -> text, builder::keyPrefix);
        apply(section, faults, "username", text -> text, builder::username);
        apply(section, faults, "password", text -> text, builder::password);
        apply(section, faults, "clustered", text -> flag("clustered", text), builder::clustered);
        apply(section, faults, "sentinels", text -> text, builder::sentinels);
        apply(section, faults, "master_name", text -> text, builder::masterName);
        apply(section, faults, "sentinel_username", text -> text, builder::sentinelUsername);
        apply(section, faults, "sentinel_password", text -> text, builder::sentinelPassword);
        apply(section, faults, "tls", text -> flag("tls", text), builder::tls);
        apply(section, faults, "tls_ca_file", text -> text, builder::tlsCaFile);
        apply(section, faults, "tls_cert_file", text -> text, builder::tlsCertFile);
        apply(section, faults, "tls_key_file", text -> text, builder::tlsKeyFile);
        apply(section, faults, "shards", Integer::valueOf, builder::shards);
        apply(section, faults, "max_types", Integer::valueOf, builder::maxTypes);
        apply(section, faults, "max_queues", Integer::valueOf, builder::maxQueues);
        apply(section, faults, "durability", text -> text, builder::durability);
        apply(section, faults, "timeout", text -> Duration.ofMillis(Integer.parseInt(text)), builder::timeout);
        String connection = section.get("conn_type").orElse("tcp_sock");
        if (connection.equals("unix_sock")) {
            builder.unixSocket("/tmp/redis.sock");
            apply(section, faults, "unix_socket_path", text -> text, builder::unixSocket);
        } else if (!connection.equals("tcp_sock")) {
            faults.add(section.invalid("conn_type", "it must be tcp_sock or unix_sock, but is \"" + connection + "\""));
        }
        if (!faults.isEmpty()) {
            throw ConfigurationException.all(faults);
        }
        try {
            return builder.build();
        } catch (InvalidValueException e) {
            throw section.invalid(e.field(), e.fault());
        }
    }

    private static <T> void apply(
            BackendSettings section,
            List<ConfigurationException> faults,
            String key,
            Function<String, T> reader,
            Consumer<T> target) {
        section.get(key).ifPresent(text -> {
            try {
                target.accept(reader.apply(text));
            } catch (NumberFormatException e) {
                faults.add(section.invalid(key, "it must be a whole number, but is \"" + text + "\""));
            } catch (InvalidValueException e) {
                faults.add(section.invalid(key, e.fault()));
            }
        });
    }

    /** The URI is no part of a message: it may hold a password. */
    private static RedisSettings.Builder ofUri(BackendSettings section) {
        for (String key : PLACE) {
            if (section.get(key).isPresent()) {
                throw section.invalid(
                        "uri", "it says where Redis is, and so does " + key + ": one of the two has to go");
            }
        }
        try {
            return RedisSettings.uri(section.get("uri").orElseThrow());
        } catch (InvalidValueException e) {
            throw section.invalid("uri", e.fault());
        }
    }

    private static boolean flag(String key, String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new InvalidValueException(key, "it must be true or false, but is \"" + text + "\"");
    }
}
