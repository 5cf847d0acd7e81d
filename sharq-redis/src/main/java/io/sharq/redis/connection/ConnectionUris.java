package io.sharq.redis.connection;

import io.lettuce.core.RedisURI;
import io.sharq.redis.settings.HostAndPort;
import io.sharq.redis.settings.RedisSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the Lettuce URIs of a Redis and of its sentinels from its settings. */
public final class ConnectionUris {
    private ConnectionUris() {}

    /** Returns the URI that a client connects to, with its logins. */
    public static RedisURI of(RedisSettings settings) {
        RedisURI.Builder uri = address(settings);
        uri.withDatabase(settings.database()).withTimeout(settings.timeout());
        logIn(uri, settings.username(), settings.password());
        return uri.build();
    }

    static List<RedisURI> sentinelsWithoutLogin(RedisSettings settings) {
        return settings.sentinels().stream()
                .map(sentinel ->
                        of(sentinel, settings).withTimeout(settings.timeout()).build())
                .toList();
    }

    private static void logIn(RedisURI.Builder uri, @Nullable String username, @Nullable String password) {
        if (password != null && username != null) {
            uri.withAuthentication(username, password);
        } else if (password != null) {
            uri.withPassword(password.toCharArray());
        }
    }

    private static RedisURI.Builder address(RedisSettings settings) {
        String unixSocket = settings.unixSocket();
        if (unixSocket != null) {
            return RedisURI.Builder.socket(unixSocket);
        }
        String masterName = settings.masterName();
        if (masterName == null) {
            return RedisURI.builder()
                    .withHost(settings.host())
                    .withPort(settings.port())
                    .withSsl(settings.isTls());
        }
        RedisURI.Builder uri =
                RedisURI.builder().withSentinelMasterId(masterName).withSsl(settings.isTls());
        for (HostAndPort sentinel : settings.sentinels()) {
            RedisURI.Builder own = of(sentinel, settings);
            logIn(own, settings.sentinelUsername(), settings.sentinelPassword());
            uri.withSentinel(own.build());
        }
        return uri;
    }

    /** A sentinel inherits nothing of its master's URI, not even TLS. */
    private static RedisURI.Builder of(HostAndPort sentinel, RedisSettings settings) {
        return RedisURI.builder()
                .withHost(sentinel.host())
                .withPort(sentinel.port())
                .withSsl(settings.isTls());
    }
}
