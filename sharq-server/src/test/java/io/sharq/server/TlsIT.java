package io.sharq.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import io.sharq.server.auth.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
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
        certificate(name, "EC", "");
    }

    /** Makes one that vouches for itself, and writes it and its key with a prefix. */
    private void certificate(String name, String algorithm, String prefix) throws Exception {
        Path store = folder.resolve(name + ".p12");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
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
        pem(prefix + "cert.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(
                prefix + "key.pem",
                "PRIVATE KEY",
                keys.getKey("a", "changeit".toCharArray()).getEncoded());
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
            socket.setSoTimeout(RawHttp.SILENCE_MILLIS);
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
            RawHttp.Said plain =
                    RawHttp.exchange(port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", RawHttp.SILENCE_MILLIS);
            assertThat(plain.isClosed()).isTrue();
            assertThat(plain.text()).doesNotContain("Hello");

            certificate("second");
            tokens("new");
            server.signal("-HUP");
            await().atMost(Patience.LIMIT)
                    .untilAsserted(() -> assertThat(ask(port, "TLSv1.3", "new"))
                            .as(server.err())
                            .isEqualTo("CN=second 200"));
            assertThat(ask(port, "TLSv1.2", "old")).isEqualTo("CN=second 401");

            // A fault leaves what is there in force.
            Files.writeString(folder.resolve("tokens"), "no token\n");
            server.signal("-HUP");
            await().atMost(Patience.LIMIT).until(() -> server.err().contains("the old ones stay in force"));
            assertThat(ask(port, "TLSv1.3", "new")).isEqualTo("CN=second 200");
        }
    }

    private String keys() {
        return "tls_cert : " + folder.resolve("cert.pem") + "\ntls_key : " + folder.resolve("key.pem") + "\n";
    }

    /** A suite that this Java knows, and no TLS 1.2 server should still take: the server's key opens what is recorded. */
    @Test
    void suitesWithoutForwardSecrecyAreRefused() throws Exception {
        certificate("first", "RSA", "");
        try (ServerProcess server = ServerProcess.start(keys(), "[inmemory]\n")) {
            for (String weak : List.of(
                    "TLS_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA")) {
                assertThatThrownBy(() -> handshake(server.port(), null, weak))
                        .as(weak)
                        .isInstanceOf(SSLException.class);
            }
            for (String strong :
                    List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")) {
                assertThat(handshake(server.port(), null, strong)).isEqualTo("200");
            }
            assertThat(handshake(server.port(), null, "TLS_AES_128_GCM_SHA256")).isEqualTo("200");
        }
    }

    /** The status of an answer, with a client certificate or none, and one suite or any. */
    private String handshake(int port, String prefix, String suite) throws Exception {
        KeyManager[] own = null;
        if (prefix != null) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(folder.resolve(prefix + ".p12"))) {
                keys.load(in, "changeit".toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, "changeit".toCharArray());
            own = managers.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, new TrustManager[] {ANY}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(RawHttp.SILENCE_MILLIS);
            if (suite != null) {
                socket.setEnabledCipherSuites(new String[] {suite});
                socket.setEnabledProtocols(new String[] {suite.startsWith("TLS_AES_") ? "TLSv1.3" : "TLSv1.2"});
            }
            socket.startHandshake();
            socket.getOutputStream()
                    .write("GET /health/live/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return answer.isEmpty() ? "" : answer.substring(9, 12);
        }
    }

    private boolean isServed(int port, String client) {
        try {
            return handshake(port, client, null).equals("200");
        } catch (IOException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clientsShowACertificateOfTheAuthorityAndSighupTakesAnother() throws Exception {
        certificate("first");
        certificate("friend", "EC", "friend-");
        certificate("stranger", "EC", "stranger-");
        Files.copy(folder.resolve("friend-cert.pem"), folder.resolve("ca.pem"));
        try (ServerProcess server =
                ServerProcess.start(keys() + "tls_client_ca : " + folder.resolve("ca.pem") + "\n", "[inmemory]\n")) {
            int port = server.port();
            assertThat(isServed(port, "friend")).isTrue();
            assertThat(isServed(port, null)).isFalse();
            assertThat(isServed(port, "stranger")).isFalse();
            assertThatThrownBy(() -> handshake(port, null, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                    .as("without a certificate, by TLS 1.2")
                    .isInstanceOf(IOException.class);

            Files.copy(
                    folder.resolve("stranger-cert.pem"), folder.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
            server.signal("-HUP");
            await().atMost(Patience.LIMIT).until(() -> isServed(port, "stranger"));
            assertThat(isServed(port, "friend")).isFalse();

            Files.writeString(folder.resolve("ca.pem"), "no certificate");
            server.signal("-HUP");
            await().atMost(Patience.LIMIT).until(() -> server.err().contains("the old ones stay in force"));
            assertThat(isServed(port, "stranger")).isTrue();
            assertThat(isServed(port, null)).isFalse();
        }
    }

    @Test
    void aFileOfAuthoritiesThatHasNoneOrIsNotThereEndsTheStart() throws Exception {
        certificate("first");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        for (Path file : List.of(empty, folder.resolve("nowhere.pem"))) {
            Path configuration = Files.writeString(
                    folder.resolve("sharq.conf"),
                    "[sharq-server]\nport : 0\n" + keys() + "tls_client_ca : " + file + "\n[inmemory]\n");
            ServerProcess.Ended ended = ServerProcess.runToEnd(List.of("--config", configuration.toString()));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().lines()).hasSize(1);
            assertThat(ended.err()).contains("tls_client_ca").contains(file.toString());
        }
    }

    /** A connection counts from its first byte on, though the server's own bookkeeping begins after the handshake. */
    @Test
    void handshakesThatNeverEndAreClosed() throws Exception {
        certificate("first");
        try (ServerProcess server = ServerProcess.start(keys() + "header_timeout : 4000\n", "[inmemory]\n")) {
            List<RawHttp> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                slow.add(new RawHttp(server.port()));
                RawHttp halfway = new RawHttp(server.port());
                // The beginning of a record that says it has 512 bytes.
                halfway.sendsAtMost("\u0016\u0003\u0001\u0002\u0000\u0001", 1);
                slow.add(halfway);
            }
            // A busy machine may be too slow for the bound now and then, here too.
            await().atMost(Patience.LIMIT).until(() -> isServed(server.port(), null));
            for (RawHttp client : slow) {
                assertThat(client.read(RawHttp.SILENCE_MILLIS).isClosed()).isTrue();
            }
        }
    }
}
