package io.sharq.redis.settings;

import static io.sharq.redis.settings.RedisSection.CLUSTERED;
import static io.sharq.redis.settings.RedisSection.CONN_TYPE;
import static io.sharq.redis.settings.RedisSection.DB;
import static io.sharq.redis.settings.RedisSection.DURABILITY;
import static io.sharq.redis.settings.RedisSection.HOST;
import static io.sharq.redis.settings.RedisSection.KEY_PREFIX;
import static io.sharq.redis.settings.RedisSection.MASTER_NAME;
import static io.sharq.redis.settings.RedisSection.MAX_QUEUES;
import static io.sharq.redis.settings.RedisSection.MAX_TYPES;
import static io.sharq.redis.settings.RedisSection.PASSWORD;
import static io.sharq.redis.settings.RedisSection.PORT;
import static io.sharq.redis.settings.RedisSection.SENTINELS;
import static io.sharq.redis.settings.RedisSection.SENTINEL_PASSWORD;
import static io.sharq.redis.settings.RedisSection.SENTINEL_USERNAME;
import static io.sharq.redis.settings.RedisSection.SHARDS;
import static io.sharq.redis.settings.RedisSection.TIMEOUT;
import static io.sharq.redis.settings.RedisSection.TLS;
import static io.sharq.redis.settings.RedisSection.TLS_CA_FILE;
import static io.sharq.redis.settings.RedisSection.TLS_CERT_FILE;
import static io.sharq.redis.settings.RedisSection.TLS_KEY_FILE;
import static io.sharq.redis.settings.RedisSection.UNIX_SOCKET_PATH;
import static io.sharq.redis.settings.RedisSection.URI;
import static io.sharq.redis.settings.RedisSection.USERNAME;

import io.sharq.api.InvalidValueException;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import io.sharq.settings.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection settings of a Redis. Immutable; the defaults are those of a local Redis. */
public final class RedisSettings {
    private static final int CLUSTERED_SHARDS = 16;

    private final SettingValues values;
    private final @Nullable TimeSource clock;

    private RedisSettings(Builder builder) {
        this.values = builder.values;
        this.clock = builder.clock;
    }

    /**
     * Creates settings from the values of the section {@code [redis]}.
     *
     * @param values the values
     * @return the settings
     * @throws InvalidValueException if settings exclude each other
     */
    public static RedisSettings of(SettingValues values) {
        Optional<String> uri = values.find(URI);
        uri.ifPresent(unused -> checkPlace(values));
        return new Builder(uri.map(text -> ofUri(text).withAll(values)).orElse(values)).build();
    }

    /** Reads the values that a URI sets. An error in any part of it is reported for the URI. */
    private static SettingValues ofUri(String uri) {
        try {
            return uri(uri).values;
        } catch (InvalidValueException e) {
            throw new InvalidValueException(URI.key(), e.fault());
        }
    }

    private static void checkPlace(SettingValues values) {
        for (Setting<?> setting : RedisSection.PLACE) {
            if (values.find(setting).isPresent()) {
                throw new InvalidValueException(
                        URI.key(), "it says where Redis is, and so does " + setting + ": one of the two has to go");
            }
        }
    }

    /**
     * Creates a builder with the defaults: 127.0.0.1, port 6379, database 0, prefix {@code sharq_server}, no password, and a
     * timeout of five seconds.
     */
    public static Builder builder() {
        return new Builder(SettingValues.defaults(RedisSection.SECTION));
    }

    /**
     * Creates a builder from a URI, such as {@code redis://user:password@host:6379/0}, {@code rediss://host} for TLS,
     * {@code redis-sentinel://one,two,three/0#the-master} ({@code rediss-sentinel} for TLS) or
     * {@code redis-socket:///var/run/redis.sock?database=0}. The supported parameters are {@code database} and
     * {@code timeout}.
     *
     * @param uri the URI
     * @return a builder with the settings of the URI
     * @throws InvalidValueException if it is not the URI of a Redis; the message does not repeat it, because it may hold a
     *     password
     */
    public static Builder uri(String uri) {
        return RedisUris.parse(uri);
    }

    /** The host. */
    public String host() {
        return values.get(HOST);
    }

    /** The port. */
    public int port() {
        return values.get(PORT);
    }

