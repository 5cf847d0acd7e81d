package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The requests of programs that were written for the original server, byte for byte with their headers, on whatever backend a
 * subclass starts: its Python client, its Go client, the programs of its documentation, its own tests, Node's fetch, a Ruby
 * agent that reads its metrics, and the default check of HAProxy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForeignClientCases {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JOB = "b81c07a7-5bba-4790-ab40-a061994088c1";

    private static final String SHARQ_CLIENT = "Accept-Encoding: identity\r\nAccept: application/json\r\n";
    private static final String GO_SHARQ = "User-Agent: go-sharq\r\nAccept-Encoding: gzip\r\n";
    private static final String REQUESTS = lines(
            "Connection: keep-alive",
            "Accept-Encoding: gzip, deflate",
            "Accept: */*",
            "User-Agent: python-requests/2.4.3 CPython/2.7.6 Linux/3.13.0-32-generic");
    private static final String NODE_FETCH = lines(
            "connection: keep-alive",
            "accept: */*",
            "accept-language: *",
            "sec-fetch-mode: cors",
            "user-agent: node",
            "accept-encoding: gzip, deflate");
    private static final String REST_CLIENT =
            "Accept: */*; q=0.5, application/xml\r\nAccept-Encoding: gzip, deflate\r\nUser-Agent: Ruby\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private ServerProcess server;

    private static String lines(String... headers) {
        return String.join("\r\n", headers) + "\r\n";
    }

    abstract ServerProcess start();

    @BeforeAll
    void open() {
        server = start();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private record Reply(int status, String head, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        String text(String name) {
            return json().path(name).asText();
        }
    }

    /** Sends a request as it is, with a length if it has a body or is a POST, as all of these clients do. */
    private Reply send(String line, String headers, String body) {
        String length = body.isEmpty() && !line.startsWith("POST") ? "" : "Content-Length: " + body.length() + "\r\n";
        return raw(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + headers + length + "\r\n" + body);
    }

    private Reply raw(String bytes) {
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.send(bytes);
            RawConnection.RawAnswer answer = connection.receive();
            return new Reply(answer.status(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(bytes, e);
        }
    }

    @Test
    void thePythonClient() {
        String job = "{\"interval\": 1000, \"payload\": {\"message\": \"hello, world\"}, \"job_id\": \"" + JOB + "\"}";
        Reply queued = send("POST /enqueue/python/johndoe/", SHARQ_CLIENT + JSON, job);
        assertThat(queued.status()).isEqualTo(201);
        assertThat(queued.text("status")).isEqualTo("queued");
        String limit = job.replace(JOB, "second").replace("{\"int", "{\"requeue_limit\": null, \"int");
        assertThat(send("POST /enqueue/python/johndoe/", SHARQ_CLIENT + JSON, limit)
                        .status())
                .isEqualTo(201);

        Reply dequeued = send("GET /dequeue/python/", SHARQ_CLIENT, "");
        assertThat(dequeued.status()).isEqualTo(200);
        assertThat(dequeued.text("job_id")).isEqualTo(JOB);
        assertThat(dequeued.text("queue_id")).isEqualTo("johndoe");
        assertThat(dequeued.json().get("payload").get("message").textValue()).isEqualTo("hello, world");
        assertThat(dequeued.json().get("requeues_remaining").intValue()).isEqualTo(-1);
        assertThat(dequeued.json().get("current_queue_length").intValue()).isEqualTo(1);
        assertThat(send("GET /dequeue/python/", SHARQ_CLIENT, "").status()).isEqualTo(404);

        assertThat(send("POST /interval/python/johndoe/", SHARQ_CLIENT + JSON, "{\"interval\": 5000}")
                        .body())
                .isEqualTo("{\"status\":\"success\"}");
        assertThat(send("GET /metrics/", SHARQ_CLIENT, "")
                        .json()
                        .get("queue_types")
                        .toString())
                .contains("\"python\"");
        assertThat(send("GET /metrics/python/", SHARQ_CLIENT, "")
                        .json()
                        .get("queue_ids")
                        .toString())
                .isEqualTo("[\"johndoe\"]");
        assertThat(send("GET /metrics/python/johndoe/", SHARQ_CLIENT, "")
                        .json()
                        .get("queue_length")
                        .intValue())
                .isEqualTo(1);
        assertThat(send("POST /finish/python/johndoe/" + JOB + "/", SHARQ_CLIENT, "")
                        .body())
                .isEqualTo("{\"status\":\"success\"}");
        assertThat(send("POST /finish/python/johndoe/" + JOB + "/", SHARQ_CLIENT, "")
                        .status())
                .isEqualTo(404);

        Reply cleared = send("DELETE /deletequeue/python/johndoe/", SHARQ_CLIENT + JSON, "{\"purge_all\": false}");
        assertThat(cleared.text("status")).isEqualTo("Success");
        assertThat(send("DELETE /deletequeue/python/johndoe/", SHARQ_CLIENT + JSON, "{\"purge_all\": true}")
                        .text("message"))
                .isEqualTo("No queued calls found");
    }

    @Test
    void theGoClient() {
        String job = "{\"job_id\":\"123-123\",\"interval\":4,\"payload\":{\"foo\":\"bar\",\"hello\":\"world\"}}";
        assertThat(send("POST /enqueue/go/1/", GO_SHARQ + JSON, job).text("status"))
                .isEqualTo("queued");
        Reply dequeued = send("GET /dequeue/go/", GO_SHARQ, "");
        assertThat(dequeued.status()).isEqualTo(200);
        assertThat(dequeued.head()).doesNotContainIgnoringCase("content-encoding");
        assertThat(dequeued.json().get("requeues_remaining").isInt()).isTrue();
        assertThat(send("POST /finish/go/1/123-123/", GO_SHARQ + JSON, "").text("status"))
                .isEqualTo("success");
        assertThat(send("POST /finish/go/1/123-123/", GO_SHARQ + JSON, "").status())
                .isEqualTo(404);
    }

    /** The gists and the worker of the documentation: {@code requests.post(url, data=json.dumps(...))} declares no type. */
    @Test
    void theProgramsOfTheDocumentation() {
        String job = "{\"interval\": 3000, \"job_id\": \"" + JOB + "\", \"payload\": {\"message\": \"hello, world\"}}";
        assertThat(send("POST /enqueue/gist/2/", REQUESTS, job).status()).isEqualTo(201);
        assertThat(send("GET /dequeue/gist/", REQUESTS, "").text("queue_id")).isEqualTo("2");
        assertThat(send("POST /finish/gist/2/" + JOB + "/", REQUESTS, "").status())
                .isEqualTo(200);
        assertThat(send("GET /dequeue/gist/", REQUESTS, "").body()).isEqualTo("{\"status\":\"failure\"}");
    }

    /** {@code fetch(url, {method: 'POST', body: JSON.stringify(...)})} declares a string as text. */
    @Test
    void theFetchOfNode() {
        String text = NODE_FETCH + "content-type: text/plain;charset=UTF-8\r\n";
        String job = "{\"job_id\":\"a\",\"interval\":1000,\"payload\":{\"n\":1}}";
        assertThat(send("POST /enqueue/node/1/", text, job).status()).isEqualTo(201);
        assertThat(send("POST /interval/node/1/", text, "{\"interval\":1}").status())
                .isEqualTo(200);
        assertThat(send("GET /dequeue/node/", NODE_FETCH, "").text("job_id")).isEqualTo("a");
        assertThat(send("POST /finish/node/1/a/", NODE_FETCH, "").status()).isEqualTo(200);
        // A Buffer has no type of its own, and some libraries declare it as bytes.
        assertThat(send("POST /enqueue/node/1/", NODE_FETCH + "content-type: application/octet-stream\r\n", job)
                        .status())
                .isEqualTo(201);
        assertThat(send("DELETE /deletequeue/node/1/", text, "{\"purge_all\":true}")
                        .text("status"))
                .isEqualTo("Success");
    }

    @Test
    void theAgentThatReadsMetrics() {
        JsonNode metrics = send("GET /metrics/", REST_CLIENT, "").json();
        for (String counts : List.of("enqueue_counts", "dequeue_counts")) {
            assertThat(metrics.get(counts)).hasSize(10);
            metrics.get(counts).properties().forEach(minute -> {
                assertThat(minute.getKey()).matches("\\d{13}");
                assertThat(minute.getValue().isInt()).isTrue();
            });
        }
    }

    @Test
    void theTestsOfTheOriginalServer() {
        assertThat(send("GET /", "", "").body()).isEqualTo("{\"message\":\"Hello, SharQ!\"}");
        assertThat(send("GET /dequeue/", "", "").body()).isEqualTo("{\"status\":\"failure\"}");
        assertThat(send("GET /dequeue/tests/", "", "").status()).isEqualTo(404);
        assertThat(send("POST /finish/tests/johndoe/" + JOB + "/", "", "").body())
                .isEqualTo("{\"status\":\"failure\"}");
        Reply interval = send("POST /interval/tests/johndoe/", JSON, "{\"interval\": 5000}");
        assertThat(interval.status()).isEqualTo(404);
        assertThat(interval.body()).isEqualTo("{\"status\":\"failure\"}");
        String job = "{\"job_id\": \"" + JOB + "\", \"payload\": {\"message\": \"Hello, world.\"}, \"interval\": 1000, "
                + "\"requeue_limit\": 10}";
        assertThat(send("POST /enqueue/tests/johdoe/", JSON, job).status()).isEqualTo(201);
        assertThat(send("GET /dequeue/tests/", "", "")
                        .json()
                        .get("requeues_remaining")
                        .intValue())
                .isEqualTo(10);
        assertThat(send("GET /metrics/none/", "", "").body()).isEqualTo("{\"status\":\"success\",\"queue_ids\":[]}");
        JsonNode none = send("GET /metrics/none/johndoe/", "", "").json();
        assertThat(none.get("status").textValue()).isEqualTo("success");
        assertThat(none.get("queue_length").intValue()).isZero();
        assertThat(none.get("enqueue_counts")).hasSize(10);
        assertThat(send("GET /deepstatus/", "", "").text("status")).isEqualTo("success");
    }

    @Test
    void theDefaultCheckOfHaproxy() {
        Reply check = raw("OPTIONS / HTTP/1.0\r\n\r\n");
        assertThat(check.status()).isEqualTo(200);
        assertThat(check.head()).containsIgnoringCase("allow: GET, HEAD, OPTIONS");
        for (String path : List.of("/enqueue/sms/1/", "/dequeue/sms/", "/metrics/", "/deletequeue/sms/1/")) {
            assertThat(send("OPTIONS " + path, "", "").status()).as(path).isEqualTo(200);
        }
        assertThat(send("OPTIONS /nowhere/", "", "").status()).isEqualTo(404);
    }
}
