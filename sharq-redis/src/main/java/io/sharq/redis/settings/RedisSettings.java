package io.sharq.redis.settings;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import java.time.Duration;
import java.util.List;
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
     * Settings of a URI, such as {@code redis://user:password@host:6379/0}, {@code rediss://host} for TLS,
     * {@code redis-sentinel://one,two,three/0#the-master} ({@code rediss-sentinel} for TLS) or
     * {@code redis-socket:///var/run/redis.sock?database=0}. Of parameters it may have {@code database} and
     * {@code timeout}.
     *
     * @param uri the URI
     * @return a builder with what the URI says
     * @throws InvalidValueException if it is not the URI of a Redis; the message does not repeat it, for it may hold a
     *     password
     */
    public static Builder uri(String uri) {
        return RedisUris.parse(uri);
    }

    /**
     * Returns the host.
     *
     * @return the host
     */
    public String host() {
        return values.host;
    }

    /**
     * Returns the port.
     *
     * @return the port
     */
    public int port() {
        return values.port;
    }

    /**
     * Returns the number of the database.
     *
     * @return the number of the database
     */
    public int database() {
        return values.database;
    }

    /**
     * Returns the prefix of all keys.
     *
     * @return the prefix of all keys
     */
    public String keyPrefix() {
        return values.keyPrefix;
    }

    /**
     * Returns whether the Redis is a cluster.
     *
     * @return whether the Redis is a cluster
     */
    public boolean isClustered() {
        return values.clustered;
    }

    /**
     * Returns the time-out of a command.
     *
     * @return the time-out of a command
     */
    public Duration timeout() {
        return values.timeout;
    }

    /**
     * Returns the number of partitions of a queue type.
     *
     * @return the number of partitions of a queue type
     */
    public int shards() {
        Integer shards = values.shards;
        return shards != null ? shards : values.clustered ? CLUSTERED_SHARDS : 1;
    }

    /**
     * Returns the bounds of the store.
     *
     * @return the bounds of the store
     */
    public StoreBounds bounds() {
        return values.bounds;
    }

    /**
     * Returns the clock of the scripts, or null for that of the Redis server.
     *
     * @return the clock of the scripts, or null for that of the Redis server
     */
    public @Nullable TimeSource clock() {
        return values.clock;
    }

    /**
     * Returns what an enqueue waits for.
     *
     * @return what an enqueue waits for
     */
    public Durability durability() {
        return values.durability;
    }

    /**
     * Returns whether connections use TLS.
     *
     * @return whether connections use TLS
     */
    public boolean isTls() {
        return values.tls;
    }

    /**
     * Returns the file of the certificate authorities, or null.
     *
     * @return the file of the certificate authorities, or null
     */
    public @Nullable String tlsCaFile() {
        return values.tlsCaFile;
    }

    /**
     * Returns the file of the client certificate, or null.
     *
     * @return the file of the client certificate, or null
     */
    public @Nullable String tlsCertFile() {
        return values.tlsCertFile;
    }

    /**
     * Returns the file of the client key, or null.
     *
     * @return the file of the client key, or null
     */
    public @Nullable String tlsKeyFile() {
        return values.tlsKeyFile;
    }

    /**
     * Returns whether sentinels name the master.
     *
     * @return whether sentinels name the master
     */
    public boolean hasSentinels() {
        return !values.sentinels.isEmpty();
    }

    /**
     * Returns the password, or null.
     *
     * @return the password, or null
     */
    public @Nullable String password() {
        return values.password;
    }

    /**
     * Returns the user at the sentinels, or null.
     *
     * @return the user at the sentinels, or null
     */
    public @Nullable String sentinelUsername() {
        return values.sentinelUsername;
    }

    /**
     * Returns the password at the sentinels, or null.
     *
     * @return the password at the sentinels, or null
     */
    public @Nullable String sentinelPassword() {
        return values.sentinelPassword;
    }

    /**
     * Returns the path of the Unix socket, or null.
     *
     * @return the path of the Unix socket, or null
     */
    public @Nullable String unixSocket() {
        return values.unixSocket;
    }

    /**
     * Returns the user, or null.
     *
     * @return the user, or null
     */
    public @Nullable String username() {
        return values.username;
    }

    /**
     * Returns the name of the master that the sentinels watch, or null.
     *
     * @return the name of the master that the sentinels watch, or null
     */
    public @Nullable String masterName() {
        return values.masterName;
    }

    /**
     * Returns where the sentinels listen.
     *
     * @return where the sentinels listen
     */
    public List<HostAndPort> sentinels() {
        return values.sentinels;
    }

    /** Says where the Redis is, without user or password. */
    @Override
    public String toString() {
        String place = values.unixSocket != null ? values.unixSocket : values.host + ":" + values.port;
        if (values.masterName != null) {
            place = values.masterName + " of the sentinels " + values.sentinels;
        }
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
        private StoreBounds bounds = StoreBounds.DEFAULT;
        private Durability durability = Durability.NONE;
        private List<HostAndPort> sentinels = List.of();
        private @Nullable String masterName;
        private @Nullable String sentinelUsername;
        private @Nullable String sentinelPassword;
        private @Nullable String tlsCaFile;
        private @Nullable String tlsCertFile;
        private @Nullable String tlsKeyFile;

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
            copy.bounds = bounds;
            copy.durability = durability;
            copy.sentinels = sentinels;
            copy.masterName = masterName;
            copy.sentinelUsername = sentinelUsername;
            copy.sentinelPassword = sentinelPassword;
            copy.tlsCaFile = tlsCaFile;
            copy.tlsCertFile = tlsCertFile;
            copy.tlsKeyFile = tlsKeyFile;
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
            port = (int) Bounds.range("port", newPort, 1, MAX_PORT);
            return this;
        }

        /**
         * The database.
         *
         * @param newDatabase its number, at least 0
         * @return this
         */
        public Builder database(int newDatabase) {
            database = (int) Bounds.range("db", newDatabase, 0, MAX_DATABASE);
            return this;
        }

        /**
         * What every key begins with. Two prefixes share nothing.
         *
         * @param newPrefix 1 to 200 characters without braces, blanks or control characters
         * @return this
         */
        public Builder keyPrefix(String newPrefix) {
            Bounds.range("key_prefix", newPrefix.length(), 1, MAX_PREFIX);
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
            Bounds.range("timeout", newTimeout.toMillis(), 1, Integer.MAX_VALUE);
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
         * Whether to speak TLS, with the sentinels too.
         *
         * @param isTls true for TLS
         * @return this
         */
        public Builder tls(boolean isTls) {
            tls = isTls;
            return this;
        }

        /**
         * Sentinels to ask where the master is, used together with its name and instead of host and port.
         *
         * @param hostsAndPorts hosts with ports, such as {@code one:26379,two:26379}; a port left out is 26379
         * @return this
         */
        public Builder sentinels(String hostsAndPorts) {
            sentinels = HostAndPort.list("sentinels", hostsAndPorts);
            return this;
        }

        /**
         * The name by which the sentinels know the master.
         *
         * @param newMasterName the name
         * @return this
         */
        public Builder masterName(String newMasterName) {
            if (newMasterName.isBlank()) {
                throw new InvalidValueException("master_name", "It must not be blank.");
            }
            masterName = newMasterName;
            return this;
        }

        /**
         * The ACL user that the sentinels want; used together with their password.
         *
         * @param newUsername the user
         * @return this
         */
        public Builder sentinelUsername(String newUsername) {
            sentinelUsername = newUsername;
            return this;
        }

        /**
         * The password that the sentinels want, which is none of the master's: without one they are asked without.
         *
         * @param newPassword the password
         * @return this
         */
        public Builder sentinelPassword(String newPassword) {
            sentinelPassword = newPassword;
            return this;
        }

        /**
         * The certificates to trust instead of Java's own, with TLS. The server's certificate must be for its host name.
         *
         * @param path a PEM file
         * @return this
         */
        public Builder tlsCaFile(String path) {
            tlsCaFile = PemFiles.readable("tls_ca_file", path);
            return this;
        }

        /**
         * The client's own certificate, with TLS; used together with its key.
         *
         * @param path a PEM file
         * @return this
         */
        public Builder tlsCertFile(String path) {
            tlsCertFile = PemFiles.readable("tls_cert_file", path);
            return this;
        }

        /**
         * The key of the client's certificate.
         *
         * @param path a PEM file of a PKCS#8 key without a password
         * @return this
         */
        public Builder tlsKeyFile(String path) {
            tlsKeyFile = PemFiles.readable("tls_key_file", path);
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
         * clients of a prefix have the same number; {@code sharq reshard} changes a type's.
         *
         * @param newShards 1 to 1024
         * @return this
         */
        public Builder shards(int newShards) {
            shards = (int) Bounds.range("shards", newShards, 1, Sharding.MAX_SHARDS);
            return this;
        }

        /**
         * How many queue types this client lets there be under the prefix: 1,000,000 if not set. What would make one more is
         * refused with the outcome {@link io.sharq.api.Outcome#REJECTED}.
         *
         * @param newMaxTypes 1 to 1,000,000,000
         * @return this
         */
        public Builder maxTypes(int newMaxTypes) {
            bounds = new StoreBounds(newMaxTypes, bounds.maxQueues());
            return this;
        }

        /**
         * How many queues this client lets a type have: 10,000,000 if not set. An enqueue that would make one more answers
         * {@link io.sharq.api.EnqueueStatus#TOO_MANY_QUEUES}, a configure or pause is refused with the outcome {@link
         * io.sharq.api.Outcome#REJECTED}. Each partition has an even share. Jobs that wait again after a lease, or are
         * remembered after their finish, are counted like queues.
         *
         * @param newMaxQueues 1 to 1,000,000,000
         * @return this
         */
        public Builder maxQueues(int newMaxQueues) {
            bounds = new StoreBounds(bounds.maxTypes(), newMaxQueues);
            return this;
        }

        /**
         * What an enqueue waits for before it answers: {@code none}, {@code replicas:n} for n replicas that have it, or
         * {@code aof} for a sync of the append-only file that includes it, which needs Redis 7.2. If that is not reached
         * within three quarters of the timeout, the outcome is {@link io.sharq.api.Outcome#UNKNOWN}.
         *
         * <p>With {@code none}, Redis's own {@code appendfsync} says what is safe: with {@code always} all that was
         * answered; with {@code everysec}, its default, a kill of Redis may undo what it answered in its last two seconds,
         * and a power cut what it answered since its last completed sync began. With {@code aof} neither undoes an enqueue
         * that was answered.
         *
         * @param newDurability one of the three
         * @return this
         */
        public Builder durability(String newDurability) {
            durability = Durability.of(newDurability);
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

        private void checkSentinels() {
            if (sentinels.isEmpty() != (masterName == null)) {
                throw new InvalidValueException(
                        sentinels.isEmpty() ? "sentinels" : "master_name",
                        "Sentinels and a master's name go together.");
            }
            if (masterName != null && (clustered || unixSocket != null)) {
                throw new InvalidValueException(
                        "sentinels", "Sentinels lead to one master, neither to a cluster nor to a Unix socket.");
            }
            if (sentinelPassword != null && sentinels.isEmpty()) {
                throw new InvalidValueException("sentinel_password", "It needs sentinels to be for.");
            }
            if (sentinelUsername != null && sentinelPassword == null) {
                throw new InvalidValueException("sentinel_username", "It needs a sentinel_password beside it.");
            }
        }

        private void checkTls() {
            if ((tlsCertFile == null) != (tlsKeyFile == null)) {
                throw new InvalidValueException(
                        tlsCertFile == null ? "tls_cert_file" : "tls_key_file",
                        "A certificate and its key go together.");
            }
            if (!tls && (tlsCaFile != null || tlsCertFile != null)) {
                throw new InvalidValueException("tls", "It must be true where certificates are given.");
            }
            if (tls && unixSocket != null) {
                throw new InvalidValueException("tls", "A Unix socket needs none.");
            }
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
            checkSentinels();
            checkTls();
            return new RedisSettings(copy());
        }
    }
}