    /** The number of the database. */
    public int database() {
        return values.get(DB);
    }

    /** The prefix of all keys. */
    public String keyPrefix() {
        return values.get(KEY_PREFIX);
    }

    /** Whether the Redis is a cluster. */
    public boolean isClustered() {
        return values.get(CLUSTERED);
    }

    /** The timeout of a command. */
    public Duration timeout() {
        return values.get(TIMEOUT);
    }

    /** The number of partitions of a queue type. */
    public int shards() {
        return values.find(SHARDS)
                .orElse(values.get(CLUSTERED) && !PrefixBraces.areIn(keyPrefix()) ? CLUSTERED_SHARDS : 1);
    }

    /** The bounds of the store. */
    public StoreBounds bounds() {
        return StoreSettings.bounds(values);
    }

    /** The clock of the scripts, or null for that of the Redis server. */
    public @Nullable TimeSource clock() {
        return clock;
    }

    /** What an enqueue waits for. */
    public Durability durability() {
        return values.get(DURABILITY);
    }

    /** Whether connections use TLS. */
    public boolean isTls() {
        return values.get(TLS);
    }

    /** The file of the certificate authorities, or null. */
    public @Nullable String tlsCaFile() {
        return values.find(TLS_CA_FILE).orElse(null);
    }

    /** The file of the client certificate, or null. */
    public @Nullable String tlsCertFile() {
        return values.find(TLS_CERT_FILE).orElse(null);
    }

    /** The file of the client key, or null. */
    public @Nullable String tlsKeyFile() {
        return values.find(TLS_KEY_FILE).orElse(null);
    }

    /** Whether sentinels name the master. */
    public boolean hasSentinels() {
        return values.find(SENTINELS).isPresent();
    }

    /** The password, or null. */
    public @Nullable String password() {
        return values.find(PASSWORD).orElse(null);
    }

    /** The user for the sentinels, or null. */
    public @Nullable String sentinelUsername() {
        return values.find(SENTINEL_USERNAME).orElse(null);
    }

    /** The password for the sentinels, or null. */
    public @Nullable String sentinelPassword() {
        return values.find(SENTINEL_PASSWORD).orElse(null);
    }

    /** The path of the Unix socket, or null. */
    public @Nullable String unixSocket() {
        return values.get(CONN_TYPE).equals(RedisSection.UNIX) ? values.get(UNIX_SOCKET_PATH) : null;
    }

    /** The user, or null. */
    public @Nullable String username() {
        return values.find(USERNAME).orElse(null);
    }

    /** The name of the master that the sentinels watch, or null. */
    public @Nullable String masterName() {
        return values.find(MASTER_NAME).orElse(null);
    }

    /** The addresses of the sentinels. */
    public List<HostAndPort> sentinels() {
        return values.find(SENTINELS)
                .map(text -> HostAndPort.list(SENTINELS.key(), text))
                .orElse(List.of());
    }

    /** Describes where the Redis is, without user or password. */
    @Override
    public String toString() {
        String socket = unixSocket();
        String place = socket != null ? socket : host() + ":" + port();
        if (masterName() != null) {
            place = masterName() + " of the sentinels " + sentinels();
        }
        return "Redis at " + place + ", database " + database() + ", prefix " + keyPrefix()
                + (isClustered() ? ", clustered" : "")
                + (shards() == 1 ? "" : ", " + shards() + " partitions a type");
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private SettingValues values;
        private @Nullable TimeSource clock;

        private Builder(SettingValues values) {
            this.values = values;
        }

        private <T> Builder with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return this;
        }

        private boolean has(Setting<?> setting) {
            return values.find(setting).isPresent();
        }

        /**
         * The host.
         *
         * @param newHost a name or an address
         * @return this
         */
        public Builder host(String newHost) {
            return with(HOST, newHost);
        }

        /**
         * The port.
         *
         * @param newPort 1 to 65535
         * @return this
         */
        public Builder port(int newPort) {
            return with(PORT, newPort);
        }

        /**
         * The database.
         *
         * @param newDatabase its number, at least 0
         * @return this
         */
        public Builder database(int newDatabase) {
            return with(DB, newDatabase);
        }

