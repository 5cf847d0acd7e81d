package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Item 14: no page takes a job, puts one in or stops a queue by way of its visitor's browser. */
final class BrowserRequestsIT {
    private static final String JOB = "{\"job_id\":\"j\",\"interval\":0,\"payload\":1}";
    private static final List<String> REQUESTS = List.of(
            "GET /dequeue/sms/",
            "POST /pause/sms/",
            "POST /enqueue/sms/q/",
            "POST /finish/sms/q/j/",
            "DELETE /deletequeue/sms/q/",
            "GET /jobs/sms/q/",
            "PATCH /jobs/sms/q/j/",
            "DELETE /jobs/sms/q/j/",
            "POST /throttled/sms/q/j/",
            "POST /cancel/sms/",
            "POST /change/sms/",
            "GET /metrics/",
            "GET /prometheus/",
            "GET /health/live/",
            "GET /health/ready/",
            "GET /openapi.json",
            "GET /",
            "GET /no/such/path/");

    /** What a page may send to another site without a preflight: these types, and a Blob that has none. */
    private static final List<String> TYPES_OF_PAGES =
            List.of("", "Content-Type: text/plain\r\n", "Content-Type: text/plain;charset=UTF-8\r\n");

    private static final List<String> TYPES_OF_FORMS = List.of(
            "Content-Type: application/x-www-form-urlencoded\r\n", "Content-Type: multipart/form-data; boundary=x\r\n");

    private static RawHttp.Said send(int port, String line, String headers) {
        String body = line.startsWith("POST /enqueue") ? JOB : "";
        return RawHttp.exchange(
                port,
                line + " HTTP/1.1\r\nConnection: close\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                        + body,
                RawHttp.SILENCE_MILLIS);
    }

    private static Executable refused(int port, String line, String headers, int status) {
        return () -> {
            RawHttp.Said said = send(port, line, headers);
            assertThat(said.status()).as(line + "\n" + headers).isEqualTo(status);
            assertThat(said.text())
                    .as(line + "\n" + headers)
                    .contains("content-type: application/json")
                    .contains("\"status\":\"failure\",\"message\":\"");
        };
    }

    @Test
    void theDefaultServerListensToNoPage() {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
            String own = "127.0.0.1:" + server.port();
            ApiClient api = new ApiClient(server.uri());
            assertThat(api.post("/enqueue/sms/q/", JOB).status()).isEqualTo(201);
            List<Executable> checks = new ArrayList<>();
            for (String line : REQUESTS) {
                checks.add(refused(server.port(), line, "Host: evil.example:" + server.port() + "\r\n", 421));
                checks.add(refused(server.port(), line, "Host: " + own + "\r\nOrigin: https://evil.example\r\n", 403));
                checks.add(refused(server.port(), line, "Host: " + own + "\r\nOrigin: null\r\n", 403));
                checks.add(refused(server.port(), line, "Host: " + own + "\r\nSec-Fetch-Site: cross-site\r\n", 403));
                checks.add(refused(server.port(), line, "Host: " + own + "\r\nSec-Fetch-Site: same-site\r\n", 403));
            }
            assertAll(checks);
            // The job is there still, nothing is paused, and programs and the user's own tab are served.
            for (String host : List.of(own, "localhost:" + server.port(), "[::1]:" + server.port(), "localhost")) {
                assertThat(send(server.port(), "GET /metrics/sms/", "Host: " + host + "\r\n")
                                .status())
                        .as(host)
                        .isEqualTo(200);
            }
            assertThat(RawHttp.exchange(server.port(), "GET /metrics/sms/ HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS)
                            .status())
                    .isEqualTo(200);
            assertThat(send(server.port(), "GET /metrics/sms/", "Host: " + own + "\r\nSec-Fetch-Site: none\r\n")
                            .status())
                    .isEqualTo(200);
            RawHttp.Said job = send(
                    server.port(),
                    "GET /dequeue/sms/",
                    "Host: " + own + "\r\nOrigin: http://" + own + "\r\nSec-Fetch-Site: same-origin\r\n");
            assertThat(job.status()).isEqualTo(200);
            assertThat(job.text()).contains("\"job_id\":\"j\"");
        }
    }

    /** A body is read whatever its type, so the type of a page's body protects nothing: its headers do. */
    @Test
    void aPageEnqueuesNothingByABodyThatIsText() {
        try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
            String host = "Host: 127.0.0.1:" + server.port() + "\r\n";
            List<Executable> checks = new ArrayList<>();
            for (String type : TYPES_OF_PAGES) {
                for (String page : List.of(
                        "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
                        "Origin: https://evil.example\r\n",
                        "Origin: null\r\n",
                        "Origin: http://127.0.0.1:1\r\n",
                        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
                        "Sec-Fetch-Site: same-site\r\n")) {
                    checks.add(refused(server.port(), "POST /enqueue/sms/q/", host + page + type, 403));
                }
                checks.add(refused(server.port(), "POST /enqueue/sms/q/", "Host: evil.example\r\n" + type, 421));
            }
            for (String type : TYPES_OF_FORMS) {
                checks.add(refused(server.port(), "POST /enqueue/sms/q/", host + type, 415));
                checks.add(refused(
                        server.port(), "POST /enqueue/sms/q/", host + "Origin: https://evil.example\r\n" + type, 403));
            }
            // A preflight gets no permission either.
            checks.add(refused(
                    server.port(),
                    "OPTIONS /enqueue/sms/q/",
                    host + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n",
                    403));
            assertAll(checks);
            RawHttp.Said types = send(server.port(), "GET /queues/", host);
            assertThat(types.text()).contains("\"queue_types\":[]");
            assertThat(send(server.port(), "OPTIONS /enqueue/sms/q/", host).text())
                    .doesNotContainIgnoringCase("access-control");
            assertThat(send(server.port(), "POST /enqueue/sms/q/", host + TYPES_OF_PAGES.get(1))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void insecureServersHaveAnyHostAndListenToNoForeignPage() {
        try (ServerProcess server =
                ServerProcess.launch("[sharq-server]\nhost : 0.0.0.0\nport : 0\ninsecure : true\n[inmemory]\n")) {
            String host = "Host: queues.example\r\n";
            assertThat(send(server.port(), "GET /metrics/", host).status()).isEqualTo(200);
            assertAll(
                    refused(server.port(), "GET /metrics/", host + "Origin: https://evil.example\r\n", 403),
                    refused(server.port(), "GET /metrics/", host + "Sec-Fetch-Site: cross-site\r\n", 403));
        }
    }
}
