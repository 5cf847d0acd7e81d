package io.sharq.redis.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import io.sharq.api.InvalidValueException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses the Redis URIs that Lettuce supports. No message repeats a URI, because it may hold a password. */
final class RedisUris {
    private static final String FIELD = "uri";
    private static final Set<String> PARAMETERS = Set.of("database", "timeout");

    private RedisUris() {}

    static RedisSettings.Builder parse(String uri) {
        RedisURI parsed;
        URI raw;
        try {
            raw = URI.create(uri);
            parsed = RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            // No cause: its message quotes the URI.
            throw new InvalidValueException(
                    FIELD,
                    "It must be a redis://, rediss://, redis-sentinel://, rediss-sentinel:// or redis-socket:// URI.");
        }
        checkParameters(raw);
        RedisSettings.Builder builder =
                RedisSettings.builder().database(parsed.getDatabase()).tls(parsed.isSsl());
        if (!parsed.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION)) {
            builder.timeout(parsed.getTimeout());
        }
        if (parsed.getSocket() != null) {
            builder.unixSocket(parsed.getSocket());
        } else if (!parsed.getSentinels().isEmpty()) {
            builder.sentinels(parsed.getSentinels().stream()
                    .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                    .collect(Collectors.joining(",")));
            if (parsed.getSentinelMasterId() == null) {
                throw new InvalidValueException(FIELD, "It must end with # and the master's name.");
            }
            builder.masterName(parsed.getSentinelMasterId());
        } else {
            builder.host(parsed.getHost()).port(parsed.getPort());
        }
        addCredentials(builder, String.valueOf(raw.getRawAuthority()));
        return builder;
    }

    private static void checkParameters(URI uri) {
        String query = uri.getRawQuery();
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String parameter : query.split("&", -1)) {
            String name = parameter.split("=", -1)[0];
            if (!PARAMETERS.contains(name)) {
                throw new InvalidValueException(
                        FIELD, "Of parameters it may have database and timeout, but it has " + name + ".");
            }
        }
    }

    /** Reads what stands before the {@code @}: a password, or a user, a colon and a password. */
    private static void addCredentials(RedisSettings.Builder builder, String authority) {
        int end = authority.lastIndexOf('@');
        if (end < 0) {
            return;
        }
        int colon = authority.substring(0, end).indexOf(':');
        if (colon > 0) {
            builder.username(decoded(authority.substring(0, colon)));
        }
        builder.password(decoded(authority.substring(colon + 1, end)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
