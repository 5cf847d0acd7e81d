package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Limits;
import io.sharq.spi.TimeSource;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a Redis is and how to speak to it. Immutable; the defaults are those of a local Redis. */
public final class RedisSettings {
    private static final int CLUSTERED_SHARDS = 16;

    private final Builder values;

    private RedisSettings(Builder values) {
        this.values = values;
    }

    /**
     * Settings with their defaults: 127.0.0.1, port 6379, database 0, prefix {@code sharq_server}, no password, five
     * seconds to answer.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Settings of a URI, such as {@code redis://user:password@host:6379/0} or
     * {@code redis-socket:///var/run/redis.sock?database=0}.
     *
     * @param uri the URI
     * @return a builder with what the URI says
     * @throws InvalidValueException if it is not a URI of one Redis
     */
    public static Builder uri(String uri) {
        RedisURI parsed;
        try {
            parsed = RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("redis", "It is not the URI of a Redis.", e);
        }
        Builder builder = builder().database(parsed.getDatabase()).tls(parsed.isSsl());
        if (parsed.getSocket() != null) {
            builder.unixSocket(parsed.getSocket());
        } else {
            builder.host(parsed.getHost()).port(parsed.getPort());
        }
        addCredentials(builder, String.valueOf(URI.create(uri).getRawAuthority()));
        return builder;
    }