        /**
         * The prefix of every key. Two prefixes share no data.
         *
         * @param newPrefix 1 to 200 characters without blanks or control characters. Braces in it are a hash tag, which keeps
         *     all keys in one slot of a cluster
         * @return this
         */
        public Builder keyPrefix(String newPrefix) {
            return with(KEY_PREFIX, newPrefix);
        }

        /**
         * The timeout: how long to wait for a response before the outcome counts as unknown.
         *
         * @param newTimeout at least one millisecond
         * @return this
         */
        public Builder timeout(Duration newTimeout) {
            return with(TIMEOUT, newTimeout);
        }

        /**
         * Whether the Redis is a Redis Cluster, false by default.
         *
         * @param isClustered true for a cluster
         * @return this
         */
        public Builder clustered(boolean isClustered) {
            return with(CLUSTERED, isClustered);
        }

        /**
         * Whether to use TLS, also for the sentinels.
         *
         * @param isTls true for TLS
         * @return this
         */
        public Builder tls(boolean isTls) {
            return with(TLS, isTls);
        }

        /**
         * The sentinels that know the master. Used together with its name, and instead of host and port.
         *
         * @param hostsAndPorts hosts with ports, such as {@code one:26379,two:26379}; a port left out is 26379
         * @return this
         */
        public Builder sentinels(String hostsAndPorts) {
            return with(SENTINELS, hostsAndPorts);
        }

        /**
         * The name by which the sentinels know the master.
         *
         * @param newMasterName the name
         * @return this
         */
        public Builder masterName(String newMasterName) {
            return with(MASTER_NAME, newMasterName);
        }

        /**
         * The ACL user for the sentinels. Used together with their password.
         *
         * @param newUsername the user
         * @return this
         */
        public Builder sentinelUsername(String newUsername) {
            return with(SENTINEL_USERNAME, newUsername);
        }

        /**
         * The password for the sentinels. It is independent of the master's; without it, no password is sent to them.
         *
         * @param newPassword the password
         * @return this
         */
        public Builder sentinelPassword(String newPassword) {
            return with(SENTINEL_PASSWORD, newPassword);
        }

        /**
         * The certificates to trust with TLS, instead of Java's own. The server's certificate must match its host name.
         *
         * @param path a PEM file
         * @return this
         */
        public Builder tlsCaFile(String path) {
            return with(TLS_CA_FILE, path);
        }

        /**
         * The client's own certificate for TLS. Used together with its key.
         *
         * @param path a PEM file
         * @return this
         */
        public Builder tlsCertFile(String path) {
            return with(TLS_CERT_FILE, path);
        }

        /**
         * The key of the client's certificate.
         *
         * @param path a PEM file of a PKCS#8 key without a password
         * @return this
         */
        public Builder tlsKeyFile(String path) {
            return with(TLS_KEY_FILE, path);
        }

        /**
         * The path of a Unix socket. Used instead of host and port.
         *
         * @param path the path
         * @return this
         */
        public Builder unixSocket(String path) {
            return with(CONN_TYPE, RedisSection.UNIX).with(UNIX_SOCKET_PATH, path);
        }

        /**
         * The ACL user. Used together with a password.
         *
         * @param newUsername the user
         * @return this
         */
        public Builder username(String newUsername) {
            return with(USERNAME, newUsername);
        }

        /**
         * The password.
         *
         * @param newPassword the password
         * @return this
         */
        public Builder password(String newPassword) {
            return with(PASSWORD, newPassword);
        }

        /**
         * The number of partitions of each queue type. If not set, it is 16 in a cluster, provided that the prefix has no
         * braces, and 1 otherwise. All clients of a prefix must use the same number; {@code sharq reshard} changes that of a
         * type.
         *
         * @param newShards 1 to 1024
         * @return this
         */
        public Builder shards(int newShards) {
            return with(SHARDS, newShards);
        }

        /**
         * The maximum number of queue types that this client allows under the prefix: 1,000,000 if not set. What would
         * exceed it is refused with the outcome {@link io.sharq.api.Outcome#REJECTED}.
         *
         * @param newMaxTypes 1 to 1,000,000,000
         * @return this
         */
        public Builder maxTypes(int newMaxTypes) {
            return with(MAX_TYPES, newMaxTypes);
        }

