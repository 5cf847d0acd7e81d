package io.sharq.redis.settings;

import static io.sharq.settings.ValueType.flag;
import static io.sharq.settings.ValueType.oneOf;
import static io.sharq.settings.ValueType.span;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.StoreSettings;
import io.sharq.settings.ValueType;
import java.time.Duration;
import java.util.List;

/** The settings of the section {@code [redis]}. */
public final class RedisSection {
    static final String TCP = "tcp_sock";
    static final String UNIX = "unix_sock";
    private static final int MAX_DATABASE = 1 << 20;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PREFIX = 200;
    private static final ValueType<String> ANY_TEXT = text("", (key, text) -> text);
    private static final ValueType<String> PEM_FILE = text("a PEM file", PemFiles::readable);

    private static final Section.Builder TABLE = Section.named("redis");

    static final Setting<String> HOST =
            TABLE.add(Setting.of("host", text(), "the address or name of Redis; of any node, if clustered")
                    .byDefault("127.0.0.1"));

    static final Setting<Integer> PORT = TABLE.add(
            Setting.of("port", wholeNumber(1, MAX_PORT), "the port of Redis").byDefault(6379));

    static final Setting<Integer> DB =
            TABLE.add(Setting.of("db", wholeNumber(0, MAX_DATABASE), "the number of the database")
                    .byDefault(0));

    static final Setting<String> KEY_PREFIX = TABLE.add(Setting.of(
                    "key_prefix",
                    text("1 to 200 characters without blanks or control characters", RedisSection::prefix),
                    "what the name of every key in Redis begins with; braces in it are a"
                            + " [hash tag](redis-keys.md#a-prefix-with-braces)")
            .byDefault("sharq_server"));

    static final Setting<String> CONN_TYPE = TABLE.add(Setting.of(
                    "conn_type",
                    oneOf(TCP, UNIX),
                    "`tcp_sock` to connect to `host` and `port`, `unix_sock` to connect to `unix_socket_path`")
            .byDefault(TCP));

    static final Setting<String> UNIX_SOCKET_PATH =
            TABLE.add(Setting.of("unix_socket_path", text(), "the path of Redis's socket, read with `unix_sock` alone")
                    .byDefault("/tmp/redis.sock"));

    static final Setting<String> USERNAME =
            TABLE.add(Setting.of("username", ANY_TEXT, "the user to log in as, together with a password"));

    static final Setting<String> PASSWORD =
            TABLE.add(Setting.of("password", ANY_TEXT, "the password to log in with; none if it is left empty")
                    .secret()
                    .orEmpty());

    static final Setting<String> URI = TABLE.add(Setting.of(
                    "uri",
                    ANY_TEXT,
                    "where Redis is, in place of the keys above and of `tls` and the sentinels; see"
                            + " [below](#where-redis-is)")
            .secret());

    static final Setting<String> SENTINELS = TABLE.add(Setting.of(
            "sentinels",
            text("hosts with ports, such as `one:26379,two:26379`", RedisSection::sentinels),
            "the sentinels that know the master; in place of host and port"));

    static final Setting<String> MASTER_NAME =
            TABLE.add(Setting.of("master_name", text(), "the name by which the sentinels know the master"));

    static final Setting<String> SENTINEL_USERNAME = TABLE.add(Setting.of(
            "sentinel_username",
            ANY_TEXT,
            "the user to log in as at the sentinels, together with `sentinel_password`"));

    static final Setting<String> SENTINEL_PASSWORD = TABLE.add(Setting.of(
                    "sentinel_password",
                    ANY_TEXT,
                    "the password that the sentinels want; they are never shown the master's")
            .secret());

    static final Setting<Boolean> TLS = TABLE.add(Setting.of(
                    "tls",
                    flag(),
                    "whether to speak TLS 1.2 or 1.3, with forward-secret AEAD suites, with sentinels too; the server's"
                            + " certificate must be for its host name")
            .byDefault(false));

    static final Setting<String> TLS_CA_FILE = TABLE.add(
            Setting.of("tls_ca_file", PEM_FILE, "the certificates to trust").otherwise("Java's own"));

    static final Setting<String> TLS_CERT_FILE = TABLE.add(
            Setting.of("tls_cert_file", PEM_FILE, "the client's own certificate, together with `tls_key_file`"));

    static final Setting<String> TLS_KEY_FILE =
            TABLE.add(Setting.of("tls_key_file", PEM_FILE, "the key of `tls_cert_file`, PKCS#8 without a password"));

    static final Setting<Boolean> CLUSTERED = TABLE.add(
            Setting.of("clustered", flag(), "whether Redis is a cluster").byDefault(false));

    static final Setting<Integer> SHARDS = TABLE.add(Setting.of(
                    "shards",
                    wholeNumber(1, Sharding.MAX_SHARDS),
                    "over how many [partitions](redis-keys.md#partitions) the queues of each type are spread; the same"
                            + " for all clients")
            .otherwise("1; 16 if clustered and `key_prefix` has no braces"));

    static final Setting<Durability> DURABILITY = TABLE.add(Setting.of(
                    "durability",
                    text("`none`, `replicas:n` with n from 1 to 99, or `aof`", (key, text) -> Durability.of(text)),
                    "what an enqueue waits for. With `none`, Redis's `appendfsync` says what a kill of Redis or a power"
                            + " cut may undo: nothing with `always`, the last seconds with its default `everysec`; with"
                            + " `aof`, no enqueue that was acknowledged. See [durability.md](durability.md)")
            .byDefault(Durability.NONE));

    static final Setting<Integer> MAX_TYPES = TABLE.add(StoreSettings.MAX_TYPES);

    static final Setting<Integer> MAX_QUEUES = TABLE.add(StoreSettings.MAX_QUEUES);

    static final Setting<Duration> TIMEOUT = TABLE.add(Setting.of(
                    "timeout",
                    span(Duration.ofMillis(1), Duration.ofMillis(Integer.MAX_VALUE)),
                    "the longest wait for an answer of Redis, and that for being sent behind other calls")
            .byDefault(Duration.ofSeconds(5)));

    /** The section, as a configuration reads it. */
    public static final Section SECTION = TABLE.build();

    /** The settings that say where the Redis is. A URI replaces them. */
    static final List<Setting<?>> PLACE =
            List.of(HOST, PORT, DB, CONN_TYPE, UNIX_SOCKET_PATH, USERNAME, PASSWORD, TLS, SENTINELS, MASTER_NAME);

    private RedisSection() {}

    private static String prefix(String key, String text) {
        Bounds.range(key, text.length(), 1, MAX_PREFIX);
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new InvalidValueException(key, "It must have no blanks or control characters.");
        }
        return text;
    }

    private static String sentinels(String key, String text) {
        HostAndPort.list(key, text);
        return text;
    }
}
