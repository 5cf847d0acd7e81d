package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.server.ApiClient.Reply;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of jobs and names of consumers over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HeaderCases {
    private static final String HEADERS = "{\"X-Tag\":\"a\\u00e4\\u20ac \\\\\",\"b\":\"\"}";
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private ServerProcess server;
    private ApiClient api;

    abstract ServerProcess start();

    @BeforeAll
    void open() {
        server = start();
        api = new ApiClient(server.uri());
    }

    @AfterAll
    void close() {
        server.close();
    }

    private static String job(String id, String more) {
        return "{\"job_id\":\"" + id + "\",\"interval\":0,\"payload\":1" + more + "}";
    }

    private static String item(String id, String more) {
        return "{\"queue_id\":\"1\"," + job(id, more).substring(1);
    }

    private static void enqueue(ApiClient client, String type, String body) {
        Reply reply = client.post("/enqueue/" + type + "/1/", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private JsonNode take(String type) {
        Reply reply = api.get("/dequeue/" + type + "/");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static void assertSample(JsonNode job) {
        assertThat(job.get("headers").toString()).isEqualTo("{\"X-Tag\":\"a\u00e4\u20ac \\\\\",\"b\":\"\"}");
    }

    @Test
    void headersAreReturnedWhereverTheJobIs() {
        enqueue(api, "whole", job("a", ",\"requeue_limit\":0,\"headers\":" + HEADERS));

        assertSample(api.get("/jobs/whole/1/").json().get("jobs").get(0));
        assertSample(api.get("/jobs/whole/1/a/").json());
        assertThat(api.send("PATCH", "/jobs/whole/1/a/", "{\"payload\":2}").status())
                .isEqualTo(200);
        JsonNode taken = take("whole");
        assertSample(taken);
        assertThat(taken.get("payload").intValue()).isEqualTo(2);
        assertSample(api.get("/jobs/whole/1/a/").json());
        api.post("/fail/whole/1/a/", "{}");
        assertSample(api.get("/dead/whole/").json().get("jobs").get(0));
        api.post("/dead/whole/redrive/", "{\"all\":true}");
        assertSample(api.get("/dequeue/whole/?count=3").json().get("jobs").get(0));
    }

    /** The responses to a client that knows no headers are those of the original. */
    @Test
    void aJobWithoutHeadersHasNoSuchMember() {
        enqueue(api, "plain", job("a", ""));
        enqueue(api, "plain", job("b", ",\"headers\":{}"));

        assertThat(api.get("/jobs/plain/1/").text()).doesNotContain("headers");
        assertThat(api.get("/jobs/plain/1/b/").text()).doesNotContain("headers");
        assertThat(api.get("/dequeue/plain/").text()).doesNotContain("headers");
        assertThat(api.get("/dequeue/plain/").text()).doesNotContain("headers");
    }

    @Test
    void eachJobOfABatchHasItsOwn() {
        Reply reply = api.post(
                "/enqueue/batch/",
                "{\"jobs\":[" + item("a", ",\"headers\":{\"n\":\"1\"}") + "," + item("b", "") + ","
                        + item("c", ",\"headers\":" + HEADERS) + "]}");
        assertThat(reply.status()).isEqualTo(200);

        JsonNode jobs = api.get("/dequeue/batch/?count=3").json().get("jobs");
        assertThat(jobs.get(0).get("headers").toString()).isEqualTo("{\"n\":\"1\"}");
        assertThat(jobs.get(1).has("headers")).isFalse();
        assertSample(jobs.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "headers|[]",
                "headers|null",
                "headers|\"a\"",
                "headers.a|{\"a\":1}",
                "headers.a|{\"a\":null}",
                "headers|{\"\":\"v\"}",
                "headers|{\"a b\":\"v\"}",
                "headers|{\"a\":\"1\",\"A\":\"2\"}",
                "headers|{\"a\":\"x\\ny\"}",
                "headers|{\"a\":\"\\u0085\"}"
            })
    void badHeadersAreRefusedByName(String field, String headers) {
        Reply reply = api.post("/enqueue/bad/1/", job("a", ",\"headers\":" + headers));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo("`" + field + "` has an invalid value.");
        assertThat(reply.json().get("fault").textValue()).isNotEmpty();

        Reply batch = api.post(
                "/enqueue/bad/", "{\"jobs\":[" + item("b", "") + "," + item("a", ",\"headers\":" + headers) + "]}");
        assertThat(batch.status()).isEqualTo(400);
        assertThat(batch.message()).isEqualTo("`jobs[1]." + field + "` has an invalid value.");
        assertThat(api.get("/metrics/bad/1/").json().get("queue_length").intValue())
                .isZero();
    }

    @Test
    void tooManyOrTooLongHeadersAreRefused() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            many.append(i == 0 ? "{" : ",").append("\"n").append(i).append("\":\"\"");
        }
        for (String headers : new String[] {many + "}", "{\"a\":\"" + "\u20ac".repeat(1_366) + "\"}"}) {
            Reply reply = api.post("/enqueue/bad/1/", job("a", ",\"headers\":" + headers));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message()).isEqualTo("`headers` has an invalid value.");
        }
    }

    @Test
    void theTraceContextOfARequestIsAHeaderOfItsJobs() {
        ApiClient traced = new ApiClient(server.uri(), "Traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2");
        Instant before = Instant.now().minusNanos(1_000);
        enqueue(traced, "traced", job("a", ",\"headers\":{\"tag\":\"x\"}"));
        Instant after = Instant.now();
        traced.post("/enqueue/traced/", "{\"jobs\":[" + item("b", "") + "]}");

        JsonNode headers = take("traced").get("headers");
        String enqueuedAt = headers.get("sharq-enqueued-at").textValue();
        assertThat(headers.toString())
                .isEqualTo("{\"tag\":\"x\",\"traceparent\":\"" + PARENT
                        + "\",\"tracestate\":\"a=1,b=2\",\"sharq-enqueued-at\":\"" + enqueuedAt + "\"}");
        assertThat(Instant.parse(enqueuedAt)).isBetween(before, after);
        assertThat(take("traced").get("headers").get("traceparent").textValue()).isEqualTo(PARENT);
    }

    /** A parent without its state is a parent of its own. */
    @Test
    void aTraceContextInTheBodyTakesPrecedence() {
        ApiClient traced = new ApiClient(server.uri(), "traceparent", PARENT, "tracestate", "a=1");
        enqueue(traced, "own", job("a", ",\"headers\":{\"TraceParent\":\"mine\"}"));

        assertThat(take("own").get("headers").toString()).isEqualTo("{\"TraceParent\":\"mine\"}");
    }

    /** The client did not ask for the header, so the job is enqueued without it. */
    @Test
    void aTraceContextForWhichThereIsNoRoomIsLeftOut() {
        ApiClient traced = new ApiClient(server.uri(), "traceparent", PARENT, "tracestate", "a=1");
        enqueue(traced, "full", job("a", ",\"headers\":{\"a\":\"" + "v".repeat(4_095) + "\"}"));

        assertThat(take("full").get("headers").has("traceparent")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
            })
    void aMalformedTraceContextIsIgnored(String parent) {
        ApiClient traced = new ApiClient(server.uri(), "traceparent", parent, "tracestate", "a=1");
        enqueue(traced, "malformed", job("a", ""));

        JsonNode taken = take("malformed");
        assertThat(taken.has("headers")).isFalse();
        api.post("/finish/malformed/1/a/", "{\"lease\":" + taken.get("lease") + "}");
    }

    /** Who has a job is said while it has a lease. */
    @Test
    void aJobIsFoundWithItsConsumer() {
        enqueue(api, "held", job("a", ""));
        assertThat(api.get("/dequeue/held/?consumer=host-7:4211").json().has("consumer"))
                .isFalse();
        assertThat(api.get("/jobs/held/1/a/").json().get("consumer").textValue())
                .isEqualTo("host-7:4211");
        api.post("/release/held/1/a/", "{}");
        assertThat(api.get("/jobs/held/1/a/").json().has("consumer")).isFalse();
        api.get("/dequeue/held/");
        assertThat(api.get("/jobs/held/1/a/").json().has("consumer")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a%20b",
                "%C3%A4",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void aBadConsumerIsRefusedByName(String consumer) {
        Reply reply = api.get("/dequeue/held/?consumer=" + consumer);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo("`consumer` has an invalid value.");
    }

    /** A later version may add fields. */
    @Test
    void aTraceContextOfALaterVersionIsKept() {
        String later = "01" + PARENT.substring(2) + "-more";
        enqueue(new ApiClient(server.uri(), "traceparent", later), "later", job("a", ""));

        assertThat(take("later").get("headers").get("traceparent").textValue()).isEqualTo(later);
    }
}
