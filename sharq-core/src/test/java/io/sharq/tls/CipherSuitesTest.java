package io.sharq.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherSuitesTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_AES_256_GCM_SHA384, true",
        "TLS_CHACHA20_POLY1305_SHA256, true",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, true",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, false",
        "TLS_RSA_WITH_AES_128_CBC_SHA, false",
        "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256, false",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, false",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, false",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, false",
        "TLS_EMPTY_RENEGOTIATION_INFO_SCSV, false",
    })
    void aStrongSuiteIsForwardSecretAndAuthenticated(String suite, boolean isStrong) {
        assertThat(CipherSuites.isStrong(suite)).isEqualTo(isStrong);
    }

    @Test
    void thisJavaHasSomeOfBothVersions() {
        assertThat(CipherSuites.strong())
                .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .allMatch(CipherSuites::isStrong);
    }
}
