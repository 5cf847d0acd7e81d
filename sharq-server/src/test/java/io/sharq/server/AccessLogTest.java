package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.api.ConfigurationException;
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
        return new AccessLog.Entry(
                        "127.0.0.1", user, Instant.ofEpochSecond(0), "GET", uri, "HTTP/1.1", 200, 7, null, agent)
                .toString();
    }

    @Test
    void aLineIsOneLineOfPrintableAscii() {
        assertThat(line("eve", "/", "curl"))
                .isEqualTo("127.0.0.1 - eve [01/Jan/1970:00:00:00 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"curl\"");
        assertThat(line("e [x] \"\r\n", "/\u001b\u0000\u007f", "\u202e\u2028\u0085\ud800\\"))
                .isEqualTo("127.0.0.1 - e\\u0020[x]\\u0020\\\"\\u000d\\u000a [01/Jan/1970:00:00:00 +0000]"
                        + " \"GET /\\u001b\\u0000\\u007f HTTP/1.1\" 200 7 \"-\" \"\\u202e\\u2028\\u0085\\ud800\\\\\"");
    }

    @Test
    void longValuesAreCut() {
        assertThat(line("eve", "/" + "x".repeat(100_000), "y".repeat(100_000))).hasSizeLessThan(5_200);
    }

    /** The longest names, percent-encoded, that differ in their last character alone. */
    @Test
    void namesAreNeverCut() {
        String path = "/release/" + "%61".repeat(100) + "/" + "%2F".repeat(200) + "/" + "%2F".repeat(199);

        assertThat(line("eve", path + "%2F/", "curl"))
                .isNotEqualTo(line("eve", path + "%3A/", "curl"))
                .contains(path + "%2F/ HTTP/1.1\"");
    }

    private static AccessLog.Entry entry(String uri) {
        return new AccessLog.Entry(
                "127.0.0.1", "-", Instant.ofEpochSecond(0), "GET", uri, "HTTP/1.1", 200, 7, null, null);
    }

    private static boolean has(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).contains(text);
    }

    /** Real time: the log's own thread is what is tested, under a load that never pauses. */
    private static void underLoad(String uri, Callable<Boolean> until) {
        await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            AccessLog.log(entry(uri));
            return until.call();
        });
    }

    @Test
    void aFileThatIsMovedAwayIsNoticedWhateverTheLoad(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        AccessLogFile log = AccessLogFile.open(file);
        try {
            underLoad("/before", () -> has(file, "/before"));
            Files.move(file, folder.resolve("access.log.1"));
            underLoad("/after", () -> has(file, "/after"));
        } finally {
            log.close();
        }
    }

    @Test
    void aFileThatIsReopenedTakesAllLinesFromThenOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        Path old = folder.resolve("access.log.1");
        try (AccessLogFile log = AccessLogFile.open(file)) {
            AccessLog.log(entry("/before"));
            await().atMost(Patience.LIMIT).until(() -> has(file, "/before"));
            Files.move(file, old);
            log.reopen();
            AccessLog.log(entry("/after"));
            await().atMost(Patience.LIMIT).until(() -> has(file, "/after"));
        }
        assertThat(Files.readAllLines(old)).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void withoutAFileNothingIsLogged() {
        assertThat(AccessLog.isEnabled()).isFalse();
    }

    @Test
    void linesThatWaitAreWrittenWhenItCloses(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        AccessLogFile log = AccessLogFile.open(file);
        for (int i = 0; i < 1_000; i++) {
            AccessLog.log(entry("/" + i));
        }
        log.close();
        assertThat(Files.readAllLines(file)).hasSize(1_000);
        assertThat(AccessLog.isEnabled()).isFalse();
    }

    @Test
    void aFolderThatIsNotThereIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("missing/access.log");
        assertThatThrownBy(() -> AccessLogFile.open(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("accesslog: " + file + " cannot be written: ");
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgainAndTheOldOneServesMeanwhile(@TempDir Path folder) throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path file = logs.resolve("access.log");
        try (AccessLogFile log = AccessLogFile.open(file)) {
            Path away = Files.move(logs, folder.resolve("away"));
            log.reopen();
            underLoad("/meanwhile", () -> has(away.resolve("access.log"), "/meanwhile"));
            Files.createDirectory(logs);
            underLoad("/again", () -> has(file, "/again"));
        }
    }
}
