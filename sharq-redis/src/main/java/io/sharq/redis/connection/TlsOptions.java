package io.sharq.redis.connection;

import io.lettuce.core.SslOptions;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.tls.CipherSuites;
import java.io.File;
import java.util.Objects;

/** The TLS options of a connection: protocols, cipher suites, and certificates from PEM files. */
final class TlsOptions {
    private TlsOptions() {}

    static SslOptions of(RedisSettings settings) {
        SslOptions.Builder options = SslOptions.builder()
                .jdkSslProvider()
                .protocols("TLSv1.3", "TLSv1.2")
                .cipherSuites(CipherSuites.strong().toArray(String[]::new));
        String caFile = settings.tlsCaFile();
        if (caFile != null) {
            options.trustManager(new File(caFile));
        }
        String certFile = settings.tlsCertFile();
        if (certFile != null) {
            options.keyManager(
                    new File(certFile), new File(Objects.requireNonNull(settings.tlsKeyFile())), new char[0]);
        }
        return options.build();
    }
}
