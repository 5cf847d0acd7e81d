package io.sharq.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/** Items 5, 6, 10 and 12: what is one over a bound changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestBoundsIT {
    private static final int BODY = 10_000;
    private static final int HEADERS = 4_096;
    private static final int LINE = 1_000;
    private static final String JOB = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";

    private final ServerProcess server = ServerProcess.start(
            "max_body_size : " + BODY + "\nmax_header_size : " + HEADERS + "\nmax_uri_length : " + LINE + "\n",
            "[inmemory]\n");
    private final ApiClient api = new ApiClient(server.uri());

    @AfterAll
    void close() {
        server.close();
    }

    /** Each character of the body is a byte. */
    private RawHttp.Said post(String path, String headers, String body) {
        return RawHttp.exchange(
                server.port(),
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body,
                RawHttp.SILENCE_MILLIS);
    }

    private void nothingIsIn(String type) {
        assertThat(api.get("/dequeue/" + type + "/").status()).as(type).isEqualTo(404);
        JsonNode metrics = api.get("/metrics/" + type + "/q/").json();
        assertThat(metrics.get("queue_length").intValue()).isZero();
        metrics.get("enqueue_counts")
                .forEach(count -> assertThat(count.intValue()).isZero());
        assertThat(api.get("/metrics/").json().get("queue_types").toString()).doesNotContain("\"" + type + "\"");
    }

    @Test
    void aBody() {
        String frame = "{\"job_id\":\"a\",\"interval\":0,\"payload\":\"\"}";
        for (int over = -1; over <= 1; over++) {
            String type = "body" + (over + 1);
            String body = frame.replace("\"\"", '"' + "x".repeat(BODY + over - frame.length()) + '"');
            RawHttp.Said said = post("/enqueue/" + type + "/q/", "", body);
            assertThat(said.status()).as(body.length() + " bytes").isEqualTo(over > 0 ? 413 : 201);
            String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
            assertThat(RawHttp.exchange(
                                    server.port(),
                                    "POST /enqueue/" + type
                                            + "c/q/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                            + "Transfer-Encoding: chunked\r\n\r\n" + chunks,
                                    RawHttp.SILENCE_MILLIS)
                            .status())
                    .as("in chunks")
                    .isEqualTo(over > 0 ? 413 : 201);
        }
        nothingIsIn("body2");
        nothingIsIn("body2c");
        // Ten megabytes of zeros fit in ten kilobytes of gzip.
        assertThat(post("/enqueue/gzip/q/", "Content-Encoding: gzip\r\n", JOB).status())
                .isEqualTo(415);
        assertThat(post("/enqueue/form/q/", "Content-Type: application/x-www-form-urlencoded\r\n", JOB)
                        .status())
                .isEqualTo(415);
        nothingIsIn("gzip");
        nothingIsIn("form");
    }

    private int withHeader(int size) {
        String others = "Host: localhostConnection: closeContent-Length: " + JOB.length();
        String header = "X: " + "x".repeat(size - others.length() - 3) + "\r\n";
        return post("/enqueue/header/q/", header, JOB).status();
    }

    @Test
    void headers() {
        assertThat(withHeader(HEADERS - 1)).isEqualTo(201);
        assertThat(withHeader(HEADERS)).isEqualTo(409);
        assertThat(api.get("/dequeue/header/").status()).isEqualTo(200);
        assertThat(api.post("/finish/header/q/a/", null).status()).isEqualTo(200);
        assertThat(withHeader(HEADERS + 1)).isEqualTo(431);
        assertThat(api.get("/dequeue/header/").status()).isEqualTo(404);
    }

    @Test
    void theFirstLine() {
        for (int over = -1; over <= 1; over++) {
            String rest = "POST /enqueue/line/q" + (over + 1) + "/? HTTP/1.1";
            String line = rest.replace("? ", "?" + "&".repeat(LINE + over - rest.length()) + " ");
            int status = RawHttp.exchange(
                            server.port(),
                            line + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + JOB.length()
                                    + "\r\n\r\n" + JOB,
                            RawHttp.SILENCE_MILLIS)
                    .status();
            assertThat(status).as(line.length() + " bytes").isEqualTo(over > 0 ? 414 : 201);
        }
        assertThat(api.get("/queues/line/").json().get("queue_ids")).hasSize(2);
    }

    @Test
    void parametersOfTheQuery() {
        for (int more : new int[] {30, 31, 32, 100}) {
            assertThat(api.get("/dequeue/query/?count=1" + "&a=1".repeat(more)).status())
                    .isEqualTo(400);
            assertThat(api.get("/dequeue/query/?a=1" + "&a=1".repeat(more) + "&count=1")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(api.get("/dequeue/query/?count=1&count=1").status()).isEqualTo(400);
        assertThat(api.get("/dequeue/query/?count=0").status()).isEqualTo(400);
        assertThat(api.get("/dequeue/query/?count=1000").status()).isEqualTo(404);
        assertThat(api.get("/dequeue/query/?count=1001").status()).isEqualTo(400);
        for (String number : List.of("1e9", "1E999999999", "0x1", "%EF%BC%91", "-1", "", "NaN", "1".repeat(500))) {
            assertThat(api.get("/dequeue/query/?wait=" + number).status())
                    .as(number)
                    .isEqualTo(400);
        }
    }

    @Test
    void names() {
        for (int length : new int[] {99, 100, 101}) {
            assertThat(api.post("/enqueue/" + "n".repeat(length) + "/q/", JOB).status())
                    .isEqualTo(length > 100 ? 400 : 201);
        }
        for (int length : new int[] {199, 200, 201}) {
            int status = length > 200 ? 400 : 201;
            String name = "n".repeat(length);
            assertThat(api.post("/enqueue/names/" + name + "/", JOB).status()).isEqualTo(status);
            assertThat(api.post("/enqueue/jobs/q/", JOB.replace("\"a\"", '"' + name + '"'))
                            .status())
                    .isEqualTo(status);
        }
        assertThat(api.get("/queues/names/").json().get("queue_ids")).hasSize(2);
    }

    /** Item 10. */
    @Test
    void oddNamesAreOrdinaryOrRefused() {
        List<String> ordinary = List.of(
                "active",
                "ready",
                "metrics",
                "queues",
                "redrive",
                "discard",
                "__proto__",
                "constructor",
                "null",
                "0",
                "-",
                "_",
                "--help",
                "default");
        for (String name : ordinary) {
            assertThat(api.post("/enqueue/" + name + "/" + name + "/", JOB.replace("\"a\"", '"' + name + '"'))
                            .status())
                    .as(name)
                    .isEqualTo(201);
            JsonNode job = api.get("/dequeue/" + name + "/").json();
            assertThat(job.get("queue_id").textValue() + job.get("job_id").textValue())
                    .isEqualTo(name + name);
            assertThat(api.post("/finish/" + name + "/" + name + "/" + name + "/", null)
                            .status())
                    .isEqualTo(200);
        }
        List<String> refused = List.of(
                "%00",
                "a%0d%0ab",
                "%E2%84%AA",
                "%EF%BC%91",
                "{a}",
                "%7Ba%7D",
                "a%20b",
                "..%5C..",
                "%",
                "%2",
                "%zz",
                "%FF",
                "%C0%AE",
                "%ED%A0%80",
                "%C3%A9");
        List<Executable> checks = new ArrayList<>();
        for (String name : refused) {
            checks.add(
                    () -> assertThat(post("/enqueue/odd/" + name + "/", "", JOB).status())
                            .as(name)
                            .isEqualTo(400));
        }
        checks.add(() -> nothingIsIn("odd"));
        assertAll(checks);
        assertThat(post("/enqueue/%6f%6E%63e/q/", "", JOB).status()).isEqualTo(201);
        assertThat(api.get("/dequeue/once/").status()).isEqualTo(200);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static Map<String, String> badBodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("nothing", "");
        bodies.put("a list", "[" + JOB + "]");
        bodies.put("text", "\"a\"");
        bodies.put("null", "null");
        bodies.put("a name twice", "{\"job_id\":\"a\",\"job_id\":\"a\",\"interval\":0,\"payload\":1}");
        bodies.put(
                "a name twice, once escaped", "{\"job_id\":\"a\",\"job\\u005fid\":\"a\",\"interval\":0,\"payload\":1}");
        bodies.put("a name twice in the payload", JOB.replace(":1}", ":{\"x\":1,\"x\":2}}"));
        bodies.put("a payload twice", JOB.replace("}", ",\"payload\":2}"));
        bodies.put("more behind it", JOB + "{}");
        bodies.put("a brace behind it", JOB + "}");
        bodies.put("a NUL behind it", JOB + "\u0000");
        bodies.put("cut off", JOB.substring(0, JOB.length() - 1));
        bodies.put("an unknown member", JOB.replace("}", ",\"admin\":true}"));
        bodies.put("__proto__", JOB.replace("}", ",\"__proto__\":{}}"));
        bodies.put("a member in capitals", JOB.replace("job_id", "JOB_ID"));
        bodies.put("a byte order mark", "\u00ef\u00bb\u00bf" + JOB);
        bodies.put("UTF-16, big end first", latin(JOB.getBytes(UTF_16BE)));
        bodies.put("UTF-16, little end first", latin(JOB.getBytes(UTF_16LE)));
        bodies.put("no UTF-8", JOB.replace(":1}", ":\"\u00ff\"}"));
        bodies.put("UTF-8 in too many bytes", JOB.replace(":1}", ":\"\u00c0\u00af\"}"));
        bodies.put("a surrogate in UTF-8", JOB.replace(":1}", ":\"\u00ed\u00a0\u0080\"}"));
        bodies.put("half a letter", JOB.replace(":1}", ":\"\u00c3\"}"));
        bodies.put("a lone surrogate as a name", JOB.replace("\"a\"", "\"\\ud800\""));
        bodies.put("NaN", JOB.replace(":1}", ":NaN}"));
        bodies.put("Infinity", JOB.replace(":1}", ":Infinity}"));
        bodies.put("-Infinity", JOB.replace(":0", ":-Infinity"));
        bodies.put("a comment", JOB.replace("}", "/**/}"));
        bodies.put("a comment to the end", JOB + "//");
        bodies.put("a hash comment", JOB + "\n#");
        bodies.put("single quotes", JOB.replace('"', '\''));
        bodies.put("names without quotes", JOB.replace("\"job_id\"", "job_id"));
        bodies.put("a comma at the end", JOB.replace("}", ",}"));
        bodies.put("a leading zero", JOB.replace(":1}", ":01}"));
        bodies.put("a plus", JOB.replace(":1}", ":+1}"));
        bodies.put("a point without digits", JOB.replace(":1}", ":1.}"));
        bodies.put("a line break in a text", JOB.replace(":1}", ":\"a\nb\"}"));
        bodies.put("an unknown escape", JOB.replace(":1}", ":\"\\x41\"}"));
        bodies.put("a job id that is a number", JOB.replace("\"a\"", "1"));
        bodies.put(
                "a job id of full-width digits", JOB.replace("\"a\"", "\"" + latin("\uff11".getBytes(UTF_8)) + "\""));
        bodies.put("an interval that is text", JOB.replace(":0", ":\"0\""));
        bodies.put("an interval with a fraction", JOB.replace(":0", ":0.5"));
        bodies.put("an interval over 2^64", JOB.replace(":0", ":18446744073709551616"));
        bodies.put("an interval of 1e400", JOB.replace(":0", ":1e400"));
        bodies.put("a negative interval", JOB.replace(":0", ":-1"));
        bodies.put("an interval over a year", JOB.replace(":0", ":31536000001"));
        return bodies;
    }

    @Test
    void whatIsNotTheJsonOfAJobChangesNothing() {
        List<Executable> checks = new ArrayList<>();
        badBodies()
                .forEach((name, body) -> checks.add(() -> {
                    RawHttp.Said said = post("/enqueue/bad/q/", "", body);
                    assertThat(said.status()).as("%s: %s", name, said.text()).isEqualTo(400);
                    // Item 12.
                    assertThat(said.text())
                            .doesNotContain(
                                    "Exception",
                                    "jackson",
                                    "io.sharq",
                                    "java.",
                                    "\tat ",
                                    "Server:",
                                    "StreamReadFeature");
                }));
        checks.add(() -> nothingIsIn("bad"));
        assertAll(checks);
    }

    @Test
    void depth() {
        // The body's own object is one.
        for (int depth : new int[] {62, 63, 64}) {
            String deep = JOB.replace(":1}", ":" + "[".repeat(depth) + "]".repeat(depth) + "}");
            assertThat(api.post("/enqueue/deep/q" + depth + "/", deep).status())
                    .as("depth " + depth)
                    .isEqualTo(depth > 63 ? 413 : 201);
        }
        assertThat(api.get("/queues/deep/").json().get("queue_ids")).hasSize(2);
        String number = JOB.replace(":1}", ":" + "1".repeat(1_001) + "}");
        assertThat(api.post("/enqueue/digits/q/", number).status()).isEqualTo(413);
        assertThat(api.post("/enqueue/digits/q/", number.replace("11}", "1}")).status())
                .isEqualTo(201);
    }

    /** Item 5. */
    @Test
    void aDequeueIsForNobodyButItsCaller() {
        assertThat(api.post("/enqueue/fetch/q/", JOB).status()).isEqualTo(201);
        for (String header : List.of("Sec-Purpose", "Purpose", "X-Moz")) {
            for (String value : List.of("prefetch", "Prefetch;prerender")) {
                assertThat(new ApiClient(server.uri(), header, value)
                                .get("/dequeue/fetch/")
                                .status())
                        .isEqualTo(400);
            }
        }
        ApiClient.Reply job = api.get("/dequeue/fetch/");
        assertThat(job.status()).isEqualTo(200);
        assertThat(job.header("Cache-Control")).isEqualTo("no-store");
        assertThat(api.post("/release/fetch/q/a/", null).status()).isEqualTo(200);
        ApiClient.Reply posted = api.post("/dequeue/fetch/", null);
        assertThat(posted.json().get("job_id").textValue()).isEqualTo("a");
        assertThat(posted.header("Cache-Control")).isEqualTo("no-store");
        assertThat(RawHttp.exchange(server.port(), "HEAD /dequeue/fetch/ HTTP/1.0\r\n\r\n", RawHttp.SILENCE_MILLIS)
                        .status())
                .isEqualTo(405);
    }
}
