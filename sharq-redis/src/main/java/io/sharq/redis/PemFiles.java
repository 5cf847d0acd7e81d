package io.sharq.redis;

import io.lettuce.core.SslOptions;
import io.sharq.api.InvalidValueException;
import io.sharq.tls.CipherSuites;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/** The certificates of a connection with TLS, from PEM files. */
final class PemFiles {
    private PemFiles() {}

    /** Checks that a file can be read, so that a wrong path is told by the key that has it. */
    static String readable(String field, String path) {
        try {
            if (Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path))) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new InvalidValueException(field, "It is not a path.", e);
        }
        throw new InvalidValueException(field, "The file " + path + " cannot be read.");
    }

    static SslOptions options(RedisSettings settings) {
        SslOptions.Builder options = SslOptions.builder()
                .jdkSslProvider()
                .protocols("TLSv1.3", "TLSv1.2")
                .cipherSuites(CipherSuites.strong().toArray(String[]::new));
        if (settings.tlsCaFile() != null) {
            options.trustManager(new File(settings.tlsCaFile()));
        }
        if (settings.tlsCertFile() != null) {
            options.keyManager(
                    new File(settings.tlsCertFile()),
                    new File(Objects.requireNonNull(settings.tlsKeyFile())),
                    new char[0]);
        }
        return options.build();
    }
}
