package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

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
}
