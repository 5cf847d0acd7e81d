package io.sharq.server;

import static io.sharq.config.section.ServerSection.HTPASSWD;
import static io.sharq.config.section.ServerSection.HTPASSWD_ROLES;
import static io.sharq.config.section.ServerSection.JWT_AUDIENCE;
import static io.sharq.config.section.ServerSection.JWT_ISSUER;
import static io.sharq.config.section.ServerSection.JWT_KEYS;
import static io.sharq.config.section.ServerSection.MAX_BODY_SIZE;
import static io.sharq.config.section.ServerSection.TLS_CERT;
import static io.sharq.config.section.ServerSection.TLS_CLIENT_CA;
import static io.sharq.config.section.ServerSection.TLS_KEY;
import static io.sharq.config.section.ServerSection.TOKENS;
import static io.sharq.config.section.ServerSection.WORKERS;

import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.config.section.ServerSection;
import io.sharq.server.auth.AuthSettings;
import io.sharq.server.auth.Role;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of {@code [sharq-server]}, and what several of them say together. Immutable. */
final class ServerSettings {
    private static final int MIB = 1 << 20;

    private final SettingValues values;
    private final int bodySize;
    private final Optional<Tls> tls;
    private final AuthSettings auth;

    private ServerSettings(SettingValues values, int maxPayloadSize) {
        this.values = values;
        this.bodySize = values.find(MAX_BODY_SIZE).orElse(Math.max(MIB, maxPayloadSize + (MIB >> 6)));
        this.tls = tls(values);
        this.auth = new AuthSettings(
                values.find(HTPASSWD),
                Role.parse(HTPASSWD_ROLES.key(), String.join(",", values.get(HTPASSWD_ROLES))),
                values.find(TOKENS),
                jwt(values));
    }

    static ServerSettings of(Configuration configuration) {
        int maxPayloadSize = configuration.settings().maxPayloadSize();
        return configuration.read(ServerSection.SECTION, values -> new ServerSettings(values, maxPayloadSize));
    }

    /**
     * PEM files.
     *
     * @param certificate the server's certificate chain
     * @param key its key
     * @param clientAuthorities the certificate authorities of clients, each of which needs a certificate if they are given
     */
    record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    /** The value of a setting that has a default. */
    <T> T get(Setting<T> setting) {
        return values.get(setting);
    }

    /** The value of a setting, if it is set. */
    <T> Optional<T> find(Setting<T> setting) {
        return values.find(setting);
    }

    /** How many threads serve connections. */
    int eventLoops() {
        return values.find(WORKERS).orElse(Runtime.getRuntime().availableProcessors());
    }

    /** The largest body, in bytes: by default one that the largest payload fits in. */
    int bodySize() {
        return bodySize;
    }

    Optional<Tls> tls() {
        return tls;
    }

    AuthSettings auth() {
        return auth;
    }

    /** Whether callers are authenticated, by credentials or by a certificate. */
    boolean asksForCredentials() {
        return auth.isOn() || tls.flatMap(Tls::clientAuthorities).isPresent();
    }

    private static Optional<Tls> tls(SettingValues values) {
        requireTogether("tls_cert and tls_key are set together or not at all", values, TLS_CERT, TLS_KEY);
        Optional<Path> authorities = values.find(TLS_CLIENT_CA);
        if (authorities.isPresent() && values.find(TLS_CERT).isEmpty()) {
            throw new InvalidValueException(TLS_CLIENT_CA.key(), "it needs tls_cert and tls_key beside it");
        }
        return values.find(TLS_CERT).map(certificate -> new Tls(certificate, values.get(TLS_KEY), authorities));
    }

    private static Optional<AuthSettings.Jwt> jwt(SettingValues values) {
        requireTogether(
                "jwt_keys, jwt_issuer and jwt_audience are set together or not at all",
                values,
                JWT_KEYS,
                JWT_ISSUER,
                JWT_AUDIENCE);
        return values.find(JWT_KEYS)
                .map(keys -> new AuthSettings.Jwt(keys, values.get(JWT_ISSUER), values.get(JWT_AUDIENCE)));
    }

    private static void requireTogether(String rule, SettingValues values, Setting<?>... settings) {
        long set = Stream.of(settings).filter(s -> values.find(s).isPresent()).count();
        if (set > 0 && set < settings.length) {
            String first = Stream.of(settings)
                    .filter(setting -> values.find(setting).isPresent())
                    .findFirst()
                    .map(Setting::key)
                    .orElseThrow();
            throw new InvalidValueException(first, rule);
        }
    }
}
