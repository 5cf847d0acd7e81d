package io.sharq.spring.autoconfigure;

import io.sharq.api.ConfigurationException;
import io.sharq.config.SuppliedSetting;
import io.sharq.settings.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * The Redis that the application has by its connection details, such as the properties {@code spring.data.redis.*} or a
 * container of its tests. SharQ uses it if its own properties name no other.
 *
 * @param place the settings of {@code [redis]} that say where it is
 * @param ssl the certificates of its connections, or null if it does not use TLS
 */
record ApplicationRedis(Map<String, String> place, @Nullable SslBundle ssl) {
    /** The property of a URL, which connection details hold only in part. */
    static final String URL = "spring.data.redis.url";

    private static final String REDIS = "redis";
    private static final String ORIGIN = "the Redis of the application (spring.data.redis)";
    private static final String CA_FILE = "tls_ca_file";

    /** The keys of {@code [redis]} that say where it is. If a property sets one, the others have their defaults. */
    private static final Set<String> PLACE = Set.of(
            "uri",
            "host",
            "port",
            "db",
            "conn_type",
            "unix_socket_path",
            "username",
            "password",
            "sentinels",
            "master_name",
            "sentinel_username",
            "sentinel_password",
            "tls",
            "clustered");

    /** Collects the settings of a place. What is null is not set. */
    static final class Builder {
        private final Map<String, String> place = new LinkedHashMap<>();

        Builder with(String key, @Nullable Object value) {
            if (value != null) {
                place.put(key, value.toString());
            }
            return this;
        }

        /** A user without a password is none that one can log in as. */
        Builder login(String prefix, @Nullable String username, @Nullable String password) {
            return password == null || password.isEmpty()
                    ? this
                    : with(prefix + "username", username).with(prefix + "password", password);
        }

        Builder cluster(String host, int port) {
            return with("clustered", true).with("host", host).with("port", port);
        }

        /** Connection details do not say that a URL is one of TLS, because Boot's own clients read the URL themselves. */
        Builder standalone(String host, int port, int database, @Nullable String url) {
            boolean isTls = url != null
                    && url.startsWith("rediss://")
                    && host.equals(URI.create(url).getHost());
            return with("host", host).with("port", port).with("db", database).with("tls", isTls ? true : null);
        }

        ApplicationRedis build(@Nullable SslBundle ssl) {
            return new ApplicationRedis(with("tls", ssl == null ? null : true).place, ssl);
        }
    }

    /**
     * Adds this Redis to the settings, unless they choose another backend or say where SharQ's Redis is.
     *
     * @param settings the properties of SharQ
     * @param backends the sections of the backends on the class path
     * @return the settings to use
     * @throws ConfigurationException if SharQ cannot use the certificates of this Redis
     */
    List<SuppliedSetting> under(List<SuppliedSetting> settings, List<Section> backends) {
        boolean isThere = backends.stream().anyMatch(section -> section.name().equals(REDIS));
        boolean isOtherChosen = settings.stream().anyMatch(setting -> choosesOther(setting, backends));
        boolean isPlaced = settings.stream().anyMatch(setting -> isOf(setting, REDIS) && PLACE.contains(setting.key()));
        if (!isThere || isOtherChosen || isPlaced) {
            return settings;
        }
        checkCertificates(settings);
        List<SuppliedSetting> all = new ArrayList<>(settings);
        place.forEach((key, value) -> all.add(new SuppliedSetting(REDIS, key, value, ORIGIN + " " + key)));
        return all;
    }

    private static boolean choosesOther(SuppliedSetting setting, List<Section> backends) {
        if (isOf(setting, "sharq") && setting.key().equals("backend")) {
            return !setting.value().strip().equals(REDIS);
        }
        return !isOf(setting, REDIS) && backends.stream().anyMatch(section -> isOf(setting, section.name()));
    }

    private static boolean isOf(SuppliedSetting setting, String section) {
        return setting.section().equals(section);
    }

    private void checkCertificates(List<SuppliedSetting> settings) {
        boolean hasStores = ssl != null
                && Stream.of(ssl.getStores().getTrustStore(), ssl.getStores().getKeyStore())
                        .anyMatch(store -> store != null);
        boolean hasFile = settings.stream()
                .anyMatch(setting -> isOf(setting, REDIS) && setting.key().equals(CA_FILE));
        if (hasStores && !hasFile) {
            throw new ConfigurationException(
                    "the Redis of the application (spring.data.redis.ssl.bundle) has certificates in an SSL bundle, and SharQ"
                            + " reads PEM files: set the property sharq.redis.tls-ca-file, and sharq.redis.tls-cert-file"
                            + " and sharq.redis.tls-key-file if Redis wants a certificate of its clients");
        }
    }

    /** The keys, without values, which may be passwords. */
    @Override
    public String toString() {
        return "ApplicationRedis" + place.keySet();
    }
}
