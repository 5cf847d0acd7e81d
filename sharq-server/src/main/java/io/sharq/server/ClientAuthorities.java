package io.sharq.server;

import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The file of the certificate authorities of clients. A file without a certificate is refused: no client could be trusted. */
final class ClientAuthorities {
    private ClientAuthorities() {}

    /**
     * Checks that a file can be used.
     *
     * @throws ConfigurationException if it cannot be read, or has no certificate or a broken one
     */
    static void check(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new ConfigurationException("[sharq-server] tls_client_ca: " + file + " has no certificate");
            }
        } catch (IOException e) {
            throw new ConfigurationException("[sharq-server] tls_client_ca: " + file + " cannot be read: " + e, e);
        } catch (CertificateException e) {
            throw new ConfigurationException(
                    "[sharq-server] tls_client_ca: " + file + " holds no certificates: " + e.getMessage(), e);
        }
    }
}
