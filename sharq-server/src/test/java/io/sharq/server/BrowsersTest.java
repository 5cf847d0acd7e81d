package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.server.api.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Item 14: what a web page makes a browser send. */
final class BrowsersTest {
    private final Browsers onLoopback = new Browsers(true, "my-loop");
    private final Browsers elsewhere = new Browsers(false, "0.0.0.0");

    private static int status(Answer refusal) {
        return refusal == null ? 0 : refusal.status();
    }

    private static List<String> list(String value) {
        return value == null ? List.of() : List.of(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.9.9.9:1",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]:8080",
                "q.localhost:8080",
                "my-loop:8080",
                "My-Loop"
            })
    void loopbackIsCalledByItsOwnNames(String host) {
        assertThat(status(onLoopback.refusal(list(host), List.of(), List.of()))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil-localhost",
                "0.0.0.0:8080",
                "10.0.0.1",
                "[::2]",
                "[fe80::1]:8080",
                "",
                ":8080",
                "[",
                "]:80",
                "my-loop.evil.example"
            })
    void anotherNameThatMeansLoopbackIsRefused(String host) {
        assertThat(status(onLoopback.refusal(list(host), List.of(), List.of()))).isEqualTo(421);
        assertThat(status(elsewhere.refusal(list(host), List.of(), List.of()))).isZero();
    }

    /** HTTP/1.0, which no browser speaks. */
    @Test
    void aRequestWithoutAHostIsNotOfAPage() {
        assertThat(status(onLoopback.refusal(List.of(), List.of(), List.of()))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site,403",
        "same-site,403",
        "Cross-Site,403",
        "same-origin,0",
        "none,0",
    })
    void thePageOfAnotherSiteIsRefused(String site, int status) {
        for (Browsers browsers : List.of(onLoopback, elsewhere)) {
            assertThat(status(browsers.refusal(list("localhost:8080"), List.of(), list(site))))
                    .isEqualTo(status);
        }
        assertThat(status(elsewhere.refusal(list("a"), List.of(), List.of("none", site))))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,localhost:8080,0",
        "HTTP://LocalHost:8080,localhost:8080,0",
        "http://localhost,localhost,0",
        "http://localhost,localhost:80,0",
        "https://q.localhost,q.localhost,0",
        "https://q.localhost,q.localhost:443,0",
        "http://[::1]:8080,[::1]:8080,0",
        "http://localhost:3000,localhost:8080,403",
        "http://localhost,localhost:8080,403",
        "http://localhost:8080,127.0.0.1:8080,403",
        "https://evil.example,localhost:8080,403",
        "http://localhost:8080.evil.example,localhost:8080,403",
        "http://localhost:8080@evil.example,localhost:8080,403",
        "null,localhost:8080,403",
        "'',localhost:8080,403",
        "file://,localhost:8080,403",
        "http://localhost:8080,,403",
    })
    void thePageOfAnotherOriginIsRefused(String origin, String host, int status) {
        for (Browsers browsers : List.of(onLoopback, elsewhere)) {
            assertThat(status(browsers.refusal(list(host), list(origin), List.of())))
                    .isEqualTo(status);
        }
    }
}
