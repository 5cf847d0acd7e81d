package io.sharq.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS 1.2 and 1.3, and what SIGHUP reads again. The certificates are made by keytool. */
final class TlsIT {
    /** It trusts anybody: which certificate is shown is looked at by the test. */
    private static final X509TrustManager ANY = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    @TempDir
    Path folder;

    private void certificate(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool").toFile())
                .start()
                .waitFor();
        assertThat(code).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
    }

    private void pem(String file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** The subject of the certificate that is shown, and the status of an answer. */
    private static String ask(int port, String protocol, String token) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {ANY}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            socket.getOutputStream()
                    .write(("GET /metrics/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + token + "\r\n\r\n")
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName() + " " + answer.substring(9, 12);
        }
    }

    private void tokens(String token) throws IOException {
        Files.writeString(folder.resolve("tokens"), "one produce * " + Tokens.hash(token) + "\n");
    }

    @Test
    void oldVersionsAreRefusedAndSighupTakesNewCertificatesAndTokens() throws Exception {
        certificate("first");
        tokens("old");
        try (ServerProcess server = ServerProcess.start(
                "tls_cert : " + folder.resolve("cert.pem") + "\ntls_key : " + folder.resolve("key.pem") + "\ntokens : "
                        + folder.resolve("tokens") + "\n",
                "[inmemory]\n")) {
            int port = server.port();
            assertThat(ask(port, "TLSv1.3", "old")).isEqualTo("CN=first 200");
            assertThat(ask(port, "TLSv1.2", "old")).isEqualTo("CN=first 200");
            assertThat(ask(port, "TLSv1.3", "new")).isEqualTo("CN=first 401");
            assertThatThrownBy(() -> ask(port, "TLSv1.1", "old")).isInstanceOf(SSLException.class);
            RawHttp.Said plain = RawHttp.exchange(port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 10_000);
            assertThat(plain.isClosed()).isTrue();
            assertThat(plain.text()).doesNotContain("Hello");

            certificate("second");
            tokens("new");
            server.signal("-HUP");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ask(port, "TLSv1.3", "new"))
                            .as(server.err())
                            .isEqualTo("CN=second 200"));
            assertThat(ask(port, "TLSv1.2", "old")).isEqualTo("CN=second 401");

            // A fault leaves what is there in force.
            Files.writeString(folder.resolve("tokens"), "no token\n");
            server.signal("-HUP");
            await().atMost(Duration.ofSeconds(20)).until(() -> server.err().contains("the old ones stay in force"));
            assertThat(ask(port, "TLSv1.3", "new")).isEqualTo("CN=second 200");
        }
    }
}
