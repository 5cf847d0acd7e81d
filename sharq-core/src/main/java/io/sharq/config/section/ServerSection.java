package io.sharq.config.section;

import static io.sharq.settings.ValueType.bytes;
import static io.sharq.settings.ValueType.flag;
import static io.sharq.settings.ValueType.path;
import static io.sharq.settings.ValueType.someOf;
import static io.sharq.settings.ValueType.span;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The table of section {@code [sharq-server]}: the settings of the HTTP server. */
public final class ServerSection {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ValueType<Duration> TIMEOUT = span(Duration.ofMillis(1), HOUR);
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int MANY = 1_000_000_000;
    private static final String ALL_THREE = "; `jwt_keys`, `jwt_issuer` and `jwt_audience` go together";

    private static final Section.Builder TABLE = Section.named("sharq-server").variables("SHARQ_SERVER_");

    public static final Setting<String> HOST = TABLE.add(
            Setting.of("host", text(), "the address that the server listens on").byDefault("127.0.0.1"));

    public static final Setting<Integer> PORT =
            TABLE.add(Setting.of("port", wholeNumber(0, 65_535), "the port that it listens on; 0 for any free one")
                    .byDefault(8080));

    public static final Setting<Integer> WORKERS = TABLE.add(Setting.of(
                    "workers",
                    wholeNumber(1, 256),
                    "how many threads serve connections; each serves many requests at a time")
            .otherwise("one for each processor"));

    public static final Setting<Path> ACCESSLOG =
            TABLE.add(Setting.of("accesslog", path("a path"), "the path of its access log; none if it is left empty")
                    .orEmpty());

    public static final Setting<Boolean> INSECURE = TABLE.add(Setting.of(
                    "insecure",
                    flag(),
                    "whether it may listen beyond loopback, and answer to any `Host`, without asking for credentials or"
                            + " client certificates")
            .byDefault(false));

    public static final Setting<Path> HTPASSWD =
            TABLE.add(Setting.of("htpasswd", path("a file"), "users and the hashes of their passwords"));

    public static final Setting<Set<String>> HTPASSWD_ROLES =
            TABLE.add(Setting.of("htpasswd_roles", someOf("produce", "consume", "admin"), "what those users may do")
                    .byDefault(Set.of("produce", "consume", "admin"))
                    .otherwise("all three"));

    public static final Setting<Path> TOKENS = TABLE.add(
            Setting.of("tokens", path("a file"), "the hashes of bearer tokens: name, roles, queue types, SHA-256"));

    public static final Setting<Path> JWT_KEYS = TABLE.add(Setting.of(
            "jwt_keys", path("a file"), "the JSON Web Key Set with which signed tokens are checked" + ALL_THREE));

    public static final Setting<String> JWT_ISSUER =
            TABLE.add(Setting.of("jwt_issuer", text(), "what `iss` of signed tokens must say" + ALL_THREE));

    public static final Setting<String> JWT_AUDIENCE =
            TABLE.add(Setting.of("jwt_audience", text(), "what `aud` of signed tokens must say" + ALL_THREE));

    public static final Setting<Path> TLS_CERT = TABLE.add(
            Setting.of("tls_cert", path("a PEM file"), "the server's certificate chain, together with `tls_key`"));

    public static final Setting<Path> TLS_KEY =
            TABLE.add(Setting.of("tls_key", path("a PEM file"), "the key of `tls_cert`"));

    public static final Setting<Path> TLS_CLIENT_CA = TABLE.add(Setting.of(
                    "tls_client_ca",
                    path("a PEM file"),
                    "the authorities whose certificates clients must show; it needs `tls_cert` and `tls_key`")
            .otherwise("none: clients need no certificate"));

    public static final Setting<Integer> MAX_BODY_SIZE =
            TABLE.add(Setting.of("max_body_size", bytes(1, 1 << 30), "the largest body")
                    .otherwise("1 MiB, or more if" + " `max_payload_size` is"));

    public static final Setting<Integer> MAX_HEADER_SIZE =
            TABLE.add(Setting.of("max_header_size", bytes(KIB, MIB), "the largest headers")
                    .byDefault(16 * KIB));

    public static final Setting<Integer> MAX_URI_LENGTH = TABLE.add(Setting.of(
                    "max_uri_length",
                    bytes(256, 64 * KIB),
                    "the longest first line of a request; a path with the longest names needs up to 1526")
            .byDefault(2 * KIB));

    public static final Setting<Duration> HEADER_TIMEOUT = TABLE.add(Setting.of(
                    "header_timeout",
                    TIMEOUT,
                    "how long a TLS handshake may take, and the headers of a request: of a connection's first from its"
                            + " opening, of others from their first byte")
            .byDefault(Duration.ofSeconds(10)));

    public static final Setting<Duration> BODY_TIMEOUT = TABLE.add(
            Setting.of("body_timeout", TIMEOUT, "how long a body may take").byDefault(Duration.ofSeconds(20)));

    public static final Setting<Duration> IDLE_TIMEOUT = TABLE.add(Setting.of(
                    "idle_timeout",
                    TIMEOUT,
                    "how long a connection may be without a request, and its last answer unread")
            .byDefault(Duration.ofSeconds(30)));

    public static final Setting<Integer> MAX_CONNECTIONS =
            TABLE.add(Setting.of("max_connections", wholeNumber(1, MANY), "how many connections there may be")
                    .byDefault(20_000));

    public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS = TABLE.add(Setting.of(
                    "max_connections_per_address",
                    wholeNumber(1, MANY),
                    "how many connections there may be from one address")
            .byDefault(20_000));

    public static final Setting<Integer> MAX_WAITING = TABLE.add(Setting.of(
                    "max_waiting", wholeNumber(0, MANY), "how many requests may wait, for a job or for the end of one")
            .byDefault(15_000));

    public static final Setting<Integer> MAX_WAITING_PER_CLIENT = TABLE.add(
            Setting.of("max_waiting_per_client", wholeNumber(0, MANY), "how many requests of one principal may wait")
                    .byDefault(15_000));

    public static final Setting<Duration> MAX_WAIT =
            TABLE.add(Setting.of("max_wait", TIMEOUT, "the longest wait; a longer `?wait=` is cut to it")
                    .byDefault(Duration.ofSeconds(30)));

    public static final Setting<Integer> REQUESTS_PER_SECOND = TABLE.add(Setting.of(
                    "requests_per_second",
                    wholeNumber(0, MANY),
                    "how many requests one principal, or without credentials one address, may send to this server in a"
                            + " second, health checks apart; 0 for no bound")
            .byDefault(0));

    public static final Setting<Integer> BYTES_PER_SECOND = TABLE.add(Setting.of(
                    "bytes_per_second",
                    bytes(0, MANY),
                    "how many bytes one principal, or without credentials one address, may send to this server in a"
                            + " second, health checks apart; 0 for no bound")
            .byDefault(0));

    public static final Setting<Integer> QUEUES_PER_HOUR = TABLE.add(Setting.of(
                    "queues_per_hour",
                    wholeNumber(0, 100_000_000),
                    "to how many different queues one principal, or without credentials one address, may enqueue in an"
                            + " hour, by this server; 0 for no bound")
            .byDefault(0));

    public static final Setting<Duration> SHUTDOWN_TIMEOUT = TABLE.add(Setting.of(
                    "shutdown_timeout",
                    span(Duration.ZERO, HOUR),
                    "how long it goes on with requests in hand when it is stopped")
            .byDefault(Duration.ofSeconds(10)));

    public static final Section SECTION = TABLE.build();

    private ServerSection() {}
}
