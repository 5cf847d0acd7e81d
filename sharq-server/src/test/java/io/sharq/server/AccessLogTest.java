package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.redis.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Item 11. */
final class AccessLogTest {
    private static String line(String user, String uri, String agent) {
        return AccessLog.line(new AccessLog.Entry(
                "127.0.0.1", user, Instant.ofEpochSecond(0), "GET", uri, "HTTP/1.1", 200, 7, null, agent));
    }

    @Test
    void aLineIsOneLineOfPrintableAscii() {
        assertThat(line("eve", "/", "curl"))
                .isEqualTo("127.0.0.1 - eve [01/Jan/1970:00:00:00 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"curl\"\n");
        assertThat(line("e [x] \"\r\n", "/\u001b\u0000\u007f", "\u202e\u2028\u0085\ud800\\"))
                .isEqualTo(
                        "127.0.0.1 - e\\u0020[x]\\u0020\\\"\\u000d\\u000a [01/Jan/1970:00:00:00 +0000]"
                                + " \"GET /\\u001b\\u0000\\u007f HTTP/1.1\" 200 7 \"-\" \"\\u202e\\u2028\\u0085\\ud800\\\\\"\n");
    }

    @Test
    void longValuesAreCut() {
        assertThat(line("eve", "/" + "x".repeat(100_000), "y".repeat(100_000))).hasSizeLessThan(2_200);
    }

    private static AccessLog.Entry entry(String uri) {
        return new AccessLog.Entry(
                "127.0.0.1", "-", Instant.ofEpochSecond(0), "GET", uri, "HTTP/1.1", 200, 7, null, null);
    }

    private static boolean has(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).contains(text);
    }

    /** Real time: the log's own thread is what is tested, under a load that never pauses. */
    private static void underLoad(AccessLog log, String uri, Callable<Boolean> until) {
        await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            log.log(entry(uri));
            return until.call();
        });
    }

    @Test
    void aFileThatIsMovedAwayIsNoticedWhateverTheLoad(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = new AccessLog(file)) {
            underLoad(log, "/before", () -> has(file, "/before"));
            Files.move(file, folder.resolve("access.log.1"));
            underLoad(log, "/after", () -> has(file, "/after"));
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgainAndTheOldOneServesMeanwhile(@TempDir Path folder) throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path file = logs.resolve("access.log");
        try (AccessLog log = new AccessLog(file)) {
            Path away = Files.move(logs, folder.resolve("away"));
            log.reopen();
            underLoad(log, "/meanwhile", () -> has(away.resolve("access.log"), "/meanwhile"));
            Files.createDirectory(logs);
            underLoad(log, "/again", () -> has(file, "/again"));
        }
    }
}
