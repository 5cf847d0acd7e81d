package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** TLS with certificates of an authority that only the tests trust. Its own key is gone. */
class TlsTest {
    @Test
    void aServerOfTheGivenAuthorityIsTrustedAndTheClientShowsItsCertificate() throws IOException {
        try (TlsRedis redis = TlsRedis.start("server");
                RedisBackend backend = RedisBackend.open(redis.settings()
                        .tlsCertFile(file("client.pem"))
                        .tlsKeyFile(file("client.key"))
                        .build())) {
            new Operations(backend).enqueue("user001", "job-1", 0);
            assertThat(new Operations(backend).dequeue(1).jobs()).hasSize(1);
        }
    }

    @Test
    void aUriWithTlsAndAFileOfAuthoritiesLeadsThereToo() throws IOException {
        try (TlsRedis redis = TlsRedis.start("server");
                RedisBackend backend = RedisBackend.open(RedisSettings.uri("rediss://localhost:" + redis.port())
                        .tlsCaFile(file("ca.pem"))
                        .tlsCertFile(file("client.pem"))
                        .tlsKeyFile(file("client.key"))
                        .build())) {
            assertThat(Operations.get(backend.health()).available()).isTrue();
        }
    }

    /** The sentinel has no port without TLS, and wants a certificate too. */
    @Test
    void sentinelsAreAskedWithTlsToo() throws IOException {
        try (TlsRedis redis = TlsRedis.start("server");
                SentinelProcess sentinel = SentinelProcess.startTls(List.of(
                        "tls-replication yes",
                        "tls-cert-file " + file("server.pem"),
                        "tls-key-file " + file("server.key"),
                        "tls-ca-cert-file " + file("ca.pem"),
                        "sentinel monitor main 127.0.0.1 " + redis.port() + " 1"))) {
            Awaitility.await().atMost(Patience.LIMIT).until(sentinel::isListening);
            String uri = "rediss-sentinel://127.0.0.1:" + sentinel.port() + "/0#main";
            for (RedisSettings.Builder settings : List.of(
                    RedisSettings.uri(uri),
                    RedisSettings.builder()
                            .sentinels("127.0.0.1:" + sentinel.port())
                            .masterName("main")
                            .tls(true))) {
                try (RedisBackend backend = RedisBackend.open(settings.tlsCaFile(file("ca.pem"))
                        .tlsCertFile(file("client.pem"))
                        .tlsKeyFile(file("client.key"))
                        .build())) {
                    assertThat(Operations.get(backend.health()).available()).isTrue();
                }
            }
        }
    }

    @Test
    void aClientWithoutACertificateIsTurnedAway() throws IOException {
        try (TlsRedis redis = TlsRedis.start("server")) {
            assertThatThrownBy(() -> RedisBackend.open(redis.settings().build()))
                    .isInstanceOf(BackendException.class);
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTrusted() throws IOException {
        try (TlsRedis redis = TlsRedis.start("server")) {
            RedisSettings ofJava = RedisSettings.builder()
                    .port(redis.port())
                    .tls(true)
                    .tlsCertFile(file("client.pem"))
                    .tlsKeyFile(file("client.key"))
                    .timeout(Patience.LIMIT)
                    .build();
            assertThatThrownBy(() -> RedisBackend.open(ofJava))
                    .isInstanceOf(BackendException.class)
                    .hasStackTraceContaining("unable to find valid certification path");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws IOException {
        try (TlsRedis redis = TlsRedis.start("elsewhere")) {
            RedisSettings settings = redis.settings()
                    .tlsCertFile(file("client.pem"))
                    .tlsKeyFile(file("client.key"))
                    .build();
            assertThatThrownBy(() -> RedisBackend.open(settings))
                    .isInstanceOf(BackendException.class)
                    .hasStackTraceContaining("No subject alternative names");
        }
    }

    @Test
    void aServerThatOffersNoForwardSecrecyIsRefused() throws IOException {
        for (String weak : List.of("AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA")) {
            try (TlsRedis redis =
                    TlsRedis.start("server", "--tls-protocols", "TLSv1.2", "--tls-ciphers", weak + ":@SECLEVEL=0")) {
                assertThatThrownBy(() -> RedisBackend.open(redis.settings()
                                .tlsCertFile(file("client.pem"))
                                .tlsKeyFile(file("client.key"))
                                .build()))
                        .as(weak)
                        .isInstanceOf(BackendException.class);
            }
        }
        try (TlsRedis redis = TlsRedis.start(
                        "server", "--tls-protocols", "TLSv1.2", "--tls-ciphers", "ECDHE-RSA-AES128-GCM-SHA256");
                RedisBackend backend = RedisBackend.open(redis.settings()
                        .tlsCertFile(file("client.pem"))
                        .tlsKeyFile(file("client.key"))
                        .build())) {
            assertThat(Operations.get(backend.health()).available()).isTrue();
        }
    }

    @Test
    void certificatesNeedTlsAndAKey() {
        assertThatThrownBy(
                        () -> RedisSettings.builder().tlsCaFile(file("ca.pem")).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`tls` has an invalid value.");
        assertThatThrownBy(() -> RedisSettings.builder()
                        .tls(true)
                        .tlsCertFile(file("client.pem"))
                        .build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`tls_key_file` has an invalid value.");
    }

    /** A Redis that also listens with TLS, and wants a certificate of each client. */
    record TlsRedis(RedisProcess process, int port) implements AutoCloseable {
        static TlsRedis start(String name, String... options) throws IOException {
            int port = FreePort.find();
            List<String> all = new ArrayList<>(List.of(
                    "--tls-port",
                    Integer.toString(port),
                    "--tls-cert-file",
                    file(name + ".pem"),
                    "--tls-key-file",
                    file(name + ".key"),
                    "--tls-ca-cert-file",
                    file("ca.pem")));
            all.addAll(List.of(options));
            RedisProcess process = RedisProcess.start(all.toArray(String[]::new));
            return new TlsRedis(process, port);
        }

        RedisSettings.Builder settings() {
            return RedisSettings.builder()
                    .port(port)
                    .tls(true)
                    .tlsCaFile(file("ca.pem"))
                    .timeout(Patience.LIMIT);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private static String file(String name) {
        try {
            return Path.of(TlsTest.class.getResource("/tls/" + name).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
