package io.sharq.tls;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The cipher suites of TLS 1.2 and 1.3 that are forward secret and authenticated (AEAD). With forward secrecy, a
 * stolen key does not decrypt recorded connections.
 */
public final class CipherSuites {
    private CipherSuites() {}

    /**
     * The strong suites of this Java, in its order of preference.
     *
     * @return names as {@link javax.net.ssl.SSLEngine} accepts them
     */
    public static List<String> strong() {
        try {
            String[] all = SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites();
            return Arrays.stream(all).filter(CipherSuites::isStrong).toList();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }

    /** In TLS 1.3 every key exchange is forward secret, so the suite's name does not mention it. */
    static boolean isStrong(String suite) {
        boolean isForwardSecret =
                suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
        return isForwardSecret && (suite.contains("_GCM_") || suite.contains("_POLY1305_"));
    }
}
