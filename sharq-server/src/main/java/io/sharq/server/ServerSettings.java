package io.sharq.server;

import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import io.sharq.server.api.Quotas;
import io.sharq.server.auth.AuthSettings;
import io.sharq.server.auth.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the server.
 *
 * @param host the address that it listens on
 * @param port the port that it listens on, 0 for any free one
 * @param eventLoops how many threads serve connections
 * @param accessLog where requests are logged
 * @param isInsecure whether it accepts unauthenticated requests from other machines
 * @param tls its certificate and key
 * @param auth the credentials of its callers
 * @param bounds the limits of connections and requests
 * @param waits the limits of waiting dequeues
 * @param quotas the rate limits of each principal
 * @param shutdownTimeout how long pending requests may take when it is stopped
 */
record ServerSettings(
        String host,
        int port,
        int eventLoops,
        Optional<Path> accessLog,
        boolean isInsecure,
        Optional<Tls> tls,
        AuthSettings auth,
        Bounds bounds,
        WaitBounds waits,
        Quotas.Bounds quotas,
        Duration shutdownTimeout) {
    private static final int MIB = 1 << 20;
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MANY = 1_000_000_000;

    /**
     * PEM files.
     *
     * @param certificate the server's certificate chain
     * @param key its key
     * @param clientAuthorities the certificate authorities of clients, each of which needs a certificate if they are given
     */
    record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    /**
     * The limits of connections and requests.
     *
     * @param bodySize the largest body, in bytes
     * @param headerSize the largest headers, in bytes
     * @param uriLength the longest first line of a request, in bytes
     * @param headerTimeout how long the handshake of a connection may take, and the headers of a request
     * @param bodyTimeout how long a body may take
     * @param idleTimeout how long a connection may be without a request, and its last answer unread
     * @param connections how many connections there may be
     * @param connectionsOfAddress how many of them from one address
     */
    record Bounds(
            int bodySize,
            int headerSize,
            int uriLength,
            Duration headerTimeout,
            Duration bodyTimeout,
            Duration idleTimeout,
            int connections,
            int connectionsOfAddress) {}

    /** The number of waiting dequeues in all and of one principal, and the longest wait. */
    record WaitBounds(int most, int mostOfOne, Duration longest) {}

    /** Whether callers are authenticated, by credentials or by a certificate. */
    boolean asksForCredentials() {
        return auth.isOn() || tls.flatMap(Tls::clientAuthorities).isPresent();
    }

    static ServerSettings of(Configuration configuration) {
        Section section = configuration.section("sharq-server");
        int body = Math.max(MIB, configuration.settings().maxPayloadSize() + (MIB >> 6));
        return new ServerSettings(
                section.text("host").orElse("127.0.0.1"),
                section.integer("port", 0, 65_535).orElse(8080),
                section.integer("workers", 1, 256).orElse(Runtime.getRuntime().availableProcessors()),
                section.text("accesslog").map(Path::of),
                section.flag("insecure").orElse(false),
                tls(section),
                auth(section),
                new Bounds(
                        section.integer("max_body_size", 1, 1 << 30).orElse(body),
                        section.integer("max_header_size", 1_024, MIB).orElse(16 << 10),
                        section.integer("max_uri_length", 256, 64 << 10).orElse(2_048),
                        section.millis("header_timeout", LEAST, HOUR).orElse(Duration.ofSeconds(10)),
                        section.millis("body_timeout", LEAST, HOUR).orElse(Duration.ofSeconds(20)),
                        section.millis("idle_timeout", LEAST, HOUR).orElse(Duration.ofSeconds(30)),
                        section.integer("max_connections", 1, MANY).orElse(20_000),
                        section.integer("max_connections_per_address", 1, MANY).orElse(20_000)),
                new WaitBounds(
                        section.integer("max_waiting", 0, MANY).orElse(15_000),
                        section.integer("max_waiting_per_client", 0, MANY).orElse(15_000),
                        section.millis("max_wait", LEAST, HOUR).orElse(Duration.ofSeconds(30))),
                new Quotas.Bounds(
                        section.integer("requests_per_second", 0, MANY).orElse(0),
                        section.integer("bytes_per_second", 0, MANY).orElse(0),
                        section.integer("queues_per_hour", 0, 100_000_000).orElse(0)),
                section.millis("shutdown_timeout", Duration.ZERO, HOUR).orElse(Duration.ofSeconds(10)));
    }

    private static Optional<Tls> tls(Section section) {
        Optional<Path> certificate = section.text("tls_cert").map(Path::of);
        Optional<Path> key = section.text("tls_key").map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw section.invalid(
                    certificate.isPresent() ? "tls_cert" : "tls_key",
                    "tls_cert and tls_key are set together or not at all");
        }
        Optional<Path> authorities = section.text("tls_client_ca").map(Path::of);
        if (authorities.isPresent() && certificate.isEmpty()) {
            throw section.invalid("tls_client_ca", "it needs tls_cert and tls_key beside it");
        }
        return certificate.map(path -> new Tls(path, key.orElseThrow(), authorities));
    }

    private static AuthSettings auth(Section section) {
        Set<Role> roles = Set.of(Role.values());
        Optional<String> named = section.text("htpasswd_roles");
        if (named.isPresent()) {
            try {
                roles = Role.parse("htpasswd_roles", named.get());
            } catch (InvalidValueException e) {
                throw section.invalid(e.field(), e.fault());
            }
        }
        return new AuthSettings(
                section.text("htpasswd").map(Path::of),
                roles,
                section.text("tokens").map(Path::of),
                jwt(section));
    }

    private static Optional<AuthSettings.Jwt> jwt(Section section) {
        Optional<String> keys = section.text("jwt_keys");
        Optional<String> issuer = section.text("jwt_issuer");
        Optional<String> audience = section.text("jwt_audience");
        if (keys.isEmpty() && issuer.isEmpty() && audience.isEmpty()) {
            return Optional.empty();
        }
        if (keys.isEmpty() || issuer.isEmpty() || audience.isEmpty()) {
            String set = keys.isPresent() ? "jwt_keys" : issuer.isPresent() ? "jwt_issuer" : "jwt_audience";
            throw section.invalid(set, "jwt_keys, jwt_issuer and jwt_audience are set together or not at all");
        }
        return Optional.of(new AuthSettings.Jwt(Path.of(keys.get()), issuer.get(), audience.get()));
    }
}