        /**
         * The maximum number of queues that this client allows in a type: 10,000,000 if not set. An enqueue that would
         * exceed it returns {@link io.sharq.api.EnqueueStatus#TOO_MANY_QUEUES}. A configure or pause is refused with the
         * outcome {@link io.sharq.api.Outcome#REJECTED}. Each partition has an even share. Jobs that wait again after a
         * lease, or are remembered after their finish, count like queues.
         *
         * @param newMaxQueues 1 to 1,000,000,000
         * @return this
         */
        public Builder maxQueues(int newMaxQueues) {
            return with(MAX_QUEUES, newMaxQueues);
        }

        /**
         * What an enqueue waits for before it completes: {@code none}, {@code replicas:n} for n replicas that have it, or
         * {@code aof} for a sync of the append-only file that includes it, which needs Redis 7.2. If that is not reached
         * within three quarters of the timeout, the outcome is {@link io.sharq.api.Outcome#UNKNOWN}.
         *
         * <p>With {@code none}, Redis's own {@code appendfsync} determines what is safe. With {@code always}, everything
         * that Redis acknowledged is safe. With {@code everysec}, the default, a kill of Redis may undo what it acknowledged
         * in its last two seconds, and a power cut what it acknowledged since its last completed sync began. With
         * {@code aof}, neither undoes an enqueue that was acknowledged.
         *
         * @param newDurability one of the three
         * @return this
         */
        public Builder durability(String newDurability) {
            return with(DURABILITY, DURABILITY.parse(newDurability));
        }

        /**
         * A clock for tests. It replaces the server's clock, and its time is sent with every operation.
         *
         * @param newClock the clock
         * @return this
         */
        public Builder clock(TimeSource newClock) {
            clock = newClock;
            return this;
        }

        private boolean isUnixSocket() {
            return values.get(CONN_TYPE).equals(RedisSection.UNIX);
        }

        private void checkSentinels() {
            if (has(SENTINELS) != has(MASTER_NAME)) {
                throw new InvalidValueException(
                        has(SENTINELS) ? "master_name" : "sentinels", "Sentinels and a master's name go together.");
            }
            if (has(MASTER_NAME) && (values.get(CLUSTERED) || isUnixSocket())) {
                throw new InvalidValueException(
                        "sentinels", "Sentinels lead to one master, neither to a cluster nor to a Unix socket.");
            }
            if (has(SENTINEL_PASSWORD) && !has(SENTINELS)) {
                throw new InvalidValueException("sentinel_password", "It needs sentinels to be for.");
            }
            if (has(SENTINEL_USERNAME) && !has(SENTINEL_PASSWORD)) {
                throw new InvalidValueException("sentinel_username", "It needs a sentinel_password beside it.");
            }
        }

        private void checkTls() {
            if (has(TLS_CERT_FILE) != has(TLS_KEY_FILE)) {
                throw new InvalidValueException(
                        has(TLS_KEY_FILE) ? "tls_cert_file" : "tls_key_file", "A certificate and its key go together.");
            }
            if (!values.get(TLS) && (has(TLS_CA_FILE) || has(TLS_CERT_FILE))) {
                throw new InvalidValueException("tls", "It must be true where certificates are given.");
            }
            if (values.get(TLS) && isUnixSocket()) {
                throw new InvalidValueException("tls", "A Unix socket needs none.");
            }
        }

        /**
         * Builds the settings.
         *
         * @return immutable settings
         * @throws InvalidValueException if settings exclude each other
         */
        public RedisSettings build() {
            if (has(USERNAME) && !has(PASSWORD)) {
                throw new InvalidValueException("username", "It needs a password beside it.");
            }
            if (values.get(CLUSTERED) && isUnixSocket()) {
                throw new InvalidValueException("clustered", "A Unix socket leads to one Redis, not to a cluster.");
            }
            if (values.get(CLUSTERED) && values.get(DB) != 0) {
                throw new InvalidValueException("db", "A Redis Cluster has only database 0.");
            }
            if (values.get(CLUSTERED) && PrefixBraces.makeAnEmptyHashTag(values.get(KEY_PREFIX))) {
                throw new InvalidValueException(
                        KEY_PREFIX.key(),
                        "Its first braces must not be empty in a cluster: a hash tag names something.");
            }
            checkSentinels();
            checkTls();
            return new RedisSettings(this);
        }
    }
}
