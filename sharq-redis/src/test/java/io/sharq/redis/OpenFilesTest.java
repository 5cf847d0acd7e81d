package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A SharQ on Redis, opened and closed again and again, leaves neither sockets nor threads behind. The sockets of a DNS
 * resolver did stay open, about one for every eighteen that were opened.
 */
@EnabledOnOs(OS.LINUX)
class OpenFilesTest {
    private static final int CYCLES = 40;

    /** Netty's global executor, a timer of the JDK's, a file that logging opens: what comes once and stays. */
    private static final int WARM_UP = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "s3cret";

    @TempDir
    private Path folder;

    @Test
    void ofAnOpenThatSucceeds() {
        assertThatNothingIsLeft(
                CYCLES, () -> SharQ.open(RedisBackend.open(settings().build())).close());
    }

    @Test
    void ofACloseByAThreadThatIsInterrupted() {
        assertThatNothingIsLeft(10, () -> {
            SharQ sharq = SharQ.open(RedisBackend.open(settings().build()));
            Thread.currentThread().interrupt();
            sharq.close();
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    @Test
    void ofAUnixSocket() {
        try (RedisProcess redis = RedisProcess.start()) {
            String socket = redis.unixSocket().toString();
            assertThatNothingIsLeft(
                    10,
                    () -> RedisBackend.open(
                                    RedisSettings.builder().unixSocket(socket).build())
                            .close());
        }
    }

    @Test
    void ofACluster() {
        try (RedisCluster cluster = RedisCluster.start(3, false)) {
            assertThatNothingIsLeft(
                    10, () -> RedisBackend.open(cluster.settings().build()).close());
        }
    }

    @Test
    void ofAnOpenThatFails() {
        try (RedisProcess guarded = RedisProcess.start("--requirepass", SECRET)) {
            List<Supplier<RedisSettings.Builder>> faulty = List.of(
                    () -> RedisSettings.builder().port(1),
                    () -> RedisSettings.uri(guarded.uri()).password("wrong"),
                    () -> settings().database(99),
                    () -> RedisSettings.uri(guarded.uri()).password(SECRET).durability("aof"),
                    () -> settings().clustered(true),
                    () -> RedisSettings.builder()
                            .unixSocket(folder.resolve("no.sock").toString()),
                    () -> RedisSettings.builder().port(guarded.port()).tls(true).timeout(Duration.ofMillis(50)),
                    () -> RedisSettings.builder().sentinels("127.0.0.1:1").masterName("none"),
                    () -> RedisSettings.builder().host("no-such-host.invalid").timeout(Duration.ofMillis(500)));
            for (Supplier<RedisSettings.Builder> settings : faulty) {
                assertThatNothingIsLeft(
                        5,
                        () -> assertThatThrownBy(
                                        () -> RedisBackend.open(settings.get().build()))
                                .isInstanceOf(BackendException.class));
            }
        }
    }

    @Test
    void ofAUserWithoutTheRights() {
        try (RedisProcess redis = RedisProcess.start()) {
            String made = TestRedis.on(
                    redis.uri(),
                    commands -> commands.aclSetuser(
                            "reader",
                            AclSetuserArgs.Builder.on()
                                    .addPassword(SECRET)
                                    .allKeys()
                                    .allChannels()
                                    .addCommand(CommandType.EVAL)
                                    .addCommand(CommandType.SUBSCRIBE)));
            assertThat(made).isEqualTo("OK");
            assertThatNothingIsLeft(
                    5,
                    () -> assertThatThrownBy(() -> RedisBackend.open(RedisSettings.uri(redis.uri())
                                    .username("reader")
                                    .password(SECRET)
                                    .build()))
                            .isInstanceOf(BackendException.class));
        }
    }

    private static RedisSettings.Builder settings() {
        return RedisSettings.uri(TestRedis.uri()).keyPrefix("open-files");
    }

    private static void assertThatNothingIsLeft(int cycles, Runnable cycle) {
        assertThat(TestRedis.uri()).as("a client of the tests that stays open").isNotEmpty();
        Set<Thread> others = threads();
        repeat(WARM_UP, cycle, others);
        long before = sockets();
        repeat(cycles, cycle, others);
        assertThat(sockets()).as("sockets and event polls").isLessThanOrEqualTo(before);
    }

    private static void repeat(int cycles, Runnable cycle, Set<Thread> others) {
        for (int i = 0; i < cycles; i++) {
            cycle.run();
        }
        await().atMost(PATIENCE).until(() -> others.containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(lettuce|sharq).*"))
                .collect(Collectors.toSet());
    }

    private static long sockets() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(OpenFilesTest::isSocketOrPoll).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocketOrPoll(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