    /** What stands before the {@code @}: a password, or a user, a colon and a password. */
    private static void addCredentials(Builder builder, String authority) {
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

    String host() {
        return values.host;
    }

    int port() {
        return values.port;
    }

    int database() {
        return values.database;
    }

    String keyPrefix() {
        return values.keyPrefix;
    }

    boolean isClustered() {
        return values.clustered;
    }

    Duration timeout() {
        return values.timeout;
    }

    /** Over how many partitions a type is spread. */
    int shards() {
        Integer shards = values.shards;
        return shards != null ? shards : values.clustered ? CLUSTERED_SHARDS : 1;
    }

    @Nullable
    TimeSource clock() {
        return values.clock;
    }

    RedisURI toUri() {
        RedisURI.Builder uri = values.unixSocket == null
                ? RedisURI.builder().withHost(values.host).withPort(values.port).withSsl(values.tls)
                : RedisURI.Builder.socket(values.unixSocket);
        uri.withDatabase(values.database).withTimeout(values.timeout);
        if (values.password != null && values.username != null) {
            uri.withAuthentication(values.username, values.password);
        } else if (values.password != null) {
            uri.withPassword(values.password.toCharArray());
        }
        return uri.build();
    }

    /** Says where the Redis is, without user or password. */
    @Override
    public String toString() {
        String place = values.unixSocket == null ? values.host + ":" + values.port : values.unixSocket;
        return "Redis at " + place + ", database " + values.database + ", prefix " + values.keyPrefix
                + (values.clustered ? ", clustered" : "")
                + (shards() == 1 ? "" : ", " + shards() + " partitions a type");
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_DATABASE = 1 << 20;
        private static final int MAX_PORT = 65_535;
        private static final int MAX_PREFIX = 200;

        private String host = "127.0.0.1";
        private int port = 6379;
        private int database;
        private String keyPrefix = "sharq_server";
        private Duration timeout = Duration.ofSeconds(5);
        private boolean clustered;
        private boolean tls;
        private @Nullable String unixSocket;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable TimeSource clock;
        private @Nullable Integer shards;

        private Builder() {}

        private Builder copy() {
            Builder copy = new Builder();
            copy.host = host;
            copy.port = port;
            copy.database = database;
            copy.keyPrefix = keyPrefix;
            copy.timeout = timeout;
            copy.clustered = clustered;
            copy.tls = tls;
            copy.unixSocket = unixSocket;
            copy.username = username;
            copy.password = password;
            copy.clock = clock;
            copy.shards = shards;
            return copy;
        }

        /**
         * The host.
         *
         * @param newHost a name or an address
         * @return this
         */
        public Builder host(String newHost) {
            if (newHost.isBlank()) {
                throw new InvalidValueException("host", "It must not be blank.");
            }
            host = newHost;
            return this;
        }

        /**
         * The port.
         *
         * @param newPort 1 to 65535
         * @return this
         */
        public Builder port(int newPort) {
            port = (int) Limits.range("port", newPort, 1, MAX_PORT);
            return this;
        }

        /**
         * The database.
         *
         * @param newDatabase its number, at least 0
         * @return this
         */
        public Builder database(int newDatabase) {
            database = (int) Limits.range("db", newDatabase, 0, MAX_DATABASE);
            return this;
        }

        /**
         * What every key begins with. Two prefixes share nothing.
         *
         * @param newPrefix 1 to 200 characters without braces, blanks or control characters
         * @return this
         */
        public Builder keyPrefix(String newPrefix) {
            Limits.range("key_prefix", newPrefix.length(), 1, MAX_PREFIX);
            if (newPrefix.chars().anyMatch(c -> c <= ' ' || c == '{' || c == '}' || c == 0x7f)) {
                throw new InvalidValueException("key_prefix", "It must have no braces, blanks or control characters.");
            }
            keyPrefix = newPrefix;
            return this;
        }

        /**
         * How long to wait for an answer before the outcome counts as unknown.
         *
         * @param newTimeout at least one millisecond
         * @return this
         */
        public Builder timeout(Duration newTimeout) {
            Limits.range("timeout", newTimeout.toMillis(), 1, Integer.MAX_VALUE);
            timeout = newTimeout;
            return this;
        }

        /**
         * Whether the Redis is a Redis Cluster.
         *
         * @param isClustered true for a cluster
         * @return this
         */
        public Builder clustered(boolean isClustered) {
            clustered = isClustered;
            return this;
        }

        /**
         * Whether to speak TLS.
         *
         * @param isTls true for TLS
         * @return this
         */
        public Builder tls(boolean isTls) {
            tls = isTls;
            return this;
        }

        /**
         * The path of a Unix socket, used instead of host and port.
         *
         * @param path the path
         * @return this
         */
        public Builder unixSocket(String path) {
            if (path.isBlank()) {
                throw new InvalidValueException("unix_socket_path", "It must not be blank.");
            }
            unixSocket = path;
            return this;
        }

        /**
         * The ACL user; used together with a password.
         *
         * @param newUsername the user
         * @return this
         */
        public Builder username(String newUsername) {
            username = newUsername;
            return this;
        }

        /**
         * The password.
         *
         * @param newPassword the password
         * @return this
         */
        public Builder password(String newPassword) {
            password = newPassword;
            return this;
        }

        /**
         * Over how many partitions the queues of each type are spread: 16 in a cluster and 1 otherwise, if not set. All
         * clients of a prefix have the same number; {@code sharq-reshard} changes a type's.
         *
         * @param newShards 1 to 1024
         * @return this
         */
        public Builder shards(int newShards) {
            shards = (int) Limits.range("shards", newShards, 1, Spread.MAX_SHARDS);
            return this;
        }

        /**
         * A clock for tests, read instead of the server's and sent along with every operation.
         *
         * @param newClock the clock
         * @return this
         */
        public Builder clock(TimeSource newClock) {
            clock = newClock;
            return this;
        }

        /**
         * The settings.
         *
         * @return immutable settings
         * @throws InvalidValueException if settings exclude each other
         */
        public RedisSettings build() {
            if (username != null && password == null) {
                throw new InvalidValueException("username", "It needs a password beside it.");
            }
            if (clustered && unixSocket != null) {
                throw new InvalidValueException("clustered", "A Unix socket leads to one Redis, not to a cluster.");
            }
            if (clustered && database != 0) {
                throw new InvalidValueException("db", "A Redis Cluster has only database 0.");
            }
            return new RedisSettings(copy());
        }
    }
}
