package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sharq.api.BackendException;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a Redis that cannot be opened, and that nothing is left of the attempt. */
class OpenFaultsTest {
    /** What a server's start waits for, and what ends it. */
    private static final String FOR_NOW = "(NOT_DONE)";

    private static final String FOR_GOOD = "(REJECTED)";
    private static final String SECRET = "s3cret-of-the-user";

    @TempDir
    private Path folder;

    @Test
    void thePasswordIsMissingOrWrong() {
        try (RedisProcess redis = RedisProcess.start("--requirepass", SECRET)) {
            assertThat(faultOf(RedisSettings.uri(redis.uri())))
                    .contains("NOAUTH")
                    .endsWith(FOR_GOOD);
            String wrong = faultOf(RedisSettings.uri(redis.uri()).password("wr0ng-password"));
            assertThat(wrong)
                    .contains("WRONGPASS")
                    .doesNotContain("wr0ng-password")
                    .endsWith(FOR_GOOD);
            assertThat(faultOf(RedisSettings.uri(redis.uri().replace("//", "//me:wr0ng-password@"))))
                    .contains("WRONGPASS")
                    .doesNotContain("wr0ng-password");
            String clustered = faultOf(
                    RedisSettings.uri(redis.uri()).password("wr0ng-password").clustered(true));
            assertThat(clustered).contains("WRONGPASS").doesNotContain("wr0ng-password", "***");
        }
    }

    @Test
    void theDatabaseIsNotThere() {
        assertThat(faultOf(RedisSettings.uri(TestRedis.uri()).database(99)))
                .contains("DB index is out of range")
                .endsWith(FOR_GOOD);
    }

    @Test
    void thereIsNoTlsAtThePort() {
        try (RedisProcess redis = RedisProcess.start()) {
            assertThat(faultOf(RedisSettings.builder().port(redis.port()).tls(true), Duration.ofSeconds(5)))
                    .contains("timed out after 5 second(s); does it speak TLS at that port?")
                    .endsWith(FOR_NOW);
        }
    }

    @Test
    void thePortWantsTls() throws IOException {
        try (TlsTest.TlsRedis redis = TlsTest.TlsRedis.start("server")) {
            int port = redis.port();
            assertThat(faultOf(RedisSettings.builder().port(port)))
                    .containsAnyOf("Connection reset by peer", "onnection closed");
            assertThat(faultOf(RedisSettings.builder().port(port).tls(true)))
                    .contains("unable to find valid certification path")
                    .endsWith(FOR_GOOD);
        }
    }

    @Test
    void theHostIsUnknown() {
        assertThat(faultOf(RedisSettings.builder().host("nosuch.invalid")))
                .contains("Failed to resolve 'nosuch.invalid'")
                .endsWith(FOR_NOW);
    }

    @Test
    void nobodyListens() {
        assertThat(faultOf(RedisSettings.builder().port(1)))
                .contains("Connection refused")
                .endsWith(FOR_NOW);
    }

    @Test
    void thereIsNoSuchSocket() {
        assertThat(faultOf(RedisSettings.builder()
                        .unixSocket(folder.resolve("redis.sock").toString())))
                .contains("redis.sock, database 0, prefix sharq_server: FileNotFoundException")
                .endsWith(FOR_NOW);
    }

    @Test
    void itHasAllTheClientsThatItTakes() throws IOException {
        try (RedisProcess redis = RedisProcess.start("--maxclients", "1")) {
            // The connection that saw Redis start counts until Redis has noticed its end.
            try (Socket only = await().until(() -> takenIn(redis), Objects::nonNull)) {
                assertThat(only.isConnected()).isTrue();
                assertThat(faultOf(RedisSettings.uri(redis.uri()))).endsWith(FOR_NOW);
            }
        }
    }

    /** A connection that Redis answers, or null if it refuses another client. */
    private static @Nullable Socket takenIn(RedisProcess redis) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() == '+') {
            return socket;
        }
        socket.close();
        return null;
    }

    @Test
    void itIsNoCluster() {
        assertThat(faultOf(RedisSettings.uri(TestRedis.uri()).clustered(true)))
                .endsWith("partitions a type: ERR This instance has cluster support disabled (REJECTED)");
    }

    @Test
    void aFileHasNoCertificate() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");

        assertThat(faultOf(RedisSettings.builder().tls(true).tlsCaFile(file.toString())))
                .contains("certificate")
                .endsWith(FOR_GOOD);
    }

    @Test
    void theRedisIsTooOldForTheDurability() {
        try (RedisProcess redis = RedisProcess.start()) {
            assertThat(faultOf(RedisSettings.uri(redis.uri()).durability("aof")))
                    .contains("aof");
        }
    }

    private static String faultOf(RedisSettings.Builder settings) {
        return faultOf(settings, Patience.LIMIT);
    }

    /** Opens it in vain, and sees to it that no thread is left. */
    private static String faultOf(RedisSettings.Builder settings, Duration timeout) {
        Set<Thread> before = threadsOfLettuce();
        BackendException failure = catchThrowableOfType(
                BackendException.class,
                () -> RedisBackend.open(settings.timeout(timeout).build()).close());
        assertThat(failure).isNotNull();
        await().atMost(Patience.LIMIT).until(() -> before.containsAll(threadsOfLettuce()));
        return failure.getMessage();
    }

    private static Set<Thread> threadsOfLettuce() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce"))
                .collect(Collectors.toSet());
    }
}
